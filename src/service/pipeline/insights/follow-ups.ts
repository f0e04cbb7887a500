import * as chrono from "chrono-node";
import { limits } from "../../../contract/limits.ts";
import type { FollowUp } from "../facts/insights.ts";
import { cleanText } from "../facts/text.ts";

const readers = { ar: chrono.ar, de: chrono.de, es: chrono.es, fr: chrono.fr, ja: chrono.ja, pt: chrono.pt } as const;

const longestText = 10_000;

/** A promise is due soon: a date further away than this is about something else, an invoice of last May say. */
const furthest = 180 * 24 * 60 * 60_000;

/** What was promised, one item a sentence or line, with the day that it names. `language` is a tag such as `de-DE`; unknown ones are read as English. */
export function followUpsIn(text: string, saidAt: number, language: string | undefined): readonly FollowUp[] {
  return text
    .slice(0, longestText)
    .split(/\r?\n|;\s|•|(?<=\D[.!?])\s+(?=\p{Lu})|(?<=[。！？])/u)
    .flatMap((item) => cleanText(item.replace(/^\s*(?:[-*–]|\d+[.)])\s+/u, ""), limits.followUpLength) ?? [])
    .filter((item) => !isNothing(item))
    .slice(0, limits.followUpsPerInteraction)
    .map((item) => ({ text: item, dueAt: dueDateIn(item, saidAt, language) }));
}

function isNothing(item: string): boolean {
  return /^(?:none|n\/?a|nothing|no (?:further )?(?:follow[ -]?ups?|actions?|next steps)\b.*)[.!]?$/iu.test(item);
}

/** The first day that lies ahead, in UTC; without a time of day, the end of that day. */
function dueDateIn(text: string, saidAt: number, language: string | undefined): string | null {
  const reader = readerOf(language);
  const reference = { instant: new Date(saidAt), timezone: 0 };
  for (const { start } of reader.parse(text, reference, { forwardDate: true })) {
    const named = start.date();
    const due = start.isCertain("hour") ? named.getTime() : named.setUTCHours(23, 59, 59, 999);
    if (due >= saidAt && due <= saidAt + furthest) return new Date(due).toISOString();
  }
  return null;
}

function readerOf(language: string | undefined): { readonly parse: typeof chrono.parse } {
  const [primary = ""] = language?.toLowerCase().split("-") ?? [];
  const known = Object.entries(readers).find(([tag]) => tag === primary);
  return known?.[1] ?? chrono.en;
}
