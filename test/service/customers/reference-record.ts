import type { InteractionSummaryInput } from "../../../src/contract/interaction.ts";
import type { InteractionRequest } from "../../../src/contract/writes.ts";

/** What an agent did, and when. */
export type AgentFact =
  | { readonly kind: "statement"; readonly at: string; readonly issue: string | null }
  | { readonly kind: "patch"; readonly at: string; readonly values: Record<string, string | null> };

export interface ReferenceRecord {
  readonly interactionCount: number;
  readonly conversations: readonly string[];
  readonly activeIssue: string | null;
  readonly activeIssueSince: string | null;
  readonly collected: Readonly<Record<string, { readonly value: unknown; readonly collectedAt: string }>>;
  readonly sentiments: readonly string[];
}

/** The record by the rules as they are written, in the plainest way there is: everything is sorted and read from the oldest to the newest. */
export function referenceRecord(
  requests: readonly InteractionRequest[],
  actions: readonly AgentFact[],
): ReferenceRecord {
  const winners = new Map<string, InteractionRequest>();
  for (const request of requests) {
    const known = winners.get(request.interaction.conversationId);
    if (!known || rank(request) > rank(known)) winners.set(request.interaction.conversationId, request);
  }
  const steps = [
    ...[...winners.values()].map((request) => ({
      order: `${request.interaction.startTime} 0 ${request.interaction.conversationId}`,
      request,
      action: null,
    })),
    ...actions.map((action, index) => ({
      order: `${action.at} 1 ${String(index).padStart(3, "0")}`,
      request: null,
      action,
    })),
  ].toSorted((a, b) => (a.order < b.order ? -1 : 1));

  let issue: Issue | null = null;
  const collected = new Map<string, { value: unknown; collectedAt: string }>();
  const sentiments: string[] = [];
  const conversations: string[] = [];
  for (const { request, action } of steps) {
    if (request) {
      const { interaction, collectedData } = request;
      conversations.unshift(interaction.conversationId);
      if (opens(interaction)) issue = reopen(issue, interaction.intent ?? null, interaction.startTime);
      if (interaction.resolutionStatus === "RESOLVED") issue = null;
      if (interaction.sentiment) sentiments.push(interaction.conversationId);
      for (const [key, value] of Object.entries(collectedData ?? {})) {
        collected.set(key, { value, collectedAt: interaction.startTime });
      }
    } else if (action.kind === "statement") {
      issue = action.issue === null ? null : reopen(issue, action.issue, action.at);
    } else {
      for (const [key, value] of Object.entries(action.values)) {
        if (value === null) collected.delete(key);
        else collected.set(key, { value, collectedAt: action.at });
      }
    }
  }
  return {
    interactionCount: winners.size,
    conversations: conversations.slice(0, 50),
    activeIssue: issue?.text ?? null,
    activeIssueSince: issue?.since ?? null,
    collected: Object.fromEntries(collected),
    sentiments: sentiments.slice(-50),
  };
}

interface Issue {
  readonly text: string | null;
  readonly since: string;
}

const reopen = (issue: Issue | null, text: string | null, at: string): Issue => ({ text, since: issue?.since ?? at });

const opens = ({ resolutionStatus }: InteractionSummaryInput): boolean =>
  resolutionStatus === "UNRESOLVED" || resolutionStatus === "ESCALATED";

/** Later facts win; of equally late ones the greater text. The tests vary only members that stand in canonical order in this text. */
function rank({ interaction, collectedData }: InteractionRequest): string {
  const { intent, resolutionStatus, revisedAt, sentiment, startTime } = interaction;
  const text = { intent, resolutionStatus, sentiment: sentiment ?? null, startTime };
  const sorted = Object.entries(collectedData ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${revisedAt} ${JSON.stringify(text)} ${JSON.stringify(Object.fromEntries(sorted))}`;
}
