import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { createPipelineMetrics } from "../../../src/service/pipeline/metrics.ts";

function valuesIn(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.startsWith("uic_pipeline"));
}

describe("the pipeline's metrics", () => {
  it("count events and tries, and show the backlog of the moment", async () => {
    const registry = new Registry();
    const metrics = createPipelineMetrics(registry);
    metrics.countEvents("accepted", 3);
    metrics.countEvents("ignored", 1);
    metrics.noteArrival(20_500);
    metrics.countOutcome("recorded");
    metrics.countOutcome("recorded");
    metrics.countOutcome("dead");
    metrics.countModelQuestion("summarised");
    metrics.watchBacklog(
      () => Promise.resolve({ waiting: 7, dead: 2, overdueSince: 1000 }),
      () => 31_000,
    );
    const lagless = valuesIn(await registry.metrics()).filter((line) => !line.startsWith("uic_pipeline_lag"));
    expect(lagless).toEqual([
      'uic_pipeline_events_total{kind="accepted"} 3',
      'uic_pipeline_events_total{kind="ignored"} 1',
      'uic_pipeline_tries_total{outcome="recorded"} 2',
      'uic_pipeline_tries_total{outcome="dead"} 1',
      'uic_pipeline_model_questions_total{outcome="summarised"} 1',
      "uic_pipeline_last_event_timestamp_seconds 20.5",
      "uic_pipeline_waiting 7",
      "uic_pipeline_dead_letters 2",
      "uic_pipeline_overdue_seconds 30",
    ]);
  });

  it("stay readable while the store is out of reach", async () => {
    const registry = new Registry();
    const metrics = createPipelineMetrics(registry);
    metrics.watchBacklog(
      () => Promise.reject(new Error("out of reach")),
      () => 0,
    );
    metrics.countOutcome("failed");
    expect(valuesIn(await registry.metrics())).toContain('uic_pipeline_tries_total{outcome="failed"} 1');
  });
});
