import type { ResolutionStatus } from "../../../contract/interaction.ts";
import type { Organization } from "../../config.ts";
import type { ConversationDetail, DetailSegment } from "./detail.ts";
import { talksOf } from "./handling.ts";
import { agentParticipants, isInteract, sessionsOf } from "./sessions.ts";
import { inOrder, latest, readTime } from "./times.ts";

export interface ResolutionClues {
  readonly wrapUp: { readonly id: string | null; readonly name: string | null };
  /** What a summary of Genesys Cloud itself says. */
  readonly summarised: ResolutionStatus | null;
  readonly queueNames: ReadonlyMap<string, string>;
}

type Rules = Pick<Organization, "wrapUpResolution" | "escalationQueues">;

/** The owner's wrap-up mapping, else the summary's own word, else the flow's outcome, else how the customer left; in doubt unresolved. */
export function resolutionOf(detail: ConversationDetail, clues: ResolutionClues, rules: Rules): ResolutionStatus {
  return (
    byWrapUp(clues, rules) ??
    clues.summarised ??
    byFlowOutcome(detail) ??
    byAbandonment(detail) ??
    byEscalation(detail, clues, rules) ??
    "UNRESOLVED"
  );
}

function byWrapUp({ wrapUp }: ResolutionClues, { wrapUpResolution }: Rules): ResolutionStatus | null {
  const mapped = Object.entries(wrapUpResolution).map(([key, status]) => [key.trim().toLowerCase(), status] as const);
  for (const known of [wrapUp.id, wrapUp.name]) {
    const found = mapped.find(([key]) => key === known?.trim().toLowerCase());
    if (found) return found[1];
  }
  return null;
}

function byFlowOutcome(detail: ConversationDetail): ResolutionStatus | null {
  const values = sessionsOf(detail.participants).flatMap(({ session }) =>
    (session.flow?.outcomes ?? []).map(({ flowOutcomeValue }) => flowOutcomeValue?.toUpperCase()),
  );
  const last = values.findLast((value) => value === "SUCCESS" || value === "FAILURE");
  if (last === undefined) return null;
  return last === "SUCCESS" ? "RESOLVED" : "UNRESOLVED";
}

/** The customer waited in a queue, was not passed on from it, and nobody ever answered. */
function byAbandonment(detail: ConversationDetail): ResolutionStatus | null {
  if (agentParticipants(detail).some((agent) => talksOf(agent).length > 0)) return null;
  const waited = queueStays(detail);
  const last = latest(waited, ({ segmentStart }) => readTime(segmentStart));
  // Who waits still, for a callback say, has not left.
  if (last?.segmentEnd === undefined || /transfer|forward/iu.test(last.disconnectType ?? "")) return null;
  return "ABANDONED";
}

/** A queue that escalates was reached after another queue or after an agent; one that takes the contact first is no escalation. */
function byEscalation(
  detail: ConversationDetail,
  { queueNames }: ResolutionClues,
  { escalationQueues }: Rules,
): ResolutionStatus | null {
  const marked = new Set(escalationQueues.map((queue) => queue.trim().toLowerCase()));
  const isMarked = (queueId: string) =>
    marked.has(queueId.toLowerCase()) || marked.has(queueNames.get(queueId)?.trim().toLowerCase() ?? "");
  const [first, ...later] = queuesReached(detail);
  const talkedBefore = first !== undefined && hasTalkedBefore(detail, first);
  return (talkedBefore ? [first, ...later] : later).some(({ queueId }) => isMarked(queueId)) ? "ESCALATED" : null;
}

interface Reached {
  readonly queueId: string;
  readonly at: number | null;
}

/** Every queue that the conversation came to, in order; staying in one counts once. */
export function queuesReached(detail: ConversationDetail): readonly Reached[] {
  const handled = agentParticipants(detail)
    .flatMap((agent) => talksOf(agent))
    .map(({ segment }) => segment);
  const inQueues = inOrder([...queueStays(detail), ...handled], ({ segmentStart }) => readTime(segmentStart));
  return inQueues.flatMap(({ queueId, segmentStart }, index) =>
    queueId === undefined || queueId === inQueues[index - 1]?.queueId ? [] : [{ queueId, at: readTime(segmentStart) }],
  );
}

function queueStays(detail: ConversationDetail): readonly DetailSegment[] {
  return detail.participants
    .filter(({ purpose }) => purpose?.toLowerCase() === "acd")
    .flatMap(({ sessions }) => sessions)
    .flatMap(({ segments }) => segments)
    .filter((segment) => isInteract(segment));
}

function hasTalkedBefore(detail: ConversationDetail, { at }: Reached): boolean {
  return agentParticipants(detail)
    .flatMap((agent) => talksOf(agent))
    .some(({ segment }) => {
      const start = readTime(segment.segmentStart);
      return start !== null && at !== null && start < at;
    });
}
