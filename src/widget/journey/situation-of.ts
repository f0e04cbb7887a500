import type { LookupAnswer } from "../../contract/lookup.ts";
import type { Conversation } from "../../contract/genesys-conversation.ts";
import type { SignInState } from "../genesys/genesys.ts";
import type { RememberedJourney } from "../offline/remembered.ts";
import type { LiveCaller } from "./callers.ts";
import type { Failure, FailureKind, Reading } from "./reading.ts";
import type { Caller, Freshness, Situation } from "./situation.ts";

/** Everything the situation follows from. */
export interface Facts {
  readonly signIn: SignInState;
  readonly online: boolean;
  /** Undefined until the first answer. */
  readonly conversation: Reading<Conversation> | undefined;
  /** Every customer of the known conversation. */
  readonly callers: readonly LiveCaller[];
  /** The one to show; null when there is none. */
  readonly shown: LiveCaller | null;
  /** The lookup of the one to show; undefined until the first answer. */
  readonly lookup: Reading<LookupAnswer> | undefined;
  /** What this device remembers of the one to show. */
  readonly remembered: RememberedJourney | null;
  /** The agent chose who is shown. */
  readonly isChosen: boolean;
}

/** What the panel shows. Pure: the same facts are always the same situation. */
export function situationOf(facts: Facts): Situation {
  const { signIn, conversation } = facts;
  // Whoever signed out wants nothing left on the screen.
  if (signIn.kind === "agent-needed" && signIn.reason === "signed-out") {
    return { kind: "sign-in-needed", reason: signIn.reason };
  }
  if (conversation?.failure?.kind === "forbidden") return { kind: "conversation-forbidden" };
  if (conversation?.failure?.kind === "not-found") return { kind: "conversation-not-found" };
  if (refusedForGood(conversation?.failure)) return { kind: "no-permission", by: "genesys" };
  if (!conversation?.known) return withoutAnswer(facts, conversation?.failure ?? null, "genesys", {});
  if (!facts.shown) return { kind: "no-customer" };
  return ofCaller(facts, {
    caller: facts.shown.caller,
    callers: facts.callers.map(({ caller }) => caller),
  });
}

/** A token that was renewed twice and is refused still will be refused again. */
const refusalsToBelieve = 3;

export function refusedForGood(failure: Failure | null | undefined): boolean {
  return failure?.kind === "unauthenticated" && failure.times >= refusalsToBelieve;
}

interface WithCaller {
  readonly caller: Caller;
  readonly callers: readonly Caller[];
}

function ofCaller(facts: Facts, who: WithCaller): Situation {
  const { lookup } = facts;
  const failure = lookup?.failure ?? null;
  if (facts.shown?.identifiers.length === 0 && !facts.isChosen) return { kind: "anonymous", ...who };
  if (failure?.kind === "erased") return { kind: "erased" };
  if (failure?.kind === "forbidden" || refusedForGood(failure)) return { kind: "no-permission", by: "service" };
  if (failure?.kind === "not-found") {
    return { kind: "first-contact", tried: who.caller.has, freshness: unknownSince(facts), ...who };
  }
  if (!lookup?.known) return withoutAnswer(facts, failure, "service", who);
  const freshness = freshnessOf(facts, lookup.known.at, failure) ?? { kind: "live", at: lookup.known.at };
  const answer = lookup.known.value;
  switch (answer.status) {
    case "returning_customer":
      return { kind: "returning", customer: answer, freshness, isChosen: facts.isChosen, ...who };
    case "ambiguous":
      return { kind: "ambiguous", answer, freshness, ...who };
    case "first_contact":
      // No identifier could be used; or this is the answer before the first one arrived, which stays until the next.
      if (answer.tried.length === 0) return { kind: "anonymous", ...who };
      return { kind: "first-contact", tried: answer.tried, freshness, ...who };
    default:
      return answer satisfies never;
  }
}

/** Nothing was answered yet: what this device remembers, else why there is nothing. */
function withoutAnswer(
  facts: Facts,
  failure: Failure | null,
  source: "genesys" | "service",
  who: WithCaller | Record<string, never>,
): Situation {
  const { signIn, remembered } = facts;
  if (remembered) {
    const { at, customer } = remembered;
    return {
      kind: "returning",
      customer,
      freshness: freshnessOf(facts, at, failure) ?? { kind: "remembered", at },
      ...who,
    };
  }
  if (signIn.kind === "agent-needed") return { kind: "sign-in-needed", reason: signIn.reason };
  const retryAt = failure?.retryAt ?? null;
  if (!facts.online) return { kind: "unavailable", because: "offline", retryAt };
  const trouble = failure && troubles[failure.kind];
  if (!trouble) return { kind: signIn.kind === "signing-in" ? "signing-in" : "loading" };
  return { kind: "unavailable", because: trouble === "rate-limited" ? trouble : `${source}-${trouble}`, retryAt };
}

/** The failures that say nothing about the customer, only that there was no usable answer. */
const troubles: Readonly<Record<FailureKind, "rate-limited" | "unreachable" | "malformed" | null>> = {
  "rate-limited": "rate-limited",
  unreachable: "unreachable",
  malformed: "malformed",
  refused: "malformed",
  unauthenticated: null,
  forbidden: null,
  "not-found": null,
  erased: null,
};

/** Why what is shown may not be the present truth; null when nothing says so. */
function freshnessOf({ signIn, online }: Facts, at: string, failure: Failure | null): Freshness | null {
  const stale = (because: Extract<Freshness, { kind: "stale" }>["because"]): Freshness => ({
    kind: "stale",
    at,
    because,
    retryAt: failure?.retryAt ?? null,
  });
  if (signIn.kind === "agent-needed") return stale("signed-out");
  if (!online) return stale("offline");
  const trouble = failure && troubles[failure.kind];
  if (!trouble) return null;
  return stale(staleBecause[trouble]);
}

const staleBecause = {
  "rate-limited": "rate-limited",
  unreachable: "service-unreachable",
  malformed: "malformed-answer",
} as const;

function unknownSince({ conversation }: Facts): Freshness {
  return { kind: "live", at: conversation?.known?.at ?? new Date(0).toISOString() };
}
