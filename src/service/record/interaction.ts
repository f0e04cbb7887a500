import type { CollectedValues } from "../../contract/customer.ts";
import type { InteractionSummary, InteractionSummaryInput } from "../../contract/interaction.ts";
import { compareText, type Place } from "./order.ts";

/** One ended interaction at its latest revision, with the data that came with it. */
export interface Interaction {
  readonly summary: InteractionSummary;
  readonly values: CollectedValues;
}

export const interactionPlace = (summary: InteractionSummary): Place => ({
  at: summary.startTime,
  id: summary.conversationId,
});

/** Gives what a writer left out its empty value; facts without `revisedAt` were gathered when they were received. */
export function completeInteraction(input: InteractionSummaryInput, receivedAt: string): InteractionSummary {
  return {
    conversationId: input.conversationId,
    channel: input.channel,
    direction: input.direction ?? null,
    startTime: input.startTime,
    durationSeconds: input.durationSeconds,
    resolutionStatus: input.resolutionStatus,
    intent: input.intent ?? null,
    agentId: input.agentId ?? null,
    agentName: input.agentName ?? null,
    queueName: input.queueName ?? null,
    wrapUpCode: input.wrapUpCode ?? null,
    outcomeNotes: input.outcomeNotes ?? "",
    summarySource: input.summarySource ?? null,
    sentiment: input.sentiment ?? null,
    sentimentScore: input.sentimentScore ?? null,
    followUps: (input.followUps ?? []).map(({ text, dueAt }) => ({ text, dueAt: dueAt ?? null })),
    revisedAt: input.revisedAt ?? receivedAt,
  };
}

/** Whether `next` replaces `current`: gathered later or, gathered at the same moment, greater by canonical JSON. */
export function supersedes(next: Interaction, current: Interaction): boolean {
  const order =
    compareText(next.summary.revisedAt, current.summary.revisedAt) ||
    compareText(canonicalJson(next.summary), canonicalJson(current.summary)) ||
    compareText(canonicalJson(next.values), canonicalJson(current.values));
  return order > 0;
}

/** Whether two revisions say the same, whenever they were gathered. */
export function saysTheSame(a: Interaction, b: Interaction): boolean {
  const content = ({ summary, values }: Interaction): string => canonicalJson([{ ...summary, revisedAt: "" }, values]);
  return content(a) === content(b);
}

/** JSON with the members of every object in one order, so that equal values are equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => compareText(a, b)))
      : member,
  );
}
