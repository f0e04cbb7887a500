import { limits } from "../../../contract/limits.ts";
import type { ConversationDetail, DetailParticipant, DetailSegment } from "./detail.ts";
import { talksOf } from "./handling.ts";
import { agentParticipants } from "./sessions.ts";
import { cleanText } from "./text.ts";
import { latest, readTime } from "./times.ts";

export interface WrapUp {
  readonly codeId: string | null;
  readonly note: string | null;
  /** When it began, milliseconds since the epoch; null when that cannot be read. */
  readonly at: number | null;
}

/**
 * The last wrap-up: of the agent who handled the conversation, else of another who talked, else of anybody
 * (a call that nobody answered is wrapped up by who dialled it).
 */
export function wrapUpOf(detail: ConversationDetail, handledBy: DetailParticipant | null): WrapUp {
  const agents = agentParticipants(detail);
  const preferred = [
    agents.filter((agent) => agent === handledBy),
    agents.filter((agent) => talksOf(agent).length > 0),
    detail.participants,
  ].map((participants) => participants.flatMap((one) => wrapUpsOf(one)));
  const last = <T>(pick: (segment: DetailSegment) => T | null) =>
    preferred
      .map((segments) =>
        latest(
          segments.filter((segment) => pick(segment) !== null),
          startOf,
        ),
      )
      .map((segment) => (segment === undefined ? null : pick(segment)))
      .find((value) => value !== null) ?? null;
  const noted = last((segment) => {
    const note = cleanText(segment.wrapUpNote, limits.notesLength);
    return note === null ? null : { note, at: startOf(segment) };
  });
  return {
    codeId: last(({ wrapUpCode }) => cleanText(wrapUpCode, limits.nameLength)),
    note: noted?.note ?? null,
    at: noted?.at ?? null,
  };
}

function startOf({ segmentStart }: DetailSegment): number | null {
  return readTime(segmentStart);
}

function wrapUpsOf({ sessions }: DetailParticipant): readonly DetailSegment[] {
  return sessions
    .flatMap(({ segments }) => segments)
    .filter(({ segmentType }) => segmentType?.toLowerCase() === "wrapup");
}
