import type { Organization } from "../../config.ts";
import type { Lease, Verdict } from "../../stores/inbox-store.ts";
import type { Outcome } from "./outcome.ts";

interface Chance {
  readonly now: number;
  /** 0 to 1, exclusive. */
  readonly random: number;
  readonly deadLetterId: string;
}

type Retry = Organization["retry"];

const triesOfUnreadable = 3;
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

/** Genesys Cloud corrects its data for days: wrap-ups within minutes, the rest in nightly runs. */
const refreshAfter = [15 * minute, 6 * hour, 4 * day] as const;

/** How many tries a job has; data that cannot be read gets fewer. */
export function triesOf({ attempts }: Retry, unreadable: boolean): number {
  return unreadable ? Math.min(attempts, triesOfUnreadable) : attempts;
}

/** What becomes of a job after one try. */
export function verdictOf(outcome: Outcome, lease: Lease, retry: Retry, chance: Chance): Verdict {
  switch (outcome.kind) {
    case "done":
      return {
        kind: "done",
        digest: outcome.digest,
        dueAt: outcome.result === "erased" ? null : nextRefresh(lease, chance.now),
      };
    case "postponed":
      return { kind: "postponed", dueAt: outcome.until };
    case "failed": {
      if (lease.attempt < triesOf(retry, outcome.unreadable)) {
        return { kind: "failed", reason: outcome.reason, dueAt: chance.now + delayOf(outcome, lease, retry, chance) };
      }
      // What is recorded stays: that it could not be refreshed is nothing an operator has to mend.
      if (lease.passes > 0) {
        return { kind: "done", digest: lease.digest ?? "", dueAt: nextRefresh(lease, chance.now) };
      }
      return { kind: "dead", reason: outcome.reason, deadLetterId: chance.deadLetterId };
    }
    default:
      return outcome satisfies never;
  }
}

function nextRefresh({ passes }: Lease, now: number): number | null {
  const wait = refreshAfter[passes];
  return wait === undefined ? null : now + wait;
}

/** Doubling, with full jitter, on top of what Genesys Cloud asked for: whoever only waited for the same moment then goes first. */
function delayOf(
  { retryAfterMilliseconds }: { readonly retryAfterMilliseconds: number | null },
  { attempt }: Lease,
  { firstSeconds, maxSeconds }: Retry,
  { random }: Chance,
): number {
  const longest = Math.min(firstSeconds * 2 ** (attempt - 1), maxSeconds) * 1000;
  return Math.ceil(random * longest + (retryAfterMilliseconds ?? 0));
}
