import { limits } from "../../contract/limits.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import { countInteractions, showRecord, type Group } from "../record/context.ts";
import type { GroupRequest } from "../stores/store.ts";
import { refusals, type Call, type Outcome, type Refusal } from "./call.ts";
import type { CustomersContext } from "./context.ts";
import { showOnce, type PresentGroup } from "./copies.ts";
import { expireWhenDue } from "./expire.ts";
import type { GroupDraft } from "./group-draft.ts";

export const wholeRecord: GroupRequest = {
  interactions: limits.windowSize,
  sentiments: limits.sentimentHistorySize,
  sessionsSince: null,
};

/** The customer that answers for this id, without what is past its days, or why none does. */
export async function findPresent(
  context: CustomersContext,
  call: Call,
  customerId: string,
  request: GroupRequest,
): Promise<Exclude<Outcome<PresentGroup>, Refusal> | Refusal> {
  for (;;) {
    const found = await context.store.group(call.organization.id, customerId, request);
    if (!found) return refusals.unknownCustomer;
    if (found.state === "erased") return refusals.erasedCustomer;
    const isOld = await expireWhenDue(context, call, found);
    const shown = isOld ? null : await showOnce(context.store, call.organization.id, found, request);
    if (shown) return { ok: true, value: shown };
  }
}

/** The record with the members as they are in a draft, or as they were read. */
export function toRecord(group: PresentGroup, members: Group = group.members): UnifiedInteractionContext {
  return showRecord(
    members,
    group.newest.map(({ summary }) => summary),
    group.sentiments,
    countInteractions(members) - group.copies,
  );
}

export function refuseStale(draft: GroupDraft, ifMatch: number | null): Refusal | null {
  return refuseStaleVersion(draft.members()[0].version, ifMatch);
}

export function refuseStaleVersion(version: number, ifMatch: number | null): Refusal | null {
  return ifMatch !== null && ifMatch !== version ? refusals.staleVersion : null;
}
