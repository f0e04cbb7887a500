import type { Candidate } from "../../../contract/lookup.ts";
import type { Locale } from "../../locale/locale.ts";

/** `Last contact yesterday · 12 contacts` */
export function formatCandidate(candidate: Candidate, now: number, locale: Locale): string {
  const { lastInteractionAt: at, interactionCount: count } = candidate;
  return [
    at === null ? null : locale.text("who.last", { when: locale.when(at, now) }),
    locale.text("identity.contacts", { count }),
  ]
    .filter((part) => part !== null)
    .join(" · ");
}
