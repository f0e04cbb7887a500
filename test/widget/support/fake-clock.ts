import type { Clock } from "../../../src/widget/genesys/clock.ts";

export interface FakeClock extends Clock {
  /** Lets the time pass; what becomes due runs in its order, and what it started in turn. */
  pass(milliseconds: number): Promise<void>;
  /** Milliseconds until each timer that waits. */
  waiting(): readonly number[];
}

/** A clock that stands still until it is told otherwise. */
export function fakeClock(start = Date.parse("2026-03-04T09:15:00.000Z")): FakeClock {
  let now = start;
  let timers: { readonly at: number; readonly action: () => void }[] = [];
  return {
    now: () => now,
    after(milliseconds, action) {
      const timer = { at: now + Math.max(0, milliseconds), action };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    async pass(milliseconds) {
      const end = now + milliseconds;
      await settle();
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0];
        if (!due) break;
        timers = timers.filter((one) => one !== due);
        now = due.at;
        due.action();
        await settle();
      }
      now = end;
    },
    waiting: () => timers.map(({ at }) => at - now).toSorted((one, other) => one - other),
  };
}

/** Lets what was promised already happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}
