import type { ConversationDetail, DetailParticipant, DetailSegment } from "./detail.ts";
import { agentParticipants, customerParticipants, isInteract } from "./sessions.ts";
import { latest, readTime } from "./times.ts";

export interface Handling {
  /** The last agent who talked with the customer; one who was only alerted or only wrapped up did not. */
  readonly agent: DetailParticipant | null;
  readonly queueId: string | null;
}

/** Who handled the conversation, and for which queue. Where nobody did, the queue is the last that the customer waited in. */
export function handlingOf(detail: ConversationDetail): Handling {
  const talks = agentParticipants(detail).flatMap((agent) => talksOf(agent));
  const last = latest(talks, ({ segment }) => readTime(segment.segmentStart));
  if (last === undefined) return { agent: null, queueId: lastQueue(detail) };
  return { agent: last.agent, queueId: last.segment.queueId ?? lastQueueOf(last.agent) ?? lastQueue(detail) };
}

export interface Talk {
  readonly agent: DetailParticipant;
  readonly segment: DetailSegment;
}

/** The segments in which this participant talked with the customer. */
export function talksOf(agent: DetailParticipant): readonly Talk[] {
  return agent.sessions.flatMap(({ segments }) =>
    segments.filter((segment) => isInteract(segment)).map((segment) => ({ agent, segment })),
  );
}

function lastQueueOf(participant: DetailParticipant): string | null {
  const queued = participant.sessions
    .flatMap(({ segments }) => segments)
    .filter(({ queueId }) => queueId !== undefined);
  return latest(queued, ({ segmentStart }) => readTime(segmentStart))?.queueId ?? null;
}

function lastQueue(detail: ConversationDetail): string | null {
  const queues = detail.participants.filter(({ purpose }) => purpose?.toLowerCase() === "acd");
  return (
    [...queues.toReversed(), ...customerParticipants(detail)]
      .map((one) => lastQueueOf(one))
      .find((queueId) => queueId !== null) ?? null
  );
}
