import type { Refusal } from "./changes.ts";
import type { UicOutcome } from "./uic.ts";

/** Why a write was refused for good; null when it may be tried again or was done. */
export function refusalOf(outcome: UicOutcome<unknown>): Refusal | null {
  switch (outcome.kind) {
    case "forbidden":
    case "erased":
    case "not-found":
      return outcome.kind;
    case "refused":
      return conflicts.has(outcome.code) ? "conflict" : "invalid";
    case "ok":
    case "unauthenticated":
    case "rate-limited":
    case "malformed":
    case "unreachable":
      return null;
  }
}

/** Why a call that somebody waits for did not bring what it was made for. */
export type Failure = Refusal | "unavailable";

export function failureOf(outcome: UicOutcome<unknown>): Failure {
  return refusalOf(outcome) ?? "unavailable";
}

/** Codes that say that somebody else was there first. */
const conflicts: ReadonlySet<string> = new Set([
  "version_conflict",
  "precondition_failed",
  "already_linked",
  "ambiguous",
]);
