import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advance, type Reading } from "../../../src/widget/journey/reading.ts";

const now = Date.parse("2026-03-04T09:15:00.000Z");
const chance = { now: () => now, random: () => 0.5 };
const ok = { kind: "ok", value: "answer", at: now + 90_000 } as const;
const known: Reading<string> = advance<string>(undefined, ok, chance);

function after(reading: Reading<string> | undefined, ...kinds: readonly Parameters<typeof advance<string>>[1][]) {
  return kinds.reduce((before, outcome) => advance(before, outcome, chance), reading);
}

function seconds(reading: Reading<string> | undefined): number | null {
  const retryAt = reading?.failure?.retryAt ?? null;
  return retryAt === null ? null : (retryAt - now) / 1000;
}

describe("a reading", () => {
  it("has the answer with the time and the lead of the clock it came from", () => {
    expect(known).toEqual({
      known: { value: "answer", at: "2026-03-04T09:16:30.000Z", clockAheadBy: 90_000 },
      failure: null,
    });
  });

  it.each(["unauthenticated", "malformed", "unreachable"] as const)("keeps the last answer beside %s", (kind) => {
    expect(after(known, { kind })).toMatchObject({ known: { value: "answer" }, failure: { kind, times: 1 } });
  });

  it.each(["forbidden", "not-found", "erased"] as const)("gives the answer up when it is %s", (kind) => {
    expect(after(known, { kind })).toMatchObject({ known: null, failure: { kind } });
  });

  it("forgets its failures with the next answer", () => {
    expect(after(known, { kind: "unreachable" }, { kind: "unreachable" }, ok)).toEqual(known);
  });

  it("is tried again later each time, at most a minute later", () => {
    let reading: Reading<string> | undefined;
    const waits = Array.from({ length: 6 }, () => {
      reading = after(reading, { kind: "unreachable" });
      return seconds(reading);
    });
    expect(waits).toEqual([3, 6, 12, 24, 45, 45]);
  });

  it.each([
    ["rate-limited", 20, 20],
    ["rate-limited", 1, 3],
    ["unreachable", 30, 30],
    ["unreachable", 86_400, 60],
  ] as const)("waits as long as it is asked to when %s for %i s, within a minute", (kind, retryAfterSeconds, wait) => {
    expect(seconds(after(undefined, { kind, retryAfterSeconds }))).toBe(wait);
  });

  it.each(["unauthenticated", "forbidden", "not-found", "erased"] as const)(
    "is not tried again by itself when it is %s",
    (kind) => {
      expect(seconds(after(known, { kind }))).toBeNull();
    },
  );

  it("of a conversation that is not the agent's yet is hoped for five times", () => {
    let reading: Reading<string> | undefined;
    const hopes = Array.from({ length: 7 }, () => {
      reading = advance<string>(reading, { kind: "forbidden" }, chance, true);
      return reading.failure?.retryAt !== null;
    });
    expect(hopes).toEqual([true, true, true, true, true, false, false]);
  });

  it("never plans a retry in the past or beyond a minute", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.record({ kind: fc.constantFrom("unreachable" as const), retryAfterSeconds: fc.nat() }),
            fc.record({ kind: fc.constantFrom("malformed" as const, "forbidden" as const) }),
          ),
          { minLength: 1 },
        ),
        (outcomes) => {
          const wait = seconds(after(undefined, ...outcomes)) ?? 1;
          expect(wait).toBeGreaterThan(0);
          expect(wait).toBeLessThanOrEqual(60);
        },
      ),
    );
  });
});
