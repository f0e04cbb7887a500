import { showRecord } from "./context.ts";
import type { Member } from "./head.ts";

/** What a lookup shows of a customer who stands alone, beside interactions, sentiments and sessions: the members of a JSON object before its recent interactions, and those behind them. */
export function writeGlance(member: Member): readonly [string, string] {
  const shown = showRecord([member], [], [], member.head.interactionCount);
  const { customerId, displayName, version, lastUpdated, activeIssue, activeIssueSince } = shown;
  const { interactionCount, collectedData, identifiers } = shown;
  const before = { customerId, displayName, version, lastUpdated, activeIssue, activeIssueSince };
  const after = { interactionCount, collectedData, identifiers };
  return [membersOf(before), membersOf(after)];
}

const membersOf = (value: object): string => JSON.stringify(value).slice(1, -1);
