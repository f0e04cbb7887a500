import { createHash } from "node:crypto";
import { organization, type Organization } from "../../src/service/config.ts";
import type { Call } from "../../src/service/customers/customers.ts";
import type { InteractionRequest } from "../../src/contract/writes.ts";

/** The one organisation that everything here belongs to, and what its callers know. */
export const serviceKey = "a-service-key-of-the-benchmarks";
export const identifierKey = "a secret of the benchmarks, long enough";

export const organizationFile = {
  id: "32aa07aa-0000-4000-8000-000000000001",
  environments: ["mypurecloud.ie"],
  oauthClientIds: ["client"],
  apiOrigin: "http://127.0.0.1:1",
  serviceKeys: [
    {
      name: "bench",
      sha256: createHash("sha256").update(serviceKey).digest("hex"),
      scopes: ["contexts:read", "contexts:write"],
    },
  ],
  retentionDays: { interactions: 36_500, sessions: 36_500, audit: 36_500 },
};

export const benchOrganization: Organization = organization.parse(organizationFile);
export const caller: Call = {
  organization: benchOrganization,
  actor: { type: "service", id: "bench" },
  requestId: "bench",
};

export const customerIdOf = (index: number): string => `C-${String(index).padStart(8, "0")}`;
export const phoneOf = (index: number): string => `+9477${String(index).padStart(7, "0")}`;

/** An ended call of the customer with this number, a day after the last one that is seeded. */
export function anInteraction(customer: number, conversationId: string): InteractionRequest {
  return {
    identifiers: [{ type: "phone", value: phoneOf(customer) }],
    interaction: { ...call, conversationId },
    collectedData: { ticketId: "1234" },
  };
}

const call: Omit<InteractionRequest["interaction"], "conversationId"> = {
  channel: "voice",
  direction: "inbound",
  startTime: "2026-03-05T09:15:00.000Z",
  durationSeconds: 412,
  resolutionStatus: "UNRESOLVED",
  intent: "Billing dispute",
  agentId: "6d3b1c9e-0000-4000-8000-000000000001",
  agentName: "Ruwan Silva",
  queueName: "Billing",
  wrapUpCode: "Billing dispute",
  outcomeNotes:
    "The customer was charged twice for October. The second charge was confirmed and a refund promised for Friday; the customer asks for a message once it has been made.",
  summarySource: "genesys",
  sentiment: "NEGATIVE",
  sentimentScore: -0.62,
  followUps: [{ text: "Refund by Friday", dueAt: "2026-03-06T17:00:00.000Z" }],
};
