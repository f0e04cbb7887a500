import type { ConversationOutcome } from "../genesys/genesys.ts";
import type { UicOutcome } from "./uic.ts";

/** What is known of a resource and why it is not newer: a failed read never takes away what an earlier one brought, unless it says that it may not be shown. */
export interface Reading<T> {
  readonly known: Known<T> | null;
  readonly failure: Failure | null;
}

interface Known<T> {
  readonly value: T;
  /** UTC, by the clock of who answered. */
  readonly at: string;
  /** How far that clock was ahead of this machine's, in milliseconds. */
  readonly clockAheadBy: number;
}

export interface Failure {
  readonly kind: FailureKind;
  /** How often in a row it failed like this. */
  readonly times: number;
  /** When it is read again by itself, epoch milliseconds; null when only the agent or a new sign-in can. */
  readonly retryAt: number | null;
}

export type FailureKind =
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "erased"
  | "refused"
  | "rate-limited"
  | "malformed"
  | "unreachable";

export interface Chance {
  /** Epoch milliseconds. */
  now(): number;
  /** 0 to 1, exclusive. */
  random(): number;
}

type Outcome<T> = UicOutcome<T> | Extract<ConversationOutcome, { retryAfterSeconds: number | null }>;

const firstRetrySeconds = 4;
const lastRetrySeconds = 60;
/** A conversation may answer 403 or 404 until the agent has picked it up; later it stays so. */
const hopefulRetries = 5;

/** The next reading of a resource after one more answer. */
export function advance<T>(
  previous: Reading<T> | undefined,
  outcome: Outcome<T>,
  chance: Chance,
  hopeful = false,
): Reading<T> {
  if (outcome.kind === "ok") {
    const { value, at } = outcome;
    return { known: { value, at: new Date(at).toISOString(), clockAheadBy: at - chance.now() }, failure: null };
  }
  const before = previous?.failure ?? null;
  const times = before?.kind === outcome.kind ? before.times + 1 : 1;
  const forbidsShowing = outcome.kind === "forbidden" || outcome.kind === "not-found" || outcome.kind === "erased";
  return {
    known: forbidsShowing ? null : (previous?.known ?? null),
    failure: { kind: outcome.kind, times, retryAt: retryAt(outcome, times, chance, hopeful) },
  };
}

function retryAt<T>(outcome: Outcome<T>, times: number, chance: Chance, hopeful: boolean): number | null {
  const backoff = Math.min(lastRetrySeconds, firstRetrySeconds * 2 ** (times - 1));
  const jittered = chance.now() + backoff * (500 + 500 * chance.random());
  if (outcome.kind === "rate-limited" || outcome.kind === "unreachable") {
    const asked = Math.min(lastRetrySeconds, outcome.retryAfterSeconds ?? 0);
    return Math.max(jittered, chance.now() + asked * 1000);
  }
  if (outcome.kind === "malformed") return jittered;
  const mayChange = outcome.kind === "forbidden" || outcome.kind === "not-found";
  return mayChange && hopeful && times <= hopefulRetries ? jittered : null;
}
