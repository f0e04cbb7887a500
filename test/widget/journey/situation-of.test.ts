import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Conversation } from "../../../src/contract/genesys-conversation.ts";
import type { LookupAnswer } from "../../../src/contract/lookup.ts";
import { callersOf } from "../../../src/widget/journey/callers.ts";
import type { Failure, FailureKind, Reading } from "../../../src/widget/journey/reading.ts";
import { type Facts, situationOf } from "../../../src/widget/journey/situation-of.ts";
import type { Freshness, Situation } from "../../../src/widget/journey/situation.ts";
import type { SignInState } from "../../../src/widget/genesys/genesys.ts";
import { aConversation } from "../support/conversations.ts";
import { aCustomer } from "../support/customers.ts";

const at = "2026-03-04T09:15:00.000Z";
const retryAt = Date.parse("2026-03-04T09:15:08.000Z");
const phone = "tel:+94771234567";

function reading<T>(value: T | null, failure: FailureKind | null = null, times = 1): Reading<T> {
  return {
    known: value === null ? null : { value, at, clockAheadBy: 0 },
    failure: failure === null ? null : ({ kind: failure, times, retryAt } satisfies Failure),
  };
}

function facts(over: Partial<Facts> = {}, conversation = aConversation({ phone })): Facts {
  const callers = callersOf(conversation);
  return {
    signIn: { kind: "signed-in", session: { accessToken: "token", expiresAt: null } },
    online: true,
    conversation: reading(conversation),
    callers,
    shown: callers[0] ?? null,
    lookup: undefined,
    remembered: null,
    isChosen: false,
    ...over,
  };
}

type Case<Expected> = [name: string, over: Partial<Facts>, expected: Expected];

const before = { conversation: undefined, callers: [], shown: null };
const remembered = { customer: aCustomer(), at: "2026-03-04T08:00:00.000Z" };
const firstContact: LookupAnswer = { status: "first_contact", recentInteractions: [], tried: ["phone"] };
const ambiguous: LookupAnswer = { status: "ambiguous", candidates: [], recentInteractions: [], tried: ["phone"] };
const expired: SignInState = { kind: "agent-needed", reason: "expired" };

describe("before anything is known", () => {
  it.each([
    ["signing in", { signIn: { kind: "signing-in" } }, { kind: "signing-in" }],
    ["the agent has to sign in", { signIn: expired }, { kind: "sign-in-needed", reason: "expired" }],
    ["signed in, conversation on its way", {}, { kind: "loading" }],
    ["offline", { online: false }, { kind: "unavailable", because: "offline", retryAt: null }],
    [
      "Genesys Cloud does not answer",
      { conversation: reading<Conversation>(null, "unreachable") },
      { kind: "unavailable", because: "genesys-unreachable", retryAt },
    ],
    [
      "Genesys Cloud answers nonsense",
      { conversation: reading<Conversation>(null, "malformed") },
      { kind: "unavailable", because: "genesys-malformed", retryAt },
    ],
    [
      "Genesys Cloud is asked too often",
      { conversation: reading<Conversation>(null, "rate-limited") },
      { kind: "unavailable", because: "rate-limited", retryAt },
    ],
    [
      "the token is being renewed",
      { conversation: reading<Conversation>(null, "unauthenticated") },
      { kind: "loading" },
    ],
    [
      "every token is refused",
      { conversation: reading<Conversation>(null, "unauthenticated", 3) },
      { kind: "no-permission", by: "genesys" },
    ],
    [
      "there is no such conversation",
      { conversation: reading<Conversation>(null, "not-found") },
      { kind: "conversation-not-found" },
    ],
    [
      "it is not the agent's",
      { conversation: reading<Conversation>(null, "forbidden") },
      { kind: "conversation-forbidden" },
    ],
  ] satisfies Case<Situation>[])("%s", (_, over, situation) => {
    expect(situationOf(facts({ ...before, ...over }))).toEqual(situation);
  });

  it.each([
    ["is shown with its time", {}, { kind: "remembered", at: remembered.at }],
    ["while signing in too", { signIn: { kind: "signing-in" } }, { kind: "remembered", at: remembered.at }],
    ["as stale when the agent has to sign in", { signIn: expired }, { kind: "stale", because: "signed-out" }],
    ["as stale when offline", { online: false }, { kind: "stale", because: "offline" }],
    [
      "as stale when the source does not answer",
      { conversation: reading<Conversation>(null, "unreachable") },
      { kind: "stale", because: "service-unreachable", at: remembered.at, retryAt },
    ],
  ] satisfies Case<Partial<Extract<Freshness, { kind: "stale" | "remembered" }>>>[])(
    "what this device remembers %s",
    (_, over, freshness) => {
      expect(situationOf(facts({ ...before, remembered, ...over }))).toMatchObject({
        kind: "returning",
        customer: aCustomer(),
        freshness,
      });
    },
  );

  it.each(["forbidden", "not-found"] as const)("nothing remembered is shown of a conversation that is %s", (kind) => {
    expect(
      situationOf(facts({ ...before, remembered, conversation: reading<Conversation>(null, kind) })),
    ).not.toHaveProperty("customer");
  });
});

describe("with the customers of the conversation", () => {
  it("none", () => {
    expect(situationOf(facts({ remembered }, aConversation()))).toEqual({ kind: "no-customer" });
  });

  it("one without identifiers is anonymous, whatever is remembered", () => {
    expect(situationOf(facts({ remembered }, aConversation({})))).toMatchObject({
      kind: "anonymous",
      caller: { participantId: "p-1", has: [] },
    });
  });

  it("several are all offered", () => {
    const two = aConversation({ id: "p-1", phone }, { id: "p-2", phone: "tel:+94770000000" });
    expect(situationOf(facts({ lookup: reading(aCustomer()) }, two))).toMatchObject({
      kind: "returning",
      caller: { participantId: "p-1", phone: "+94 ••• ••• 567" },
      callers: [{ participantId: "p-1" }, { participantId: "p-2" }],
    });
  });
});

describe("with the lookup", () => {
  it.each([
    ["on its way", undefined, { kind: "loading" }],
    ["a customer", reading<LookupAnswer>(aCustomer()), { kind: "returning", freshness: { kind: "live", at } }],
    ["nobody known", reading<LookupAnswer>(firstContact), { kind: "first-contact", tried: ["phone"] }],
    ["several people", reading<LookupAnswer>(ambiguous), { kind: "ambiguous", answer: ambiguous }],
    [
      "no identifier it could use",
      reading<LookupAnswer>({ status: "first_contact", recentInteractions: [], tried: [] }),
      { kind: "anonymous" },
    ],
    ["refused to this agent", reading<LookupAnswer>(null, "forbidden"), { kind: "no-permission", by: "service" }],
    ["an erased customer", reading<LookupAnswer>(null, "erased"), { kind: "erased" }],
    ["nothing there", reading<LookupAnswer>(null, "not-found"), { kind: "first-contact", tried: ["phone"] }],
    [
      "no answer",
      reading<LookupAnswer>(null, "unreachable"),
      { kind: "unavailable", because: "service-unreachable", retryAt },
    ],
    [
      "a malformed answer",
      reading<LookupAnswer>(null, "malformed"),
      { kind: "unavailable", because: "service-malformed", retryAt },
    ],
    [
      "a refusal that is ours",
      reading<LookupAnswer>(null, "refused"),
      { kind: "unavailable", because: "service-malformed" },
    ],
    [
      "too many requests",
      reading<LookupAnswer>(null, "rate-limited"),
      { kind: "unavailable", because: "rate-limited" },
    ],
    ["a token that is being renewed", reading<LookupAnswer>(null, "unauthenticated"), { kind: "loading" }],
    [
      "tokens that are always refused",
      reading<LookupAnswer>(null, "unauthenticated", 3),
      { kind: "no-permission", by: "service" },
    ],
  ] as const)("%s", (_, lookup, situation) => {
    expect(situationOf(facts({ lookup }))).toMatchObject(situation);
  });

  it.each([
    ["the service does not answer", { lookup: reading(aCustomer(), "unreachable") }, "service-unreachable"],
    ["the service is asked too often", { lookup: reading(aCustomer(), "rate-limited") }, "rate-limited"],
    ["the service answers nonsense", { lookup: reading(aCustomer(), "malformed") }, "malformed-answer"],
    ["offline", { online: false, lookup: reading(aCustomer()) }, "offline"],
    ["the agent has to sign in again", { signIn: expired, lookup: reading(aCustomer()) }, "signed-out"],
  ] as const)("the last known record stays when %s", (_, over, because) => {
    expect(situationOf(facts(over))).toMatchObject({
      kind: "returning",
      customer: aCustomer(),
      freshness: { kind: "stale", at, because },
    });
  });

  it("a renewal of the token in between is not seen", () => {
    const lookup = reading<LookupAnswer>(aCustomer(), "unauthenticated");
    expect(situationOf(facts({ signIn: { kind: "signing-in" }, lookup }))).toMatchObject({
      kind: "returning",
      freshness: { kind: "live" },
    });
  });

  it("an answer takes the place of what was remembered", () => {
    expect(situationOf(facts({ remembered, lookup: reading<LookupAnswer>(firstContact) }))).toMatchObject({
      kind: "first-contact",
    });
  });
});

it("nothing of a customer is shown to whoever signed out, is not permitted, or after an erasure", () => {
  const service: readonly FailureKind[] = ["unauthenticated", "refused", "rate-limited", "malformed", "unreachable"];
  fc.assert(
    fc.property(
      fc.constantFrom(null, ...service, ...denials),
      fc.constantFrom(null, ...service, ...denials),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      (ofGenesys, ofService, online, signedOut, remembers) => {
        fc.pre(signedOut || isDenied(ofService) || ofGenesys === "forbidden" || ofGenesys === "not-found");
        const conversation: Facts["conversation"] =
          ofGenesys === "forbidden" || ofGenesys === "not-found"
            ? reading<Conversation>(null, ofGenesys)
            : reading(aConversation({ phone }), ofGenesys);
        const situation = situationOf(
          facts({
            online,
            conversation,
            lookup: reading<LookupAnswer>(isDenied(ofService) ? null : aCustomer(), ofService),
            remembered: remembers ? remembered : null,
            ...(signedOut && { signIn: { kind: "agent-needed", reason: "signed-out" } }),
          }),
        );
        expect(situation).not.toHaveProperty("customer");
      },
    ),
  );
});

const denials = ["forbidden", "not-found", "erased"] as const;

function isDenied(kind: FailureKind | null): boolean {
  return denials.some((denial) => denial === kind);
}
