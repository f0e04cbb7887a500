import { applyInteraction, replaceInteractionIssue } from "../record/apply.ts";
import { groupTellings } from "../record/context.ts";
import { countLiveKeys, newestTellings } from "../record/collected.ts";
import type { Interaction } from "../record/interaction.ts";
import type { Store } from "../stores/store.ts";
import type { GroupDraft } from "./group-draft.ts";
import { lookBackForIssue, lookBackForTellings, type FactsAhead } from "./look-back.ts";

/** A revision of one conversation: from the customer that it was recorded with, if any, to the one that it belongs to, if any. */
export interface Replacement {
  readonly before: { readonly customerId: string; readonly interaction: Interaction } | null;
  readonly after: { readonly customerId: string; readonly interaction: Interaction } | null;
}

/** Works the part of a replacement that concerns this group into its draft. */
export async function placeInteraction(
  store: Store,
  tenant: string,
  draft: GroupDraft,
  { before, after }: Replacement,
): Promise<void> {
  const customerIds = draft.members().map(({ customerId }) => customerId);
  const ours = (side: Replacement["before"]): Interaction | null =>
    side && customerIds.includes(side.customerId) ? side.interaction : null;
  const [old, next] = [ours(before), ours(after)];
  const conversationId = (next ?? old)?.summary.conversationId;
  if (conversationId === undefined) return;
  const ahead = (ids: readonly string[], added: Interaction | null): FactsAhead => ({
    store,
    tenant,
    customerIds: ids,
    without: new Set([conversationId]),
    added: added ? [added] : [],
  });

  for (const customerId of customerIds) {
    const oldHere = before?.customerId === customerId ? old : null;
    const nextHere = after?.customerId === customerId ? next : null;
    if (!oldHere && !nextHere) continue;
    const { head, unknown } = applyInteraction(draft.head(customerId), oldHere, nextHere);
    const found = unknown.length === 0 ? {} : await lookBackForTellings(ahead([customerId], nextHere), unknown);
    draft.update(customerId, () => ({ ...head, collected: newestTellings(head.collected, found) }));
  }

  const issue =
    replaceInteractionIssue(draft.head(draft.survivorId).issue, old, next) ??
    (await lookBackForIssue(ahead(customerIds, next)));
  draft.update(draft.survivorId, (head) => ({ ...head, issue }));
}

export function countCollectedKeys(draft: GroupDraft): number {
  return countLiveKeys(groupTellings(draft.members()));
}
