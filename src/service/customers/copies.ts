import { interactionPlace, type Interaction } from "../record/interaction.ts";
import { conversationOf, eachOnce, eachPointOnce, isFurtherParty } from "../record/party.ts";
import type { FactPage, GroupRequest, Store, StoredCustomer, StoredGroup } from "../stores/store.ts";

/** A group as it is shown: every conversation once, under the id that callers know. */
export interface PresentGroup extends StoredGroup {
  /** How many of its interactions are further copies of one: who was two parties of a conversation has it twice. */
  readonly copies: number;
}

export async function countCopies(
  store: Store,
  tenant: string,
  members: readonly Pick<StoredCustomer, "customerId" | "head">[],
): Promise<number> {
  const held = new Map<string, number>();
  for (const { id } of members.flatMap(({ head }) => head.parties)) {
    const conversationId = conversationOf(id);
    held.set(conversationId, (held.get(conversationId) ?? 0) + 1);
  }
  const ids = new Set(members.map(({ customerId }) => customerId));
  const counts = await Promise.all(
    [...held].map(async ([conversationId, count]) => {
      const first = await store.conversation(tenant, conversationId);
      const isOurs = first !== null && first.interaction !== null && ids.has(first.customerId);
      return isOurs ? count : count - 1;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

const conversationIdOf = ({ conversationId }: { readonly conversationId: string }): string => conversationId;

/** Null when the group went while it was being read. */
export async function showOnce(
  store: Store,
  tenant: string,
  group: StoredGroup,
  request: GroupRequest,
): Promise<PresentGroup | null> {
  const ids = [...group.newest.map(({ summary }) => summary.conversationId), ...group.sentiments.map(conversationIdOf)];
  const hasParties = group.members.some(({ head }) => head.parties.length > 0) || ids.some(isFurtherParty);
  if (!hasParties) return { ...group, copies: 0 };
  const copies = await countCopies(store, tenant, group.members);
  const { interactions, sentiments } = request;
  const enough = {
    ...request,
    interactions: interactions === 0 ? 0 : interactions + copies,
    sentiments: sentiments === 0 ? 0 : sentiments + copies,
  };
  const whole = copies === 0 ? group : await store.group(tenant, group.members[0].customerId, enough);
  if (whole?.state !== "living") return null;
  return {
    ...whole,
    newest: eachOnce(whole.newest).slice(0, interactions),
    sentiments: eachPointOnce(whole.sentiments).slice(0, sentiments),
    copies,
  };
}

/** A page of interactions with every conversation once. */
export async function readInteractions(
  store: Store,
  tenant: string,
  customerIds: readonly string[],
  { before, limit }: FactPage,
): Promise<readonly Interaction[]> {
  let found: readonly Interaction[] = [];
  for (let place = before; ;) {
    const page = await store.interactions(tenant, customerIds, { before: place, limit });
    found = eachOnce([...found, ...page]);
    const last = page.at(-1);
    if (!last || page.length < limit || found.length >= limit) return found.slice(0, limit);
    place = interactionPlace(last.summary);
  }
}
