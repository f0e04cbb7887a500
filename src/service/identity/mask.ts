import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/** `+94 ••• ••• 567` from an E.164 number: the country and the last three digits. */
export function maskPhone(e164: string): string {
  const country = parsePhoneNumberFromString(e164)?.countryCallingCode ?? "";
  return `+${country} ••• ••• ${e164.slice(-3)}`;
}

/** `n•••@example.com` from a normalised address. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf("@");
  return `${firstCharacter(address)}•••${address.slice(at)}`;
}

/** An id of another system shows its last three characters, a short one nothing. */
export function maskForeignId(id: string): string {
  const characters = Array.from(id);
  return characters.length > 6 ? `•••${characters.slice(-3).join("")}` : "•••";
}

function firstCharacter(text: string): string {
  return Array.from(text).at(0) ?? "";
}
