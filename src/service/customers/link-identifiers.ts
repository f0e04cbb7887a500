import { createHash } from "node:crypto";
import { limits } from "../../contract/limits.ts";
import type { Channel } from "../../contract/primitives.ts";
import { partsOf } from "../identity/decide.ts";
import type { UsableIdentifier } from "../identity/identifiers.ts";
import type { IdentifierLink } from "../record/head.ts";
import { compareText } from "../record/order.ts";
import type { Change, StoredStanding } from "../stores/store.ts";
import type { Call } from "./call.ts";
import type { GroupDraft } from "./group-draft.ts";

/** Where and when identifiers came to light. */
export interface Sighting {
  readonly identifiers: readonly UsableIdentifier[];
  readonly standing: StoredStanding;
  readonly startTime: string;
  readonly channel: Channel;
  readonly at: string;
  readonly linkedBy: string;
  /** False for a repeated or older revision, which links what is nobody's but tells nothing new of what is somebody's. */
  readonly isNew: boolean;
  /** A customer that is only now made gets what is nobody's, and nothing that is others'. */
  readonly isMade: boolean;
}

export const linkedBy = (call: Call): string => (call.actor.type === "agent" ? "agent" : call.actor.id);

/**
 * Links the identifiers of one conversation to the customer `origin` of the group that it was found to belong to:
 * those of nobody and, of a new conversation, phones and emails that others have too. Answers what changed of the keys.
 */
export function linkSighted(
  draft: GroupDraft,
  origin: string,
  sighting: Sighting,
): { readonly keys: Change["keys"]; readonly isVisible: boolean } {
  const keys: Change["keys"][number][] = [];
  let isVisible = false;
  const seen = new Set<string>();
  for (const identifier of sighting.identifiers) {
    if (seen.has(identifier.key)) continue;
    seen.add(identifier.key);
    const holder = draft
      .members()
      .find(({ head }) => head.identifiers.some((link) => isLinkOf(link, identifier)))?.customerId;
    if (holder !== undefined) {
      isVisible = seeAgain(draft, holder, identifier, sighting) || isVisible;
      keys.push(...hashAnew(draft, holder, identifier, sighting.standing));
      continue;
    }
    if (!mayLink(draft, identifier, sighting)) continue;
    keys.push(...ownedAlsoBy(identifier, sighting.standing, origin));
    const link = newLink(origin, identifier, {
      linkedAt: sighting.at,
      linkedBy: sighting.linkedBy,
      verified: isProven(identifier, sighting.channel),
      seenAt: sighting.startTime,
    });
    draft.update(origin, (head) => ({ ...head, identifiers: [...head.identifiers, link] }));
    isVisible = true;
  }
  return { keys, isVisible };
}

export function isLinkOf(
  link: Pick<IdentifierLink, "key" | "otherKeys">,
  { key, earlierKeys }: UsableIdentifier,
): boolean {
  return link.key === key || link.otherKeys.includes(key) || earlierKeys.includes(link.key);
}

/** Under the present secret and, as long as others may still write under them, the earlier ones: whoever knows only one of them finds the customer. */
export function ownedAlsoBy(
  { key: present, earlierKeys }: UsableIdentifier,
  standing: StoredStanding,
  customerId: string,
): Change["keys"] {
  return [present, ...earlierKeys].flatMap((key) => {
    const stored = standing.keys.get(key);
    const customerIds = (stored?.owners ?? []).map((owner) => owner.customerId);
    if (customerIds.includes(customerId)) return [];
    const { revision = 0, erasedAt = null } = stored ?? {};
    return [{ key, revision, customerIds: [...customerIds, customerId], erasedAt }];
  });
}

/** A link from before the present secret is kept under it from now on. */
function hashAnew(
  draft: GroupDraft,
  holder: string,
  identifier: UsableIdentifier,
  standing: StoredStanding,
): Change["keys"] {
  const { key, earlierKeys: otherKeys, sameAs } = identifier;
  const isOld = (link: IdentifierLink): boolean => link.key !== key && otherKeys.includes(link.key);
  if (!draft.head(holder).identifiers.some(isOld)) return [];
  draft.update(holder, (head) => ({
    ...head,
    identifiers: head.identifiers.map((link) =>
      isOld(link) ? { ...link, key, otherKeys: [...otherKeys], sameAs } : link,
    ),
  }));
  return ownedAlsoBy(identifier, standing, holder);
}

export function newLink(
  customerId: string,
  identifier: UsableIdentifier,
  how: Pick<IdentifierLink, "linkedAt" | "linkedBy" | "verified" | "seenAt">,
): IdentifierLink {
  const { key, earlierKeys, type, channel, sameAs } = identifier;
  // The same for the same customer and identifier, whenever and however often it is linked.
  const digest = createHash("sha256").update(`${customerId} ${key}`).digest("hex");
  return {
    id: `idn_${digest.slice(0, 26)}`,
    key,
    otherKeys: [...earlierKeys],
    type,
    channel,
    sameAs,
    display: identifier.display(),
    ...how,
  };
}

function mayLink(draft: GroupDraft, identifier: UsableIdentifier, sighting: Sighting): boolean {
  const wasUnlinkedSince = draft
    .members()
    .some(({ head }) =>
      [identifier.key, ...identifier.earlierKeys].some(
        (key) => Object.hasOwn(head.unlinked, key) && sighting.startTime <= (head.unlinked[key] ?? ""),
      ),
    );
  if (wasUnlinkedSince) return false;
  const parts = partsOf(identifier, sighting.standing, sighting.startTime);
  if (parts.length === 0) return true;
  const isShareable = identifier.type === "phone" || identifier.type === "email";
  return (
    isShareable &&
    sighting.isNew &&
    !sighting.isMade &&
    parts.length <= limits.sharedOwners &&
    parts.every(({ kind }) => kind === "living")
  );
}

function seeAgain(draft: GroupDraft, holder: string, identifier: UsableIdentifier, sighting: Sighting): boolean {
  const links = draft.head(holder).identifiers;
  const index = links.findIndex((one) => isLinkOf(one, identifier));
  const link = links[index];
  if (!link) return false;
  const verified = link.verified || isProven(identifier, sighting.channel);
  const isLater = link.seenAt === null || compareText(link.seenAt, sighting.startTime) < 0;
  if (verified === link.verified && !isLater) return false;
  const seen = { ...link, verified, seenAt: isLater ? sighting.startTime : link.seenAt };
  draft.update(holder, (head) => ({ ...head, identifiers: head.identifiers.with(index, seen) }));
  return verified !== link.verified;
}

/** An address is proven when the customer was spoken or written to at it; one that was typed into a form is only claimed. */
function isProven({ type, channel }: UsableIdentifier, conversationChannel: Channel): boolean {
  switch (type) {
    case "externalContact":
      return true;
    case "channel":
      return channel === conversationChannel;
    case "email":
      return conversationChannel === "email";
    case "phone":
      return ["voice", "sms", "callback", "whatsapp"].includes(conversationChannel);
    default:
      return type satisfies never;
  }
}
