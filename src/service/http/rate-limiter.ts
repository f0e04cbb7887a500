import type { Principal } from "./principal.ts";
import type { Refused } from "./problem.ts";
import { refuse } from "./problem.ts";

const windowMilliseconds = 60_000;
const sweepAbove = 10_000;

export interface RateLimiter {
  /** Counts one request of a credential; a refusal when its minute is used up, null otherwise. */
  take(principal: Principal): Refused | null;
}

/** Requests a minute, counted from the first one; the limits are the organisation's `rateLimits`, 0 is without limit. */
export function createRateLimiter(deps: { readonly now: () => number }): RateLimiter {
  const windows = new Map<string, { readonly startedAt: number; count: number }>();
  return {
    take(principal) {
      const { rateLimits, id } = principal.organization;
      const limit = principal.type === "agent" ? rateLimits.agents : rateLimits.serviceKeys;
      if (limit === 0) return null;
      const now = deps.now();
      if (windows.size > sweepAbove) dropPast(windows, now);
      const key = JSON.stringify([id, principal.type, principal.id]);
      const running = windows.get(key);
      // A clock that was set back must not lock anyone out.
      if (!running || now >= running.startedAt + windowMilliseconds || now < running.startedAt) {
        windows.set(key, { startedAt: now, count: 1 });
        return null;
      }
      if (running.count < limit) {
        running.count += 1;
        return null;
      }
      const seconds = Math.max(1, Math.ceil((running.startedAt + windowMilliseconds - now) / 1000));
      return {
        ...refuse("rate_limited", `Wait as Retry-After says: ${limit} requests a minute are allowed.`),
        retryAfterSeconds: seconds,
      };
    },
  };
}

function dropPast(windows: Map<string, { readonly startedAt: number }>, now: number): void {
  for (const [key, { startedAt }] of windows) if (now >= startedAt + windowMilliseconds) windows.delete(key);
}
