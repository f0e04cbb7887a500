import type { InteractionSummary } from "../../../src/contract/interaction.ts";
import type { ReturningCustomer } from "../../../src/contract/lookup.ts";
import type { UnifiedInteractionContext } from "../../../src/contract/record.ts";

export function anInteraction(over: Partial<InteractionSummary> = {}): InteractionSummary {
  return {
    conversationId: "0d7a4c5e-3f3c-4b1a-9a51-1f0c7f3f0a01",
    channel: "voice",
    direction: "inbound",
    startTime: "2026-03-01T09:15:00.000Z",
    durationSeconds: 412,
    resolutionStatus: "UNRESOLVED",
    intent: "Billing dispute",
    agentId: null,
    agentName: "Amara S.",
    queueName: "Billing",
    wrapUpCode: "Billing dispute",
    outcomeNotes: "Charged twice for October.",
    summarySource: "agent",
    sentiment: "NEGATIVE",
    sentimentScore: -0.62,
    followUps: [{ text: "Refund by Friday", dueAt: null }],
    revisedAt: "2026-03-01T09:30:00.000Z",
    ...over,
  };
}

export function aCustomer(over: Partial<ReturningCustomer> = {}): ReturningCustomer {
  return {
    status: "returning_customer",
    matchedBy: { type: "phone", index: 0, identifierId: "idn_1" },
    customerId: "C-1001",
    displayName: "Nimali Perera",
    version: 7,
    lastUpdated: "2026-03-01T09:30:00.000Z",
    activeIssue: "Billing dispute",
    activeIssueSince: "2026-03-01T09:15:00.000Z",
    recentInteractions: [anInteraction()],
    interactionCount: 1,
    collectedData: {
      ticketId: {
        value: "1234",
        channel: "whatsapp",
        conversationId: "0d7a4c5e-3f3c-4b1a-9a51-1f0c7f3f0a01",
        collectedAt: "2026-03-01T09:15:00.000Z",
      },
    },
    sentimentHistory: [],
    identifiers: [],
    openSessions: [],
    conflicts: [],
    ...over,
  };
}

export function aRecord(over: Partial<UnifiedInteractionContext> = {}): UnifiedInteractionContext {
  return {
    customerId: "C-1001",
    displayName: "Nimali Perera",
    customerPhone: "+94 ••• ••• 567",
    customerEmail: null,
    version: 8,
    lastUpdated: "2026-03-04T09:15:00.000Z",
    activeIssue: null,
    activeIssueSince: null,
    interactionCount: 1,
    interactions: [anInteraction()],
    collectedData: {},
    sentimentHistory: [],
    identifiers: [],
    mergedFrom: [],
    ...over,
  };
}
