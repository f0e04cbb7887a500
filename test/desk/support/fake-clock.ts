import type { Clock } from "../../../src/desk/runtime.ts";

interface Timer {
  at: number;
  readonly every: number | null;
  readonly run: () => void;
}

/** Time that passes only when a test says so; due timers run in order. */
export interface FakeClock extends Clock {
  advance(milliseconds: number): void;
}

export function fakeClock(start = Date.UTC(2026, 10, 20, 9, 0, 0)): FakeClock {
  let now = start;
  const timers = new Set<Timer>();
  const add = (timer: Timer) => {
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  };
  return {
    now: () => now,
    after: (milliseconds, run) => add({ at: now + milliseconds, every: null, run }),
    every: (milliseconds, run) => add({ at: now + milliseconds, every: milliseconds, run }),
    advance: (milliseconds) => {
      const until = now + milliseconds;
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= until).toSorted((one, other) => one.at - other.at)[0];
        if (due === undefined) break;
        now = Math.max(now, due.at);
        if (due.every === null) timers.delete(due);
        else due.at += due.every;
        due.run();
      }
      now = until;
    },
  };
}
