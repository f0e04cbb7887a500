import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../../src/service/pipeline/jobs/outcome.ts";
import { verdictOf } from "../../../../src/service/pipeline/jobs/verdict.ts";
import type { Lease } from "../../../../src/service/stores/inbox-store.ts";

const retry = { attempts: 8, firstSeconds: 1, maxSeconds: 20 };
const failed = (more: object = {}): Outcome => ({
  kind: "failed",
  reason: "It failed.",
  unreadable: false,
  retryAfterMilliseconds: null,
  ...more,
});
const lease = (attempt: number, more: Partial<Lease> = {}): Lease => ({
  organizationId: "org",
  conversationId: "c1",
  topic: "customer.end",
  token: "t",
  revision: 1,
  attempt,
  passes: 0,
  digest: null,
  ...more,
});
const chance = { now: 1000, random: 0.5, deadLetterId: "dl" };

describe("a try that failed", () => {
  it("is repeated with doubling delays up to the longest, each anywhere below its bound", () => {
    const delays = [1, 2, 3, 4, 5, 6, 7].map((attempt) => {
      const verdict = verdictOf(failed(), lease(attempt), retry, chance);
      return verdict.kind === "failed" ? verdict.dueAt - chance.now : null;
    });
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    expect(verdictOf(failed(), lease(3), retry, { ...chance, random: 0 })).toMatchObject({ dueAt: 1000 });
  });

  it("is never repeated sooner than Genesys Cloud asked for", () => {
    const throttled = failed({ retryAfterMilliseconds: 30_000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
        const verdict = verdictOf(throttled, lease(attempt), retry, { ...chance, random });
        expect(verdict.kind === "failed" && verdict.dueAt).toBeGreaterThanOrEqual(chance.now + 30_000);
      }),
    );
  });

  it("is the last of as many as the organisation allows, or of three when the data cannot be read", () => {
    expect(verdictOf(failed(), lease(7), retry, chance).kind).toBe("failed");
    expect(verdictOf(failed(), lease(8), retry, chance)).toEqual({
      kind: "dead",
      reason: "It failed.",
      deadLetterId: "dl",
    });
    expect(verdictOf(failed({ unreadable: true }), lease(2), retry, chance).kind).toBe("failed");
    expect(verdictOf(failed({ unreadable: true }), lease(3), retry, chance).kind).toBe("dead");
    expect(verdictOf(failed({ unreadable: true }), lease(2), { ...retry, attempts: 2 }, chance).kind).toBe("dead");
  });

  it("leaves what is recorded when only a refresh failed for good", () => {
    const verdict = verdictOf(failed(), lease(8, { passes: 1, digest: "d" }), retry, chance);
    expect(verdict).toEqual({ kind: "done", digest: "d", dueAt: chance.now + 6 * 3_600_000 });
  });
});

describe("a conversation that was recorded", () => {
  it("is looked at again after minutes, hours and days, then never", () => {
    const done: Outcome = { kind: "done", result: "recorded", digest: "d" };
    const waits = [0, 1, 2, 3].map((passes) => {
      const verdict = verdictOf(done, lease(1, { passes }), retry, chance);
      return verdict.kind === "done" && verdict.dueAt !== null ? (verdict.dueAt - chance.now) / 60_000 : null;
    });
    expect(waits).toEqual([15, 360, 4 * 24 * 60, null]);
  });

  it("is not looked at again when its customer was erased", () => {
    const erased: Outcome = { kind: "done", result: "erased", digest: "d" };
    expect(verdictOf(erased, lease(1), retry, chance)).toMatchObject({ dueAt: null });
  });
});

it("postpones without judging", () => {
  expect(verdictOf({ kind: "postponed", until: 7000, reason: "It waits." }, lease(8), retry, chance)).toEqual({
    kind: "postponed",
    dueAt: 7000,
  });
});
