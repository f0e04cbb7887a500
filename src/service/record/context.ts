import type { InteractionSummary } from "../../contract/interaction.ts";
import type {
  CollectedData,
  LinkedIdentifier,
  MergeEntry,
  SentimentPoint,
  UnifiedInteractionContext,
} from "../../contract/record.ts";
import { newestTellings, showTellings, type Tellings } from "./collected.ts";
import type { CustomerHead, IdentifierLink, Member } from "./head.ts";
import { compareText } from "./order.ts";

/** A group of merged customers as it was read: the survivor first. A customer that was never merged is a group of one. */
export type Group = readonly [Member, ...Member[]];

/** Keys of collected data that tell a customer's name, the first that is there: an interaction carries no name of its own. */
const nameKeys = ["displayName", "name", "customerName"] as const;

/** The record as the API answers it. `newest` is the window newest first, `sentiments` the latest newest first. */
export function showRecord(
  group: Group,
  newest: readonly InteractionSummary[],
  sentiments: readonly SentimentPoint[],
  interactionCount: number,
): UnifiedInteractionContext {
  const [survivor] = group;
  const links = groupIdentifiers(group);
  const collectedData = showTellings(groupTellings(group));
  return {
    customerId: survivor.customerId,
    displayName: displayName(collectedData),
    customerPhone: latestDisplay(links, "phone"),
    customerEmail: latestDisplay(links, "email"),
    version: survivor.version,
    lastUpdated: survivor.head.lastUpdated,
    ...showIssue(survivor.head),
    interactionCount,
    interactions: [...newest],
    collectedData,
    sentimentHistory: sentiments.toReversed(),
    identifiers: links.map(showIdentifier),
    mergedFrom: groupMerges(group),
  };
}

export function showIssue(head: CustomerHead): {
  readonly activeIssue: string | null;
  readonly activeIssueSince: string | null;
} {
  return { activeIssue: head.issue.last?.text ?? null, activeIssueSince: head.issue.first?.at ?? null };
}

export function countInteractions(group: Group): number {
  return group.reduce((sum, { head }) => sum + head.interactionCount, 0);
}

export function groupTellings([survivor, ...merged]: Group): Tellings {
  return merged.reduce<Tellings>((known, { head }) => newestTellings(known, head.collected), survivor.head.collected);
}

/** The identifiers of all members; of one that several have, the one seen last. */
export function groupIdentifiers(group: Group): IdentifierLink[] {
  if (group.length === 1) return group[0].head.identifiers.toSorted(compareLinks);
  const byKey = new Map<string, IdentifierLink>();
  for (const { head } of group) {
    for (const link of head.identifiers) {
      // The oldest key is the one that a link has before and after it is hashed under a later secret.
      const oldest = link.otherKeys.at(-1) ?? link.key;
      const other = byKey.get(oldest);
      if (!other || compareText(other.seenAt ?? "", link.seenAt ?? "") < 0) byKey.set(oldest, link);
    }
  }
  return [...byKey.values()].toSorted(compareLinks);
}

export function groupMerges(group: Group): MergeEntry[] {
  return group
    .flatMap(({ head }) => head.merges)
    .toSorted((a, b) => compareText(a.mergedAt, b.mergedAt) || compareText(a.mergeId, b.mergeId));
}

export function showIdentifier(link: IdentifierLink): LinkedIdentifier {
  const { id, type, channel, display, verified, linkedAt, linkedBy } = link;
  return { id, type, channel, display, verified, linkedAt, linkedBy };
}

export function displayName(collectedData: CollectedData): string | null {
  for (const key of nameKeys) {
    const value = Object.hasOwn(collectedData, key) ? collectedData[key]?.value : undefined;
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return null;
}

function latestDisplay(links: readonly IdentifierLink[], type: IdentifierLink["type"]): string | null {
  let latest: IdentifierLink | null = null;
  for (const link of links) {
    if (link.type === type && (!latest || compareText(latest.seenAt ?? "", link.seenAt ?? "") < 0)) latest = link;
  }
  return latest?.display ?? null;
}

/** By kind and id, so that the order in which they were linked does not show. */
function compareLinks(a: IdentifierLink, b: IdentifierLink): number {
  return compareText(a.type, b.type) || compareText(a.id, b.id);
}
