import type { Clock } from "../../../src/widget/genesys/clock.ts";

export interface FakeClock extends Clock {
  /** Lets so many milliseconds pass, and everything that happens in them. */
  pass(milliseconds: number): Promise<void>;
}

export function createFakeClock(): FakeClock {
  let now = Date.parse("2026-05-04T10:00:00Z");
  const timers = new Set<{ readonly at: number; readonly action: () => void }>();
  return {
    now: () => now,
    after(milliseconds, action) {
      const timer = { at: now + milliseconds, action };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    async pass(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        await settled();
        const [next] = [...timers].filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at);
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.action();
      }
      now = end;
      await settled();
    },
  };
}

/** Everything that is under way without a timer has been done. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
}
