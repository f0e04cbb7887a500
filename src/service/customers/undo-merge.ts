import type { UnifiedInteractionContext } from "../../contract/record.ts";
import type { StoredCustomer, StoredGroup } from "../stores/store.ts";
import { auditRecord } from "./audit-record.ts";
import { done, refusals, type Call, type Outcome } from "./call.ts";
import { headsOnly } from "./choose-target.ts";
import { timeOf, type CustomersContext } from "./context.ts";
import { draftGroup, type GroupDraft } from "./group-draft.ts";
import { untilLanded, type Plan } from "./land.ts";
import { refoldIssue } from "./merge.ts";
import { findPresent, refuseStale, toRecord, wholeRecord } from "./present.ts";

/** Takes two customers apart again; each has what was its own, and what came since under its own id and identifiers. Answers the customer that was named. */
export async function undoMerge(
  context: CustomersContext,
  call: Call,
  customerId: string,
  mergeId: string,
  ifMatch: number | null,
): Promise<Outcome<UnifiedInteractionContext>> {
  const undone = await untilLanded(context, call.organization.id, () =>
    plan(context, call, customerId, mergeId, ifMatch),
  );
  if (!undone.ok) return undone;
  const found = await findPresent(context, call, undone.value, wholeRecord);
  return found.ok ? done(toRecord(found.value)) : found;
}

async function plan(
  context: CustomersContext,
  call: Call,
  customerId: string,
  mergeId: string,
  ifMatch: number | null,
): Promise<Plan<Outcome<string>>> {
  const tenant = call.organization.id;
  const found = await findPresent(context, call, customerId, headsOnly);
  if (!found.ok) return { kind: "answer", answer: found };
  const together = draftGroup(found.value);
  const stale = refuseStale(together, ifMatch);
  if (stale) return { kind: "answer", answer: stale };
  const parts = takeApart(found.value, mergeId);
  if (!parts) return { kind: "answer", answer: refusals.unknownMerge };

  const at = timeOf(context);
  const { staying, leaving } = parts;
  for (const draft of [staying, leaving]) {
    await refoldIssue(context, tenant, draft);
    draft.raiseVersion(at);
  }
  return {
    kind: "change",
    answer: done(staying.survivorId),
    change: {
      customers: [...staying.changes(), ...leaving.changes()],
      keys: [],
      interactions: [],
      actions: [],
      sessions: [],
      audit: [staying, leaving].map(({ survivorId }) => auditRecord(context, call, survivorId, "undo_merge")),
    },
  };
}

function takeApart(
  { members }: StoredGroup,
  mergeId: string,
): { readonly staying: GroupDraft; readonly leaving: GroupDraft } | null {
  const host = members.find(({ head }) => head.merges.some((entry) => entry.mergeId === mergeId));
  const merged = host?.head.merges.find((entry) => entry.mergeId === mergeId);
  const guest = members.find(({ customerId }) => customerId === merged?.customerId);
  if (!host || !guest) return null;
  const leavingIds = new Set(withMerged(members, guest));
  const [survivor] = members;
  // Whoever knew the merged record under the old id must see a later version there, not an earlier one.
  const version = Math.max(survivor.version, guest.version);
  const leaving = draftGroup({
    members: [
      { ...guest, mergedInto: null, version },
      ...members.filter(({ customerId }) => customerId !== guest.customerId && leavingIds.has(customerId)),
    ],
  });
  const [, ...others] = members.filter(({ customerId }) => !leavingIds.has(customerId));
  const staying = draftGroup({ members: [survivor, ...others] });
  staying.update(host.customerId, (head) => ({
    ...head,
    merges: head.merges.filter((entry) => entry.mergeId !== mergeId),
  }));
  return { staying, leaving };
}

/** The ids of a customer and of all who were merged into it before. */
function withMerged(members: readonly StoredCustomer[], { customerId, head }: StoredCustomer): readonly string[] {
  const below = members.filter((member) => head.merges.some((entry) => entry.customerId === member.customerId));
  return [customerId].concat(below.flatMap((member) => withMerged(members, member)));
}
