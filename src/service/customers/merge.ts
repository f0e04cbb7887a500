import type { MergeAnswer } from "../../contract/merge.ts";
import { limits } from "../../contract/limits.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import { countInteractions, groupIdentifiers } from "../record/context.ts";
import { interactionPlace } from "../record/interaction.ts";
import { comparePlaces } from "../record/order.ts";
import { eachOnce, eachPointOnce } from "../record/party.ts";
import { auditRecord } from "./audit-record.ts";
import { done, invalid, type Call, type Outcome } from "./call.ts";
import { timeOf, type CustomersContext } from "./context.ts";
import { countCopies, type PresentGroup } from "./copies.ts";
import { draftGroup, type GroupDraft } from "./group-draft.ts";
import { untilLanded, type Plan } from "./land.ts";
import { lookBackForIssue } from "./look-back.ts";
import { findPresent, refuseStale, toRecord, wholeRecord } from "./present.ts";

export interface Merge {
  readonly customerId: string;
  readonly from: string;
  /** Shows what would move and moves nothing. */
  readonly dryRun: boolean;
  readonly ifMatch: number | null;
}

/** Lets one customer answer for another. Nothing is moved: each keeps its own facts, so that undoing it is exact. */
export function merge(context: CustomersContext, call: Call, request: Merge): Promise<Outcome<MergeAnswer>> {
  return untilLanded(context, call.organization.id, () => plan(context, call, request));
}

async function plan(context: CustomersContext, call: Call, request: Merge): Promise<Plan<Outcome<MergeAnswer>>> {
  const tenant = call.organization.id;
  const into = await findPresent(context, call, request.customerId, wholeRecord);
  if (!into.ok) return { kind: "answer", answer: into };
  const from = await findPresent(context, call, request.from, wholeRecord);
  if (!from.ok) return { kind: "answer", answer: from };
  const draft = draftGroup(into.value);
  const stale = refuseStale(draft, request.ifMatch);
  if (stale) return { kind: "answer", answer: stale };
  const theirs = draftGroup(from.value);
  if (theirs.survivorId === draft.survivorId) return { kind: "answer", answer: sameCustomer };

  const mergedAt = timeOf(context);
  const mergeId = context.newId("mrg_");
  const moved = {
    interactions: countInteractions(from.value.members) - from.value.copies,
    identifiers: groupIdentifiers(from.value.members).length,
  };
  draft.adopt(theirs, { customerId: theirs.survivorId, mergeId, mergedAt, automatic: false });
  await refoldIssue(context, tenant, draft);
  draft.raiseVersion(mergedAt);
  const copies = await countCopies(context.store, tenant, draft.members());
  const answer: MergeAnswer = { mergedAt, moved, record: showTogether(into.value, from.value, draft, copies) };
  if (request.dryRun) return { kind: "answer", answer: done(answer) };
  return {
    kind: "change",
    answer: done({ mergeId, ...answer }),
    change: {
      customers: draft.changes(),
      keys: [],
      interactions: [],
      actions: [],
      sessions: [],
      audit: [draft.survivorId, theirs.survivorId].map((id) => auditRecord(context, call, id, "merge")),
    },
  };
}

/** Works the open issue of a group out anew from the facts of its members. */
export async function refoldIssue(context: CustomersContext, tenant: string, draft: GroupDraft): Promise<void> {
  const customerIds = draft.members().map(({ customerId }) => customerId);
  const issue = await lookBackForIssue({ store: context.store, tenant, customerIds, without: new Set(), added: [] });
  draft.update(draft.survivorId, (head) => ({ ...head, issue }));
}

function showTogether(
  into: PresentGroup,
  from: PresentGroup,
  draft: GroupDraft,
  copies: number,
): UnifiedInteractionContext {
  const newest = eachOnce([...into.newest, ...from.newest])
    .toSorted((a, b) => comparePlaces(interactionPlace(b.summary), interactionPlace(a.summary)))
    .slice(0, limits.windowSize);
  const sentiments = eachPointOnce([...into.sentiments, ...from.sentiments])
    .toSorted((a, b) => comparePlaces({ at: b.at, id: b.conversationId }, { at: a.at, id: a.conversationId }))
    .slice(0, limits.sentimentHistorySize);
  return toRecord({ ...into, newest, sentiments, copies }, draft.members());
}

const sameCustomer = invalid(
  "from",
  "must be another customer",
  "Both ids already mean the same customer; there is nothing to merge.",
);
