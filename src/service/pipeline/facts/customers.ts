import type { CollectedValues } from "../../../contract/customer.ts";
import { customersOf, type Conversation, type ConversationCustomer } from "../../../contract/genesys-conversation.ts";
import type { Identifier, IdentifierType } from "../../../contract/identifier.ts";
import { limits } from "../../../contract/limits.ts";
import { collectedFrom } from "./collected-data.ts";
import { detailAsConversation } from "./customer-legs.ts";
import type { ConversationDetail } from "./detail.ts";

/** One person on the customer's side of a conversation. */
export interface Party {
  /** Of the first participant that is this person: the same in every revision of the conversation. */
  readonly participantId: string;
  /** In the order of the cascade; empty when the person is anonymous. */
  readonly identifiers: readonly Identifier[];
  readonly collectedData: CollectedValues;
}

/** What a CRM or Genesys Cloud itself says of the person decides before what the medium shows. */
const cascade: readonly IdentifierType[] = ["customerId", "externalContact", "phone", "email", "channel"];

/**
 * Everybody on the customer's side. Participants that show the same number, address or id are one person
 * (a callback and the call that it became); others are not, however they came together.
 * The detail adds what the conversation lacks, and stands in for one that could not be read.
 */
export function partiesOf(
  conversationId: string,
  sources: { readonly detail: ConversationDetail; readonly conversation: Conversation | null },
  collectedAttributes: readonly string[],
): readonly Party[] {
  const detail = detailAsConversation(conversationId, sources.detail);
  const inDetail = customersOf(detail, cascade);
  const inConversation = sources.conversation === null ? [] : customersOf(sources.conversation, cascade);
  const present = inConversation.length > 0 ? inConversation.map((one) => completed(one, inDetail)) : inDetail;
  const attributes = new Map(
    [...detail.participants, ...(sources.conversation?.participants ?? [])].map((one) => [one.id, one.attributes]),
  );
  return groupByIdentity(present).map((group) => ({
    participantId: group[0].participantId,
    identifiers: inCascade(group.flatMap(({ identifiers }) => identifiers)),
    collectedData: collectedFrom(
      group.map(({ participantId }) => attributes.get(participantId) ?? {}),
      collectedAttributes,
    ),
  }));
}

function completed(one: ConversationCustomer, inDetail: readonly ConversationCustomer[]): ConversationCustomer {
  const same = inDetail.find(({ participantId }) => participantId === one.participantId);
  const known = new Set(one.identifiers.map(({ type }) => type));
  const added = (same?.identifiers ?? []).filter(({ type }) => !known.has(type));
  return { ...one, identifiers: [...one.identifiers, ...added] };
}

type Members = readonly [ConversationCustomer, ...ConversationCustomer[]];

/** In the order of the first member of each. */
function groupByIdentity(customers: readonly ConversationCustomer[]): readonly Members[] {
  let groups: { readonly keys: Set<string>; readonly members: Members }[] = [];
  for (const customer of customers) {
    const keys = new Set(customer.identifiers.map((identifier) => keyOf(identifier)));
    const joined = groups.filter((group) => !group.keys.isDisjointFrom(keys));
    const [first, ...others] = joined;
    const all = joined.reduce((known, group) => known.union(group.keys), keys);
    if (!first) groups.push({ keys: all, members: [customer] });
    else {
      const [one, ...more] = first.members;
      const members: Members = [one, ...more, ...others.flatMap((group) => group.members), customer];
      groups = groups
        .filter((group) => !others.includes(group))
        .map((group) => (group === first ? { keys: all, members } : group));
    }
  }
  return groups.map(({ members }) => members);
}

/** Coarser than the service's own normalisation: it only keeps apart what is plainly different. */
function keyOf(identifier: Identifier): string {
  switch (identifier.type) {
    case "phone":
      return `phone ${identifier.value
        .replace(/^(?:tel|sips?):/iu, "")
        .replace(/[;@].*$/su, "")
        .replaceAll(/\D/gu, "")}`;
    case "email":
      return `email ${identifier.value.toLowerCase()}`;
    case "channel":
      return `channel ${identifier.channel} ${identifier.value}`;
    case "customerId":
    case "externalContact":
      return `${identifier.type} ${identifier.value}`;
    default:
      return identifier satisfies never;
  }
}

function inCascade(identifiers: readonly Identifier[]): readonly Identifier[] {
  const seen = new Set<string>();
  return identifiers
    .filter((identifier) => !seen.has(keyOf(identifier)) && seen.add(keyOf(identifier)))
    .toSorted((one, other) => cascade.indexOf(one.type) - cascade.indexOf(other.type))
    .slice(0, limits.identifiersPerRequest);
}
