import { limits } from "../../../contract/limits.ts";
import type { ConversationDetail } from "./detail.ts";
import { sessionsOf } from "./sessions.ts";
import { cleanText } from "./text.ts";

/** What the conversation was about: the wrap-up's name, else the email's subject, else the last flow's name, else the queue's name. */
export function intentOf(
  detail: ConversationDetail,
  names: { readonly wrapUp: string | null; readonly queue: string | null },
): string | null {
  const candidates = [names.wrapUp, subjectOf(detail), lastFlowOf(detail), names.queue];
  return candidates.map((text) => cleanText(text, limits.intentLength)).find((text) => text !== null) ?? null;
}

function subjectOf(detail: ConversationDetail): string | null {
  const subjects = sessionsOf(detail.participants)
    .filter(({ session }) => session.mediaType?.toLowerCase() === "email")
    .flatMap(({ session }) => session.segments.map(({ subject }) => cleanText(subject, limits.intentLength)));
  return subjects.find((subject) => subject !== null) ?? null;
}

function lastFlowOf(detail: ConversationDetail): string | null {
  const flows = sessionsOf(detail.participants).map(({ session }) =>
    cleanText(session.flow?.flowName, limits.intentLength),
  );
  return flows.findLast((name) => name !== null) ?? null;
}
