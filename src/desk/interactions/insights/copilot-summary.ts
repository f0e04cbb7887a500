import { iso } from "../../runtime.ts";
import { customersOf, type Interaction, type Medium } from "../interaction.ts";
import type { Members } from "../media/shape.ts";
import { shapes } from "../media/shapes.ts";
import { dialogueOf, wrapUpOf } from "./dialogue.ts";

/** Copilot is switched on for the queues of these media. */
const summarised: ReadonlySet<Medium> = new Set(["chat", "webmessaging", "whatsapp"]);

/** `GET /api/v2/conversations/{id}/summaries`; null where Copilot has made none. */
export function summariesOf(interaction: Interaction): Members | null {
  const complaint = dialogueOf(interaction).find(({ speaker }) => speaker === "customer");
  if (!summarised.has(interaction.medium) || complaint === undefined || interaction.endedAt === null) return null;
  const wrapUp = wrapUpOf(interaction);
  const note = wrapUp?.notes.trim() ?? "";
  const promise = promiseIn(note);
  const about = wrapUp?.codeName ?? interaction.subject ?? "a question";
  return {
    conversation: { id: interaction.id, selfUri: `/api/v2/conversations/${interaction.id}` },
    summary: {
      id: interaction.id,
      text: `${note} The customer was in touch about: ${about}. They said: “${complaint.text}”`.trim(),
      confidence: 0.87,
      status: "Success",
      mediaType: shapes[interaction.medium].mediaType,
      language: "en-us",
      predictedWrapupCodes: wrapUp === null ? [] : [{ id: wrapUp.codeId, confidence: 0.81 }],
      reason: { text: complaint.text, description: about, confidence: 0.84 },
      ...(promise === null ? {} : { followup: { text: promise, description: promise, confidence: 0.79 } }),
      dateCreated: iso(interaction.endedAt),
      participants: customersOf(interaction).map(({ participantId }) => ({ id: participantId })),
    },
    sessionSummaries: [],
  };
}

/** The sentence that says what happens next. */
function promiseIn(note: string): string | null {
  const sentences = note.split(/(?<=[.!?])\s+/);
  return (
    sentences.find((sentence) => /\b(?:by|until|within|will|promis\w+|comes|tomorrow|on \w+day)\b/i.test(sentence)) ??
    null
  );
}
