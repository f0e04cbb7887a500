import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantile } from "../../../src/service/telemetry/readings.ts";
import { createPipelineMetrics } from "../../../src/service/pipeline/metrics.ts";
import { createMetrics } from "../../../src/service/telemetry/metrics.ts";
import { createOperations, type OperationsDeps } from "../../../src/service/telemetry/operations.ts";
import { organizations } from "../http/harness.ts";

const [organization] = organizations("http://127.0.0.1:1").organizations;
if (!organization) throw new Error("The harness has no organisation.");
const run = { at: "2026-11-22T09:00:00.000Z", removed: { interactions: 3, sessions: 1, auditEntries: 0 } };

function start(over: Partial<OperationsDeps> = {}) {
  const metrics = createMetrics();
  const pipeline = createPipelineMetrics(metrics.registry);
  const clock = { now: Date.parse("2026-11-22T09:15:00.000Z") };
  const operations = createOperations({
    registry: metrics.registry,
    ping: () => Promise.resolve(),
    backlog: (id, now) =>
      Promise.resolve({ waiting: id === organization?.id ? 7 : 0, dead: 2, overdueSince: now - 42_000 }),
    retentionRuns: (_, count) => Promise.resolve([run, run].slice(0, count)),
    now: () => clock.now,
    ...over,
  });
  const overview = () => operations.overview(organization ?? never());
  return { metrics, pipeline, operations, overview, clock };
}

const away = () => Promise.reject(new Error("out of reach"));

function never(): never {
  throw new Error("unreachable");
}

describe("the overview for operators", () => {
  it("begins with nothing counted and nothing measured", async () => {
    const { overview } = start();
    const nothing = { count: 0, p50: null, p95: null, p99: null };
    expect(await overview()).toEqual({
      at: "2026-11-22T09:15:00.000Z",
      countingSince: "2026-11-22T09:15:00.000Z",
      isStoreReachable: true,
      events: {
        accepted: 0,
        ignored: 0,
        lastAcceptedAt: null,
        queue: { waiting: 7, deadLetters: 2, overdueSeconds: 42 },
        secondsToRecord: nothing,
        tries: {},
      },
      millisecondsToBrief: { cache: nothing, network: nothing },
      lookups: {},
      conflicts: { versions: 0, ambiguousLookups: 0, alreadyLinked: 0, lookupIdentifiers: {} },
      retention: { days: { interactions: 730, sessions: 30, audit: 365 }, runs: [run, run] },
    });
  });

  it("shows what the rooms have counted", async () => {
    const { metrics, pipeline, operations, overview, clock } = start();
    pipeline.countEvents("accepted", 5);
    pipeline.countEvents("ignored", 2);
    pipeline.noteArrival(clock.now - 1000);
    pipeline.countOutcome("recorded");
    for (let second = 0; second < 100; second += 1) pipeline.observeLag(70);
    metrics.countLookup("phone");
    metrics.countLookup("ambiguous");
    metrics.countConflict("email");
    for (const code of ["version_conflict", "precondition_failed", "already_linked", "not_found"] as const)
      operations.countRefusal(code);
    const { events, lookups, conflicts } = await overview();
    expect(events).toMatchObject({ accepted: 5, ignored: 2, tries: { recorded: 1 } });
    expect(events.lastAcceptedAt).toBe("2026-11-22T09:14:59.000Z");
    expect(events.secondsToRecord).toEqual({ count: 100, p50: 75, p95: 88.5, p99: 89.7 });
    expect(lookups).toEqual({ phone: 1, ambiguous: 1 });
    expect(conflicts).toEqual({ versions: 2, ambiguousLookups: 1, alreadyLinked: 1, lookupIdentifiers: { email: 1 } });
  });

  it("tells the briefs from the cache from those of the network, in milliseconds", async () => {
    const { operations, overview } = start();
    operations.observeBrief({ acceptToBriefMilliseconds: 40, source: "cache" });
    for (let brief = 0; brief < 3; brief += 1)
      operations.observeBrief({ acceptToBriefMilliseconds: 900, source: "network" });
    const { cache, network } = (await overview()).millisecondsToBrief;
    expect(cache).toMatchObject({ count: 1, p50: 25 });
    expect(network).toMatchObject({ count: 3, p50: 875 });
  });

  it("leaves empty what a store out of reach would have to tell", async () => {
    const { overview } = start({ ping: away, backlog: away, retentionRuns: away });
    const { isStoreReachable, events, retention } = await overview();
    expect({ isStoreReachable, queue: events.queue, runs: retention.runs }).toEqual({
      isStoreReachable: false,
      queue: null,
      runs: [],
    });
  });
});

describe("a quantile of buckets", () => {
  it("lies in the bucket of the value that has so many before it", () => {
    const bounds = [1, 2, 5, 10, 100];
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 }),
        fc.constantFrom(0.5, 0.95, 0.99),
        (values, share) => {
          const buckets = bounds.map((bound) => ({ bound, upTo: values.filter((value) => value <= bound).length }));
          const exact = values.toSorted((one, other) => one - other)[Math.ceil(share * values.length) - 1] ?? 0;
          const estimated = quantile(buckets, values.length, share) ?? Number.NaN;
          const upper = bounds.find((bound) => bound >= exact) ?? 100;
          const lower = bounds.findLast((bound) => bound < exact) ?? 0;
          expect(estimated).toBeGreaterThanOrEqual(Math.min(lower, 100));
          expect(estimated).toBeLessThanOrEqual(upper);
        },
      ),
    );
  });

  it("is unknown where nothing was measured", () => {
    expect(quantile([{ bound: 1, upTo: 0 }], 0, 0.5)).toBeNull();
  });
});
