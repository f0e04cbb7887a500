import * as z from "zod/mini";
import { catch as orElse } from "zod/mini";
import type { ResolutionStatus } from "../../../contract/interaction.ts";
import { limits } from "../../../contract/limits.ts";
import type { Insights } from "../facts/insights.ts";
import { cleanText } from "../facts/text.ts";
import { readTime } from "../facts/times.ts";
import { followUpsIn } from "./follow-ups.ts";

const text = orElse(z.optional(z.string()), undefined);
const part = <T extends z.core.$ZodShape>(shape: T) => orElse(z.optional(z.object(shape)), undefined);

const summary = z.object({
  text,
  language: text,
  dateCreated: text,
  editedSummary: part({ text }),
  followup: part({ text }),
  resolution: part({ text, outcome: text }),
});
type CopilotSummary = z.infer<typeof summary>;

/** `GET /api/v2/conversations/{id}/summaries`: what Genesys Cloud Copilot made of a conversation, as a whole and session by session. */
export const copilotSummaries = z.object({
  summary: orElse(z.optional(summary), undefined),
  sessionSummaries: orElse(z.array(orElse(z.optional(summary), undefined)), []),
});
export type CopilotSummaries = z.infer<typeof copilotSummaries>;

export type SummaryInsights = Pick<Insights, "notes" | "source" | "resolution" | "followUps">;

/** Null when there is no text. The agent's own wording goes before the machine's, the whole before its sessions. */
export function insightsOfCopilot(answer: CopilotSummaries, endedAt: number): SummaryInsights | null {
  const sessions = answer.sessionSummaries.filter((one) => one !== undefined);
  const told = [answer.summary, ...sessions].filter((one) => one !== undefined);
  const whole = answer.summary && textOf(answer.summary);
  const notes = whole ?? cleanText(sessions.flatMap((one) => textOf(one) ?? []).join("\n"), limits.notesLength);
  if (notes === null || notes === undefined) return null;
  const chosen = whole === null || whole === undefined ? sessions : [answer.summary, ...sessions];
  const followUps = chosen
    .filter((one) => one !== undefined)
    .flatMap((one) => followUpsIn(one.followup?.text ?? "", readTime(one.dateCreated) ?? endedAt, one.language));
  const distinct = followUps.filter(
    ({ text: said }, index) => followUps.findIndex((one) => one.text === said) === index,
  );
  return {
    notes,
    source: "genesys",
    resolution: told.map((one) => resolutionIn(one.resolution?.outcome)).find((status) => status !== null) ?? null,
    followUps: distinct.slice(0, limits.followUpsPerInteraction),
  };
}

function textOf(one: CopilotSummary): string | null {
  return cleanText(one.editedSummary?.text, limits.notesLength) ?? cleanText(one.text, limits.notesLength);
}

/** The outcome is a free word; what is not plainly one or the other says nothing. */
function resolutionIn(outcome: string | undefined): ResolutionStatus | null {
  const word = outcome?.toLowerCase().replaceAll(/[^a-z]/gu, "") ?? "";
  if (/^(?:un|not|partial)|fail|pending/u.test(word)) return "UNRESOLVED";
  if (word.includes("escalat")) return "ESCALATED";
  return /resolved|solved|success/u.test(word) ? "RESOLVED" : null;
}
