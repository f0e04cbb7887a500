import { randomBytes, randomUUID } from "node:crypto";

/** Ends what a call opened. Calling it twice is harmless. */
export type Disposer = () => void;

/** Time as the desk knows it: epoch milliseconds, and timers that return their disposer. */
export interface Clock {
  now(): number;
  after(milliseconds: number, run: () => void): Disposer;
  every(milliseconds: number, run: () => void): Disposer;
}

/** What the desk takes from the world around it. */
export interface Runtime {
  readonly clock: Clock;
  /** A new UUID. */
  readonly newId: () => string;
  /** An unguessable text for tokens, codes and sessions. */
  readonly newSecret: () => string;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  readonly fetch: typeof fetch;
}

export function systemRuntime(): Runtime {
  return {
    clock: {
      now: () => Date.now(),
      after: (milliseconds, run) => {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
      every: (milliseconds, run) => {
        const timer = setInterval(run, milliseconds);
        return () => clearInterval(timer);
      },
    },
    newId: () => randomUUID(),
    newSecret: () => randomBytes(32).toString("base64url"),
    random: () => Math.random(),
    fetch: (input, init) => fetch(input, init),
  };
}

/** A time as the platform API writes it. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}
