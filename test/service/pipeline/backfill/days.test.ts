import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysToRead } from "../../../../src/service/pipeline/backfill/days.ts";

const day = 24 * 60 * 60_000;
const now = Date.parse("2026-11-22T08:30:00.000Z");

describe("the days of a backfill", () => {
  it("are whole days in UTC, the newest first, but for what is not over or not available yet", () => {
    const days = daysToRead({ days: 2, keptDays: 730 }, { now, availableUntil: now - 10 * 60 * 60_000 });
    expect(
      days.map(({ name, from, until }) => [name, new Date(from).toISOString(), new Date(until).toISOString()]),
    ).toEqual([
      ["2026-11-21", "2026-11-21T00:00:00.000Z", "2026-11-21T22:30:00.000Z"],
      ["2026-11-20", "2026-11-20T00:00:00.000Z", "2026-11-21T00:00:00.000Z"],
    ]);
  });

  it("are none where nothing is available", () => {
    expect(daysToRead({ days: 1, keptDays: 730 }, { now, availableUntil: now - 3 * day })).toEqual([]);
  });

  it("cover what was asked for, is kept and is available, without a gap and without an overlap", () => {
    const past = fc.record({ days: fc.integer({ min: 1, max: 558 }), keptDays: fc.integer({ min: 1, max: 800 }) });
    fc.assert(
      fc.property(past, fc.integer({ min: -2 * day, max: 600 * day }), (asked, lag) => {
        const days = daysToRead(asked, { now, availableUntil: now - lag });
        const until = Math.min(now, now - lag);
        const from = now - Math.min(asked.days, asked.keptDays) * day;
        for (const [index, one] of days.entries()) {
          expect(one.from).toBeLessThan(one.until);
          expect(one.until - one.from).toBeLessThanOrEqual(day);
          expect(one.name).toBe(new Date(one.from).toISOString().slice(0, 10));
          expect(one.until).toBe(index === 0 ? until : days[index - 1]?.from);
        }
        expect(days.length > 0 ? (days.at(-1)?.from ?? 0) <= from : until <= from).toBe(true);
        expect(days.every((one) => one.from >= now - asked.keptDays * day)).toBe(true);
      }),
    );
  });
});
