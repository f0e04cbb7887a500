import * as chrono from "chrono-node";
import { limits } from "../../../contract/limits.ts";
import type { FollowUp } from "../facts/insights.ts";
import { cleanText } from "../facts/text.ts";

const readers = { ar: chrono.ar, de: chrono.de, es: chrono.es, fr: chrono.fr, ja: chrono.ja, pt: chrono.pt } as const;

const longestText = 10_000;

/** A promise is due soon: a date further away than this is about something else, an invoice of last May say. */
const furthest = 180 * 24 * 60 * 60_000;

/** What was promised, where the text is about nothing else: one item a sentence or line, with the day that it names. `language` is a tag such as `de-DE`; unknown ones are read as English. */
export function followUpsIn(text: string, saidAt: number, language: string | undefined): readonly FollowUp[] {
  return itemsIn(text)
    .slice(0, limits.followUpsPerInteraction)
    .map((item) => ({ text: item, dueAt: dueDateIn(item, saidAt, language) }));
}

/** The sentences or lines of a text that say something. */
export function itemsIn(text: string): readonly string[] {
  return text
    .slice(0, longestText)
    .split(/\r?\n|;\s|•|(?<=\D[.!?])\s+(?=\p{Lu})|(?<=[。！？])/u)
    .flatMap((item) => cleanText(item.replace(/^\s*(?:[-*–]|\d+[.)])\s+/u, ""), limits.followUpLength) ?? [])
    .filter((item) => !isNothing(item));
}

function isNothing(item: string): boolean {
  return /^(?:none|n\/?a|nothing|no (?:further )?(?:follow[ -]?ups?|actions?|next steps)\b.*)[.!]?$/iu.test(item);
}

/** The first day that lies ahead, in UTC; without a time of day, the end of that day. */
export function dueDateIn(text: string, saidAt: number, language: string | undefined): string | null {
  const reader = readerOf(language);
  const reference = { instant: new Date(saidAt), timezone: 0 };
  for (const { start } of reader.parse(text, reference, { forwardDate: true })) {
    const named = start.date();
    const due = start.isCertain("hour") ? named.getTime() : named.setUTCHours(23, 59, 59, 999);
    if (isSoon(due, saidAt)) return new Date(due).toISOString();
  }
  return null;
}

/** The end of a day written as YYYY-MM-DD, in UTC; null when it is none or does not lie ahead. */
export function endOfDay(day: string | null, saidAt: number): string | null {
  const end = /^\d{4}-\d{2}-\d{2}$/u.test(day ?? "") ? Date.parse(`${day}T23:59:59.999Z`) : Number.NaN;
  return isSoon(end, saidAt) ? new Date(end).toISOString() : null;
}

function isSoon(due: number, saidAt: number): boolean {
  return due >= saidAt && due <= saidAt + furthest;
}

function readerOf(language: string | undefined): { readonly parse: typeof chrono.parse } {
  const [primary = ""] = language?.toLowerCase().split("-") ?? [];
  const known = Object.entries(readers).find(([tag]) => tag === primary);
  return known?.[1] ?? chrono.en;
}
