import * as z from "zod/mini";
import { limits } from "../../../../contract/limits.ts";
import { cleanText } from "../../facts/text.ts";
import type { SummaryInsights } from "../copilot.ts";
import { dueDateIn, endOfDay } from "../follow-ups.ts";
import type { Told } from "./prompt.ts";

/**
 * All that a model may say. How a conversation was resolved, what it was about and whose it is are decided without it:
 * members beyond these are not read.
 */
export const modelAnswer = z.object({
  notes: z.string(),
  followUps: z.array(z.object({ text: z.string(), dueOn: z.nullable(z.string()) })),
});

/** Below that a text says nothing; far beyond the limit a model did not do what it was asked to. */
const shortestNotes = 8;
const longestNotes = 4 * limits.notesLength;

/** Null when it is not what was asked for. */
export function readModelAnswer(text: string, { endedAt, language }: Told): SummaryInsights | null {
  const answer = modelAnswer.safeParse(parsed(unfenced(text)));
  if (!answer.success || answer.data.notes.length > longestNotes) return null;
  const notes = plainText(answer.data.notes, limits.notesLength);
  if (notes === null || notes.length < shortestNotes || !/\p{L}{2}/u.test(notes)) return null;
  const followUps = answer.data.followUps.slice(0, limits.followUpsPerInteraction).flatMap((item) => {
    const promise = plainText(item.text, limits.followUpLength);
    if (promise === null) return [];
    return [{ text: promise, dueAt: endOfDay(item.dueOn, endedAt) ?? dueDateIn(promise, endedAt, language) }];
  });
  return { notes, source: "llm", resolution: null, followUps };
}

/** A link in a summary is none that anybody sent: somebody may have talked the model into it. */
function plainText(text: string, length: number): string | null {
  return cleanText(text.replaceAll(/(?:\b[a-z][a-z0-9+.-]{1,20}:\/\/|\bwww\.)\S+/giu, "[link]"), length);
}

/** Models without a JSON mode put their JSON into a fence. */
function unfenced(text: string): string {
  return /^\s*```(?:json)?\s*\n([\s\S]*?)\n?\s*```\s*$/u.exec(text)?.[1] ?? text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
