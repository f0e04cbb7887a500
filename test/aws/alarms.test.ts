import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { conversationIdOf } from "../service/pipeline/genesys-shapes.ts";
import { startHarness, type Harness } from "../service/pipeline/harness.ts";
import { templateOf } from "./deployed.ts";

// Java and the making of a stack share the machine with everything else that is tested at the time.
vi.setConfig({ testTimeout: 30_000 });

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness({ settleSeconds: 0, retry: { attempts: 1, firstSeconds: 0, maxSeconds: 0 } });
});
afterEach(() => harness.close());

it("counts the line that the pipeline logs for a dead letter", async () => {
  harness.genesys.detail = () => ({ status: 404 });
  await harness.accept("customer.end", conversationIdOf(1));
  await harness.pipeline.runDue();
  const filters = Object.values(templateOf().findResources("AWS::Logs::MetricFilter"));
  const patterns = filters.map(
    (filter) => /^\{ \$\.msg = "(.*)" \}$/.exec(String(filter["Properties"].FilterPattern))?.[1],
  );
  const sentence = patterns.find((pattern) => pattern !== undefined);
  expect(sentence).toBeDefined();
  expect(harness.logged.some((line) => line.includes(`"${sentence}"`))).toBe(true);
});
