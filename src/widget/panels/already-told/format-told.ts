import type { Locale } from "../../locale/locale.ts";
import type { PlainValue } from "../../../contract/primitives.ts";
import type { Told } from "./select-told.ts";

/** `ticketId` is "Ticket" where we know the key, else its own words: `preferredStore` is "Preferred store". */
export function formatLabel(key: string, locale: Locale): string {
  if (isKnown(key)) return locale.text(`told.key.${key}`);
  const words = key
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/[_.:-]+/g, " ")
    .trim();
  return locale.capitalised(words === words.toUpperCase() ? words : words.toLowerCase()) || key;
}

/** Keys that bots and flows commonly use; any other is read as it is written. */
const knownKeys = [
  "accountId",
  "accountNumber",
  "amount",
  "caseId",
  "contractNumber",
  "customerName",
  "email",
  "invoiceNumber",
  "orderId",
  "orderNumber",
  "phone",
  "reason",
  "ticketId",
] as const;

function isKnown(key: string): key is (typeof knownKeys)[number] {
  return knownKeys.some((known) => known === key);
}

/** Numbers stay as they were told: an account number has no thousands. */
export function formatValue(value: PlainValue, locale: Locale): string {
  return typeof value === "boolean" ? locale.text(value ? "yes" : "no") : String(value);
}

export function formatWhere({ channel, at }: Told, now: number, locale: Locale): string {
  const when = locale.when(at, now);
  return channel === null
    ? locale.text("told.byAgent", { when })
    : locale.text("told.where", { channel: locale.text(`channel.${channel}`), when });
}
