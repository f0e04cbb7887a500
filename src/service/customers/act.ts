import type { AgentAction } from "../record/action.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import { actionIssueEvent, applyAction, nextActionPlace, replaceIssueEvent } from "../record/apply.ts";
import type { Place } from "../record/order.ts";
import { auditRecord } from "./audit-record.ts";
import { done, type Call, type Outcome, type Refusal } from "./call.ts";
import { timeOf, type CustomersContext } from "./context.ts";
import { draftGroup, type GroupDraft } from "./group-draft.ts";
import { untilLanded, type Plan } from "./land.ts";
import { lookBackForIssue } from "./look-back.ts";
import { findPresent, refuseStale, toRecord, wholeRecord } from "./present.ts";

export interface Act {
  readonly customerId: string;
  readonly ifMatch: number | null;
  readonly name: string;
  /** What is done at this place in time. */
  readonly action: (place: Place) => AgentAction;
  /** Why it must not be done, looking at the record before and after. */
  readonly refuse?: (before: GroupDraft, after: GroupDraft) => Refusal | null;
  /** Whether a reader sees a difference. */
  readonly isVisible: (before: GroupDraft, after: GroupDraft) => boolean;
}

/** Adds an agent's action to the customer that it names; when that one was merged away, the survivor's record shows it. */
export function act(context: CustomersContext, call: Call, request: Act): Promise<Outcome<UnifiedInteractionContext>> {
  return untilLanded(context, call.organization.id, () => plan(context, call, request));
}

async function plan(
  context: CustomersContext,
  call: Call,
  { customerId, ifMatch, name, action: make, refuse, isVisible }: Act,
): Promise<Plan<Outcome<UnifiedInteractionContext>>> {
  const tenant = call.organization.id;
  const found = await findPresent(context, call, customerId, wholeRecord);
  if (!found.ok) return { kind: "answer", answer: found };
  const group = found.value;
  const before = draftGroup(group);
  const draft = draftGroup(group);
  const stale = refuseStale(draft, ifMatch);
  if (stale) return { kind: "answer", answer: stale };

  const at = timeOf(context);
  const heads = draft.members().map(({ head }) => head);
  const { place, sequence } = nextActionPlace(heads, at, context.newId(""));
  const action = make(place);
  draft.update(customerId, (head) => applyAction(head, action, sequence));
  const refusal = refuse?.(before, draft) ?? null;
  if (refusal) return { kind: "answer", answer: refusal };
  const { issue } = draft.head(draft.survivorId);
  const nextIssue =
    replaceIssueEvent(issue, null, actionIssueEvent(action)) ??
    (await lookBackForIssue({
      store: context.store,
      tenant,
      customerIds: draft.members().map((member) => member.customerId),
      without: new Set(),
      added: [],
      action,
    }));
  draft.update(draft.survivorId, (head) => ({ ...head, issue: nextIssue }));
  if (isVisible(before, draft)) draft.raiseVersion(at);
  return {
    kind: "change",
    answer: done(toRecord(group, draft.members())),
    change: {
      customers: draft.changes(),
      keys: [],
      interactions: [],
      actions: [{ customerId, action }],
      sessions: [],
      audit: [auditRecord(context, call, draft.survivorId, name)],
    },
  };
}
