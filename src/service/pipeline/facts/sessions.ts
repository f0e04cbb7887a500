import type { ConversationDetail, DetailParticipant, DetailSegment, DetailSession } from "./detail.ts";
import { inOrder, readTime } from "./times.ts";

/** Who is on the customer's side: `customer`, else `external`; a conference, a consult or a callback has several. */
export function customerParticipants({ participants }: ConversationDetail): readonly DetailParticipant[] {
  const withPurpose = (purpose: string) => participants.filter((one) => one.purpose?.toLowerCase() === purpose);
  const customers = withPurpose("customer");
  return customers.length > 0 ? customers : withPurpose("external");
}

/** People of the organisation: `agent`, and `user` where no queue was involved. */
export function agentParticipants({ participants }: ConversationDetail): readonly DetailParticipant[] {
  return participants.filter((one) => /^(?:agent|user)$/iu.test(one.purpose ?? "") && one.userId !== undefined);
}

export interface SessionSpan {
  readonly session: DetailSession;
  /** Milliseconds since the epoch; null when it cannot be read. */
  readonly start: number | null;
  readonly end: number | null;
}

function spanOf(session: DetailSession): SessionSpan {
  const times = (pick: (segment: DetailSegment) => string | undefined) =>
    session.segments.map((segment) => readTime(pick(segment))).filter((time) => time !== null);
  const starts = times((segment) => segment.segmentStart);
  const ends = times((segment) => segment.segmentEnd);
  return {
    session,
    start: starts.length > 0 ? Math.min(...starts) : null,
    // An open segment means that the session still goes on.
    end: ends.length > 0 && session.segments.at(-1)?.segmentEnd !== undefined ? Math.max(...ends) : null,
  };
}

/** All sessions of these participants, earliest first. */
export function sessionsOf(participants: readonly DetailParticipant[]): readonly SessionSpan[] {
  return inOrder(
    participants.flatMap((one) => one.sessions).map((session) => spanOf(session)),
    ({ start }) => start,
  );
}

/** Whether a segment is people talking, as against alerting, waiting or wrapping up. */
export function isInteract(segment: DetailSegment): boolean {
  return segment.segmentType?.toLowerCase() === "interact";
}
