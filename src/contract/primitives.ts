import * as z from "zod/mini";
import { limits } from "./limits.ts";

/** 1 to 128 of letters, digits and `_ . : -`: conversation, session and customer ids. */
export const id = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_.:-]{1,128}$/, "must be 1 to 128 of letters, digits and _ . : -"));

const instantPattern =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)$/;

/** True for an ISO 8601 date and time with an offset that exists in the calendar, in the extended or the basic format. */
export function isInstant(text: string): boolean {
  const match = instantPattern.exec(toExtended(text));
  if (!match) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth && hour <= 23 && minute <= 59 && second <= 59;
}

/** The same moment in UTC with milliseconds (`2026-03-04T09:15:00.000Z`); the text must satisfy {@link isInstant}. */
export function toUtc(text: string): string {
  const extended = toExtended(text)
    .replace(",", ".")
    .replace(/([+-]\d{2})(\d{2})?$/, (_, hours: string, minutes = "00") => `${hours}:${minutes}`);
  return new Date(extended).toISOString();
}

/** `20260304T091500Z` with the separators that it leaves out. */
function toExtended(text: string): string {
  return text
    .replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})/, "$1-$2-$3T$4:$5")
    .replace(/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(\d{2})/, "$1:$2");
}

/** A time as the service answers it: UTC with milliseconds. */
export const utcTime = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, "must be a UTC time with milliseconds"));

/** A time as callers send it: any ISO 8601 with an offset, read as UTC with milliseconds. */
export const anyTime = z.pipe(
  z.string().check(z.refine(isInstant, "must be an ISO 8601 time with an offset, such as 2026-03-04T09:15:00.000Z")),
  z.transform(toUtc),
);

/** What collected data may hold. */
export const plainValue = z.union([z.string().check(z.maxLength(limits.collectedTextLength)), z.number(), z.boolean()]);
export type PlainValue = z.infer<typeof plainValue>;

export const channel = z.enum(["voice", "chat", "email", "sms", "whatsapp", "messaging", "callback", "social"]);
export type Channel = z.infer<typeof channel>;
