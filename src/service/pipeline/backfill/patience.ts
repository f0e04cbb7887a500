import type { Answer, PlatformFailure } from "../genesys/answer.ts";
import { failed } from "../genesys/answer.ts";

export interface Patience {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 0 to 1, exclusive. */
  readonly random: () => number;
  /** Resolves after so many milliseconds, or as soon as the run is to stop. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Nothing new is begun once it has aborted. */
  readonly stopping: AbortSignal;
  readonly retry: { readonly attempts: number; readonly firstSeconds: number; readonly maxSeconds: number };
}

const longestPause = 60_000;

/** Asks until there is an answer, or there will be none: waits for the budget and for what Genesys Cloud asks to wait, and tries some times what is out of reach. */
export async function untilAnswered<T>(patience: Patience, ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
  for (let tries = 0; ;) {
    if (patience.stopping.aborted) return failed(stopped);
    const answer = await ask();
    if (answer.ok) return answer;
    const { failure } = answer;
    switch (failure.kind) {
      case "held_back":
        await patience.sleep(Math.max(failure.until - patience.now(), 0));
        break;
      case "unavailable":
        // Who says when to come back is there: that is no failed try.
        if (failure.retryAfterMilliseconds === null) tries += 1;
        if (tries >= patience.retry.attempts) return answer;
        await patience.sleep((failure.retryAfterMilliseconds ?? 0) + pauseAfter(patience, tries));
        break;
      case "missing":
      case "refused":
      case "unreadable":
      case "stopped":
        return answer;
      default:
        return failure satisfies never;
    }
  }
}

/** Doubling, with full jitter. */
export function pauseAfter({ retry, random }: Patience, tries: number): number {
  const longest = Math.min(retry.firstSeconds * 2 ** Math.max(tries - 1, 0), retry.maxSeconds) * 1000;
  return Math.ceil(random() * Math.min(longest, longestPause));
}

const stopped: PlatformFailure = { kind: "stopped", reason: "The backfill was stopped." };
