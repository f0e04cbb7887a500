import type { InteractionSummary } from "../../../src/contract/interaction.ts";
import type { ReturningCustomer } from "../../../src/contract/lookup.ts";
import type { Actions, Caller, Freshness, Situation, Surroundings } from "../../../src/widget/journey/situation.ts";

/** Friday 20 November 2026, 14:02 UTC. */
export const now = Date.parse("2026-11-20T14:02:00.000Z");

export function anInteraction(changes: Partial<InteractionSummary> = {}): InteractionSummary {
  return {
    conversationId: "c0000000-0000-4000-8000-000000000001",
    channel: "voice",
    direction: "inbound",
    startTime: "2026-11-16T09:15:00.000Z",
    durationSeconds: 372,
    resolutionStatus: "UNRESOLVED",
    intent: "Billing dispute",
    agentId: "a0000000-0000-4000-8000-000000000001",
    agentName: "Amara S.",
    queueName: "Billing",
    wrapUpCode: "Follow-up needed",
    outcomeNotes: "Charged twice for October. Agent promised a check within two days.",
    summarySource: "genesys",
    sentiment: "NEUTRAL",
    sentimentScore: -0.1,
    followUps: [],
    revisedAt: "2026-11-16T09:30:00.000Z",
    ...changes,
  };
}

/** Three contacts on three channels about one open issue, newest first, and two older ones. */
export const billingDispute: readonly InteractionSummary[] = [
  anInteraction({
    conversationId: "c0000000-0000-4000-8000-000000000005",
    channel: "whatsapp",
    startTime: "2026-11-19T16:20:00.000Z",
    durationSeconds: 540,
    agentId: null,
    agentName: "Virtual assistant",
    queueName: null,
    wrapUpCode: null,
    outcomeNotes:
      "Asked for the refund status of invoice 8812. Ticket #1234 opened; assistant could not see the payment and handed the case to Billing for the next morning.",
    summarySource: "llm",
    sentiment: "NEGATIVE",
    sentimentScore: -0.62,
  }),
  anInteraction({
    conversationId: "c0000000-0000-4000-8000-000000000004",
    channel: "email",
    startTime: "2026-11-18T11:40:00.000Z",
    durationSeconds: 0,
    resolutionStatus: "ESCALATED",
    agentName: "Kasun F.",
    outcomeNotes: "Sent bank statement showing the double charge. Passed to Billing tier 2.",
    sentiment: "NEGATIVE",
    sentimentScore: -0.5,
    followUps: [{ text: "Refund of the second charge", dueAt: "2026-11-18T17:00:00.000Z" }],
  }),
  anInteraction({ conversationId: "c0000000-0000-4000-8000-000000000003" }),
  anInteraction({
    conversationId: "c0000000-0000-4000-8000-000000000002",
    startTime: "2026-10-02T10:05:00.000Z",
    durationSeconds: 240,
    resolutionStatus: "RESOLVED",
    intent: "Plan upgrade",
    agentName: "Dilan W.",
    outcomeNotes: "",
    sentiment: "POSITIVE",
    sentimentScore: 0.5,
  }),
  anInteraction({
    conversationId: "c0000000-0000-4000-8000-000000000001",
    channel: "chat",
    startTime: "2026-09-28T08:00:00.000Z",
    durationSeconds: 60,
    resolutionStatus: "ABANDONED",
    intent: "Roaming",
    agentId: null,
    agentName: null,
    outcomeNotes: "",
    sentiment: "NEUTRAL",
    sentimentScore: 0.1,
  }),
];

export const nimali: ReturningCustomer = {
  status: "returning_customer",
  matchedBy: { type: "phone", index: 1, identifierId: "idn_1" },
  customerId: "C-1001",
  displayName: "Nimali Perera",
  version: 7,
  lastUpdated: "2026-11-19T16:31:00.000Z",
  activeIssue: "Billing dispute",
  activeIssueSince: "2026-11-16T09:15:00.000Z",
  recentInteractions: [...billingDispute],
  interactionCount: 128,
  collectedData: {
    ticketId: told("#1234", "whatsapp", "2026-11-19T16:22:00.000Z"),
    accountNumber: told("4471-908", "voice", "2026-11-16T09:16:00.000Z"),
    amount: told("LKR 12,400", "email", "2026-11-18T11:40:00.000Z"),
  },
  sentimentHistory: [
    {
      conversationId: "c0000000-0000-4000-8000-0000000000f1",
      at: "2026-08-02T10:00:00.000Z",
      sentiment: "POSITIVE",
      score: 0.55,
    },
    {
      conversationId: "c0000000-0000-4000-8000-000000000001",
      at: "2026-09-28T08:00:00.000Z",
      sentiment: "NEUTRAL",
      score: 0.1,
    },
    {
      conversationId: "c0000000-0000-4000-8000-000000000002",
      at: "2026-10-02T10:05:00.000Z",
      sentiment: "POSITIVE",
      score: 0.5,
    },
    {
      conversationId: "c0000000-0000-4000-8000-000000000003",
      at: "2026-11-16T09:15:00.000Z",
      sentiment: "NEUTRAL",
      score: -0.1,
    },
    {
      conversationId: "c0000000-0000-4000-8000-000000000004",
      at: "2026-11-18T11:40:00.000Z",
      sentiment: "NEGATIVE",
      score: -0.5,
    },
    {
      conversationId: "c0000000-0000-4000-8000-000000000005",
      at: "2026-11-19T16:20:00.000Z",
      sentiment: "NEGATIVE",
      score: -0.62,
    },
  ],
  identifiers: [
    {
      id: "idn_1",
      type: "phone",
      channel: null,
      display: "+94 ••• ••• 567",
      verified: true,
      linkedAt: "2026-01-02T08:00:00.000Z",
      linkedBy: "pipeline",
    },
  ],
  openSessions: [],
  conflicts: [],
};

function told(value: string, channel: "whatsapp" | "voice" | "email", collectedAt: string) {
  return { value, channel, conversationId: "c0000000-0000-4000-8000-000000000005", collectedAt };
}

export const caller: Caller = {
  participantId: "p-1",
  name: "+94771234567",
  channel: "voice",
  phone: "+94 77 ••• 4567",
  email: null,
  has: ["phone"],
};

export const live: Freshness = { kind: "live", at: "2026-11-20T14:02:00.000Z" };
export const remembered: Freshness = { kind: "remembered", at: "2026-11-20T13:47:00.000Z" };

export function stale(
  because: Extract<Freshness, { kind: "stale" }>["because"],
  retryAt: number | null = null,
): Freshness {
  return { kind: "stale", at: "2026-11-20T13:47:00.000Z", because, retryAt };
}

export function returning(
  changes: Partial<ReturningCustomer> = {},
  freshness: Freshness = live,
): Extract<Situation, { kind: "returning" }> {
  return { kind: "returning", customer: { ...nimali, ...changes }, freshness, caller, callers: [caller] };
}

export const surroundings: Surroundings = {
  changes: [],
  following: "live",
  rememberedOnDevice: true,
  clockAheadBy: 0,
  isFirstFrame: false,
};

/** Actions that do nothing but can be replaced one by one. */
export function actions(changes: Partial<Actions> = {}): Actions {
  return {
    retry: nothing,
    signIn: nothing,
    signOutAndForget: nothing,
    chooseCaller: nothing,
    chooseCandidate: nothing,
    change: nothing,
    undo: nothing,
    identity: null,
    openInteraction: nothing,
    ...changes,
  };
}

function nothing(): void {}
