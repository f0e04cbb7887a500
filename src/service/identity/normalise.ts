import { domainToASCII } from "node:url";
import { parsePhoneNumberFromString, type CountryCode } from "libphonenumber-js/max";
import { createE164Check } from "./e164-check.ts";

/** Bumped when the same input may give another normal form: it is part of what is hashed. */
export const normaliserVersion = 1;

const nobody = new Set(["anonymous", "restricted", "unavailable", "unknown", "withheld", "private", "blocked"]);
/** Mailboxes that many people get mail from: they say nothing about who the customer is. */
const nobodysMailbox =
  /^(?:no|do[-_.]?not)[-_.]?reply(?:[-_.+].*)?$|^(?:mailer-daemon|postmaster|bounces?)(?:[-_.+].*)?$/;
const mexicanMobilePrefix = /^\+521(\d{10})$/;
const argentineMobilePrefix = /^\+549(\d{10})$/;
/** Of these one telephone has several valid numbers. */
const rewrittenCountries = /^\+5[24]/;
const isValidE164 = createE164Check();
const extension = /(?:;ext=|;|\s*ext\.?\s*|\s*x\s*)\d.*$|;.*$/i;
/** Controls, bidirectional marks and zero-width characters: invisible, and never part of an address. */
const invisible = /[\p{Cc}\p{Cf}]/gu;

/**
 * The E.164 form of a phone number as Genesys Cloud writes it (`tel:`, `sip:+…@host`, spaced, national), or null.
 * Only valid numbers count: https://github.com/catamphetamine/libphonenumber-js turns vanity numbers into one short number otherwise, and their owners into one person.
 */
export function normalisePhone(value: string, defaultRegion: string | undefined): string | null {
  if (isValidE164(value) && !rewrittenCountries.test(value)) return value;
  const text = phoneText(value);
  if (text === null) return null;
  const withoutOldPrefix = text.replaceAll(/[\s().-]/g, "").replace(mexicanMobilePrefix, "+52$1");
  const candidate = withoutOldPrefix.startsWith("+52") ? withoutOldPrefix : text;
  const region = isCountryCode(defaultRegion) ? defaultRegion : undefined;
  const parsed = parsePhoneNumberFromString(candidate, { ...(region && { defaultCountry: region }), extract: false });
  if (!parsed?.isValid()) return null;
  // Both ways to write an Argentine mobile are valid, and are one telephone: the one without the 9 is used.
  return parsed.number.replace(argentineMobilePrefix, "+54$1");
}

function phoneText(value: string): string | null {
  const text = value.replaceAll(invisible, "").trim();
  const sip = /^sips?:([^@;?]+)@?/i.exec(text);
  if (sip) {
    const user = decode(sip[1] ?? "");
    return user.startsWith("+") ? user : null;
  }
  const number = text.replace(/^tel:/i, "").replace(extension, "").trim();
  // A vanity number reads as another, shorter number.
  return number === "" || /\p{L}/u.test(number) ? null : number;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isCountryCode(region: string | undefined): region is CountryCode {
  return region !== undefined && /^[A-Z]{2}$/.test(region);
}

/** The mailbox with its case and Unicode made one; dots and plus tags stay, they tell mailboxes apart. Null for what is no address, or nobody's. */
export function normaliseEmail(value: string): string | null {
  const text = value
    .normalize("NFC")
    .replaceAll(invisible, "")
    .trim()
    .replace(/^mailto:/i, "");
  const bracketed = /<([^<>]*)>$/.exec(text);
  const address = (bracketed?.[1] ?? text).trim();
  const at = address.lastIndexOf("@");
  if (at < 1 || at > 64 || address.length > 254) return null;
  const local = address.slice(0, at).toLowerCase().normalize("NFC");
  const domain = domainToASCII(address.slice(at + 1).trim());
  if (/[\s"(),:;<>[\]\\@]/.test(local) || !/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(domain)) return null;
  if (nobody.has(local) || domain.endsWith(".invalid") || nobodysMailbox.test(local)) return null;
  return `${local}@${domain}`;
}

/** An id that another system gave: as it is, without what cannot be seen. Null for one that stands for nobody. */
export function normaliseForeignId(value: string): string | null {
  const text = value.normalize("NFC").replaceAll(invisible, "").trim();
  return text === "" || nobody.has(text.toLowerCase()) ? null : text;
}
