import type { Locale } from "../../locale/locale.ts";
import type { OpenIssue } from "./select-issue.ts";

/** `Since Mon 16 Nov · 3 contacts · voice, email, WhatsApp` */
export function formatIssueFacts(
  { since, contacts, atLeast, channels }: OpenIssue,
  now: number,
  locale: Locale,
): string {
  const count = contacts.length;
  const facts = [
    since === null ? null : locale.text("issue.since", { when: locale.day(since, now) }),
    count < 2 ? null : locale.text(atLeast ? "issue.contactsAtLeast" : "issue.contacts", { count }),
    channels.length === 0 ? null : locale.list(channels.map((channel) => locale.text(`channel.${channel}`))),
  ];
  return facts.filter((fact) => fact !== null).join(" · ");
}
