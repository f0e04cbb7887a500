import type { Ambiguous } from "../../../src/contract/lookup.ts";
import type { Situation } from "../../../src/widget/journey/situation.ts";
import { anInteraction, billingDispute, caller, live, nimali, now, remembered, returning, stale } from "./fixtures.ts";

const withCaller = { caller, callers: [caller] } as const;

const sharedLine: Ambiguous = {
  status: "ambiguous",
  candidates: [
    {
      customerId: "C-1001",
      displayName: "Nimali Perera",
      activeIssue: "Billing dispute",
      lastInteractionAt: "2026-11-19T16:20:00.000Z",
      interactionCount: 128,
    },
    {
      customerId: "C-2040",
      displayName: "Ruwan Perera",
      activeIssue: null,
      lastInteractionAt: "2026-08-03T16:20:00.000Z",
      interactionCount: 1,
    },
    { customerId: "C-2041", displayName: null, activeIssue: null, lastInteractionAt: null, interactionCount: 0 },
  ],
  recentInteractions: [],
  tried: ["phone"],
};

const longName = "Wolfeschlegelsteinhausenbergerdorff-Hohenzollern-Sigmaringen von und zu Brandenburg-Ansbach-Kulmbach";

/** At least one of every kind of situation and of every reason, by a name that says which. */
export const situations: Readonly<Record<string, Situation>> = {
  "returning, live": returning(),
  "returning, remembered": returning({}, remembered),
  "returning, service unreachable": returning(
    { matchedBy: { type: "customerId", index: 0, identifierId: null } },
    stale("service-unreachable", now + 8000),
  ),
  "returning, offline": returning({}, stale("offline")),
  "returning, signed out": returning({}, stale("signed-out")),
  "returning, rate limited": returning({}, stale("rate-limited", now + 30_000)),
  "returning, malformed answer": returning({}, stale("malformed-answer")),
  "returning, nothing open": returning({
    activeIssue: null,
    activeIssueSince: null,
    recentInteractions: billingDispute.slice(3),
    interactionCount: 2,
    sentimentHistory: nimali.sentimentHistory.slice(1, 3),
    collectedData: {},
  }),
  "returning, everything at once": {
    ...returning({
      conflicts: [
        { type: "email", index: 2, customerId: "C-2040" },
        { type: "phone", index: 1, shared: 5 },
      ],
      openSessions: [
        {
          sessionId: "s-1",
          channel: "whatsapp",
          startedAt: "2026-11-20T13:50:00.000Z",
          lastActivityAt: "2026-11-20T14:00:00.000Z",
        },
      ],
      collectedData: {
        ...nimali.collectedData,
        preferredStore: {
          value: "Colombo 03, ground floor",
          channel: "chat",
          conversationId: "x",
          collectedAt: "2026-02-01T08:00:00.000Z",
        },
        isBusiness: { value: true, channel: null, conversationId: null, collectedAt: "2026-11-17T08:00:00.000Z" },
        order_id: {
          value: 88_123_441,
          channel: "messaging",
          conversationId: "x",
          collectedAt: "2026-11-12T08:00:00.000Z",
        },
        note: {
          value: "a ".repeat(300),
          channel: "voice",
          conversationId: "x",
          collectedAt: "2026-11-11T08:00:00.000Z",
        },
        contractNumber: {
          value: "V-1",
          channel: "voice",
          conversationId: "x",
          collectedAt: "2026-11-10T08:00:00.000Z",
        },
      },
    }),
    callers: [caller, { ...caller, participantId: "p-2", name: "Ruwan", phone: "+94 71 ••• 8822" }],
  },
  "returning, long texts": returning({
    displayName: longName,
    activeIssue: `${"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft ".repeat(4)}end`,
    matchedBy: { type: "externalContact", index: 0, identifierId: null },
    recentInteractions: billingDispute.map((one) =>
      Object.assign(structuredClone(one), {
        intent: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft and more",
        agentName: longName,
      }),
    ),
  }),
  "returning, hostile text": returning({
    displayName: "<img src=x onerror=alert(1)> \u202Egnp.exe\u202C A\u200Bd\u200Bmin",
    activeIssue: "<script>alert(1)</script> \u2066\u202Erefund\u2069",
    recentInteractions: [
      anInteraction({
        intent: "Z\u0334\u0334\u0334\u0334\u0334\u0334\u0334\u0334\u0334algo \u202Eevil",
        agentName: "Bob\u202E (admin)",
        outcomeNotes: `[click](javascript:alert(1)) \u0000\u0007 ${"10,000 characters ".repeat(550)}`,
      }),
    ],
    interactionCount: 1,
  }),
  "returning, no name": returning({
    displayName: null,
    recentInteractions: [],
    interactionCount: 0,
    activeIssue: null,
    activeIssueSince: null,
    collectedData: {},
    sentimentHistory: [],
  }),
  "returning, 1,300 interactions": returning({ interactionCount: 1300 }),
  "first contact": { kind: "first-contact", tried: ["phone"], freshness: live, ...withCaller },
  "first contact, offline": { kind: "first-contact", tried: ["phone"], freshness: stale("offline"), ...withCaller },
  ambiguous: { kind: "ambiguous", answer: sharedLine, freshness: live, ...withCaller },
  anonymous: {
    kind: "anonymous",
    caller: { ...caller, name: "Visitor", channel: "messaging", phone: null, has: [] },
    callers: [],
  },
  loading: { kind: "loading" },
  "signing in": { kind: "signing-in" },
  "refused launch, missing": { kind: "refused-launch", refusal: { parameter: "gcConversationId", fault: "missing" } },
  "refused launch, malformed": {
    kind: "refused-launch",
    refusal: { parameter: "gcConversationId", fault: "malformed" },
  },
  "refused launch, not allowed": {
    kind: "refused-launch",
    refusal: { parameter: "gcHostOrigin", fault: "not-allowed" },
  },
  "refused launch, contradictory": {
    kind: "refused-launch",
    refusal: { parameter: "pcEnvironment", fault: "contradictory" },
  },
  "misconfigured, missing": { kind: "misconfigured", fault: "missing", issues: [] },
  "misconfigured, not json": { kind: "misconfigured", fault: "not-json", issues: [] },
  "misconfigured, invalid": {
    kind: "misconfigured",
    fault: "invalid",
    issues: ["oauth.clientId: must not be empty", "genesys.environments: must name at least one region domain"],
  },
  "sign-in, popup required": { kind: "sign-in-needed", reason: "popup-required" },
  "sign-in, frame refused": { kind: "sign-in-needed", reason: "frame-refused" },
  "sign-in, popup blocked": { kind: "sign-in-needed", reason: "popup-blocked" },
  "sign-in, popup closed": { kind: "sign-in-needed", reason: "popup-closed" },
  "sign-in, denied": { kind: "sign-in-needed", reason: "denied" },
  "sign-in, expired": { kind: "sign-in-needed", reason: "expired" },
  "sign-in, forged": { kind: "sign-in-needed", reason: "forged" },
  "sign-in, unreachable": { kind: "sign-in-needed", reason: "unreachable" },
  "sign-in, signed out": { kind: "sign-in-needed", reason: "signed-out" },
  "conversation not found": { kind: "conversation-not-found" },
  "conversation forbidden": { kind: "conversation-forbidden" },
  "no customer": { kind: "no-customer" },
  "no permission in genesys": { kind: "no-permission", by: "genesys" },
  "no permission in the service": { kind: "no-permission", by: "service" },
  erased: { kind: "erased" },
  "unavailable, offline": { kind: "unavailable", because: "offline", retryAt: null },
  "unavailable, genesys unreachable": { kind: "unavailable", because: "genesys-unreachable", retryAt: now + 12_000 },
  "unavailable, genesys malformed": { kind: "unavailable", because: "genesys-malformed", retryAt: null },
  "unavailable, service unreachable": { kind: "unavailable", because: "service-unreachable", retryAt: now + 8000 },
  "unavailable, service malformed": { kind: "unavailable", because: "service-malformed", retryAt: null },
  "unavailable, rate limited": { kind: "unavailable", because: "rate-limited", retryAt: now + 30_000 },
  broken: { kind: "broken" },
};
