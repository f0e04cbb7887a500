import type { InteractionSummary } from "../../../contract/interaction.ts";
import type { ReturningCustomer } from "../../../contract/lookup.ts";
import type { Channel } from "../../../contract/primitives.ts";

/** The open issue and the recent contacts that belong to it. */
export interface OpenIssue {
  readonly text: string;
  readonly since: string | null;
  /** Newest first. */
  readonly contacts: readonly InteractionSummary[];
  /** There may be more contacts than the recent ones show. */
  readonly atLeast: boolean;
  /** In the order in which they were first used. */
  readonly channels: readonly Channel[];
}

export function selectIssue(customer: ReturningCustomer): OpenIssue | null {
  const { activeIssue: text, activeIssueSince: since, recentInteractions: recent, interactionCount } = customer;
  if (text === null) return null;
  const contacts = recent.filter((one) => (since === null || one.startTime >= since) && belongsTo(one, text));
  const oldest = recent.at(-1);
  return {
    text,
    since,
    contacts,
    atLeast: interactionCount > recent.length && oldest !== undefined && since !== null && oldest.startTime > since,
    channels: [...new Set(contacts.toReversed().map(({ channel }) => channel))],
  };
}

/** Whatever left something open, and what names the same subject; a resolved or abandoned side matter does not count. */
function belongsTo({ resolutionStatus, intent }: InteractionSummary, issue: string): boolean {
  switch (resolutionStatus) {
    case "UNRESOLVED":
    case "ESCALATED":
      return true;
    case "ABANDONED":
      return intent === null || sameSubject(intent, issue);
    case "RESOLVED":
      return false;
  }
}

function sameSubject(one: string, other: string): boolean {
  return one.trim().toLocaleLowerCase() === other.trim().toLocaleLowerCase();
}
