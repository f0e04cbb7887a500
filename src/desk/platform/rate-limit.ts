import type { Clock } from "../runtime.ts";

export interface RateState {
  readonly allowed: number;
  readonly count: number;
  readonly resetSeconds: number;
  readonly exceeded: boolean;
}

/** Requests of one token in fixed windows of a minute, as the `inin-ratelimit-*` headers count them. */
export function createRateLimit(clock: Clock): (token: string, allowed: number) => RateState {
  const windows = new Map<string, { startedAt: number; count: number }>();
  return (token, allowed) => {
    const now = clock.now();
    const known = windows.get(token);
    const window = known !== undefined && now - known.startedAt < 60_000 ? known : { startedAt: now, count: 0 };
    window.count += 1;
    windows.set(token, window);
    return {
      allowed,
      count: window.count,
      resetSeconds: Math.max(1, Math.ceil((window.startedAt + 60_000 - now) / 1000)),
      exceeded: window.count > allowed,
    };
  };
}
