import { showRecord } from "./context.ts";
import type { Member } from "./head.ts";

/**
 * What a lookup shows of a customer who stands alone, beside sentiments and sessions, as the text of members of a JSON object.
 * `newest` are interactions as the JSON texts under which they are stored: they are shown as they are.
 */
export function writeGlance(member: Member, newest: readonly string[]): string {
  const shown = showRecord([member], [], [], member.head.interactionCount);
  const { customerId, displayName, version, lastUpdated, activeIssue, activeIssueSince } = shown;
  const { interactionCount, collectedData, identifiers } = shown;
  const before = { customerId, displayName, version, lastUpdated, activeIssue, activeIssueSince };
  const after = { interactionCount, collectedData, identifiers };
  return `${membersOf(before)},"recentInteractions":[${newest.join(",")}],${membersOf(after)}`;
}

const membersOf = (value: object): string => JSON.stringify(value).slice(1, -1);
