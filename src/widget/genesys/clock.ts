import type { Disposer } from "./genesys.ts";

/** Time as a dependency. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls once after so many milliseconds, unless disposed before. */
  after(milliseconds: number, action: () => void): Disposer;
}

const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, action) {
    const timer = setTimeout(action, Math.min(Math.max(0, milliseconds), longestTimer));
    return () => {
      clearTimeout(timer);
    };
  },
};
