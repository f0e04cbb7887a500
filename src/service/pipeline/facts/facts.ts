import type { InteractionSummaryInput } from "../../../contract/interaction.ts";
import type { Channel } from "../../../contract/primitives.ts";
import { limits } from "../../../contract/limits.ts";
import type { Organization } from "../../config.ts";
import { mediumOfSession } from "./customer-legs.ts";
import type { ConversationDetail } from "./detail.ts";
import { handlingOf } from "./handling.ts";
import { promisesIn } from "../insights/promises.ts";
import type { FollowUp, Insights } from "./insights.ts";
import { intentOf } from "./intent.ts";
import { resolutionOf } from "./resolution.ts";
import { customerParticipants, sessionsOf, type SessionSpan } from "./sessions.ts";
import { cleanText } from "./text.ts";
import { readTime } from "./times.ts";
import { wrapUpOf, type WrapUp } from "./wrap-up.ts";

/** Names by id, as far as Genesys Cloud gave them. */
export interface Names {
  readonly queues: ReadonlyMap<string, string>;
  readonly users: ReadonlyMap<string, string>;
  readonly wrapUps: ReadonlyMap<string, string>;
}

export interface Gathered {
  readonly conversationId: string;
  readonly detail: ConversationDetail;
  readonly names: Names;
  readonly insights: Insights;
  /** Milliseconds since the epoch. */
  readonly gatheredAt: number;
}

/** The facts of one ended conversation; a pure function of what was gathered. Null when it has no customer or no readable start. */
export function factsOf(gathered: Gathered, rules: Organization): InteractionSummaryInput | null {
  const { conversationId, detail, names, insights, gatheredAt } = gathered;
  const first = firstLeg(detail);
  const start = first && (first.start ?? readTime(detail.conversationStart));
  if (!first || start === null) return null;
  const { medium } = first;

  const { agent, queueId } = handlingOf(detail);
  const wrapUp = wrapUpOf(detail, agent);
  const wrapUpName = nameOf(names.wrapUps, wrapUp.codeId);
  const queueName = nameOf(names.queues, queueId);
  const agentId = cleanText(agent?.userId, limits.nameLength);
  return {
    conversationId,
    channel: medium.channel,
    direction: medium.direction ?? originatingDirection(detail),
    startTime: new Date(start).toISOString(),
    durationSeconds: secondsBetween(start, first.end ?? readTime(detail.conversationEnd)),
    resolutionStatus: resolutionOf(
      detail,
      {
        wrapUp: { id: wrapUp.codeId, name: wrapUpName },
        summarised: insights.resolution,
        queueNames: names.queues,
      },
      rules,
    ),
    intent: intentOf(detail, { wrapUp: wrapUpName, queue: queueName }),
    agentId,
    agentName: nameOf(names.users, agentId) ?? cleanText(agent?.participantName, limits.nameLength),
    queueName,
    wrapUpCode: wrapUpName ?? wrapUp.codeId,
    ...notesOf(insights, wrapUp.note),
    sentiment: insights.sentiment,
    sentimentScore: insights.sentimentScore,
    followUps: followUpsOf(insights, wrapUp, gatheredAt).map(({ text, dueAt }) => ({ text, dueAt })),
    revisedAt: new Date(gatheredAt).toISOString(),
  };
}

/** Whether anybody outside the organisation took part, by a medium that journeys have. */
export function hasCustomer(detail: ConversationDetail): boolean {
  return firstLeg(detail) !== null;
}

interface CustomerLeg extends SessionSpan {
  readonly medium: { readonly channel: Channel; readonly direction: "inbound" | "outbound" | null };
}

function firstLeg(detail: ConversationDetail): CustomerLeg | null {
  for (const leg of sessionsOf(customerParticipants(detail))) {
    const { channel, direction } = mediumOfSession(leg.session);
    if (channel !== null) return { ...leg, medium: { channel, direction } };
  }
  return null;
}

/** Whether Genesys Cloud has the end of the customer's part yet: shortly after it, the detail still lacks it. */
export function hasCustomerEnded(detail: ConversationDetail): boolean {
  if (detail.conversationEnd !== undefined) return true;
  const legs = sessionsOf(customerParticipants(detail));
  return legs.length === 0 || legs.some(({ session }) => session.segments.at(-1)?.segmentEnd !== undefined);
}

function notesOf(
  { notes, source }: Insights,
  wrapUpNote: string | null,
): Pick<InteractionSummaryInput, "outcomeNotes" | "summarySource"> {
  const summary = cleanText(notes, limits.notesLength);
  if (summary !== null) return { outcomeNotes: summary, summarySource: source };
  return { outcomeNotes: wrapUpNote ?? "", summarySource: wrapUpNote === null ? null : "agent" };
}

/** The agent's note is asked only where the summary states no promise: it would state the same one in other words. */
function followUpsOf({ followUps }: Insights, { note, at }: WrapUp, gatheredAt: number): readonly FollowUp[] {
  return followUps.length > 0 || note === null ? followUps : promisesIn(note, at ?? gatheredAt, undefined);
}

function nameOf(names: ReadonlyMap<string, string>, id: string | null): string | null {
  return id === null ? null : cleanText(names.get(id), limits.nameLength);
}

function originatingDirection({ originatingDirection: direction }: ConversationDetail): "inbound" | "outbound" | null {
  const known = direction?.toLowerCase();
  return known === "inbound" || known === "outbound" ? known : null;
}

function secondsBetween(start: number, end: number | null): number {
  return end === null ? 0 : Math.max(0, Math.round((end - start) / 1000));
}
