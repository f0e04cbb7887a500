import type { RetentionRun } from "../../contract/operations-overview.ts";
import type { Organization } from "../config.ts";
import { newestTellings, type Telling } from "../record/collected.ts";
import type { CustomerHead } from "../record/head.ts";
import { isSessionPlaceId, sessionPlaceId } from "../record/order.ts";
import type { Aged, RetentionLimits, StoredCustomer, StoredGroup } from "../stores/store.ts";
import type { Call } from "./call.ts";
import { headsOnly } from "./choose-target.ts";
import { timeOf, type CustomersContext } from "./context.ts";
import { draftGroup } from "./group-draft.ts";
import { untilLanded, type Plan } from "./land.ts";
import { lookBackForIssue, lookBackForTellings } from "./look-back.ts";

/** What one removal took out of the store. */
export type Removed = Pick<RetentionRun["removed"], "interactions" | "sessions">;
const nothingRemoved: Removed = { interactions: 0, sessions: 0 };

const dayMilliseconds = 86_400_000;
const customersPerSweep = 100;

export function retentionLimits(context: CustomersContext, { retentionDays }: Organization): RetentionLimits {
  const before = (days: number): string => new Date(context.now() - days * dayMilliseconds).toISOString();
  return { facts: before(retentionDays.interactions), sessions: before(retentionDays.sessions) };
}

export function auditLimit(context: CustomersContext, { retentionDays }: Organization): string {
  return new Date(context.now() - retentionDays.audit * dayMilliseconds).toISOString();
}

/** Removes what of a group is past its days, so that no answer has it. False when there was nothing: what was read of the group stands. */
export async function expireWhenDue(
  context: CustomersContext,
  call: Pick<Call, "organization">,
  group: StoredGroup,
): Promise<boolean> {
  return (await expire(context, call, group)) !== null;
}

/** Null when nothing was due. */
async function expire(
  context: CustomersContext,
  { organization }: Pick<Call, "organization">,
  group: StoredGroup,
): Promise<Removed | null> {
  const limits = retentionLimits(context, organization);
  if (!group.members.some(({ head }) => isDue(head, limits))) return null;
  const [survivor] = group.members;
  return untilLanded(context, organization.id, () => plan(context, organization.id, survivor.customerId, limits));
}

/** Removes a part of what of the organisation is past its days; `isDone` when there was nothing left. */
export async function sweep(
  context: CustomersContext,
  organization: Organization,
): Promise<{ readonly isDone: boolean; readonly removed: RetentionRun["removed"] }> {
  const tenant = organization.id;
  const limits = retentionLimits(context, organization);
  const due = await context.store.aging(tenant, limits, customersPerSweep);
  let { interactions, sessions } = nothingRemoved;
  for (const customerId of due) {
    const group = await context.store.group(tenant, customerId, headsOnly);
    const removed = group?.state === "living" ? await expire(context, { organization }, group) : null;
    interactions += removed?.interactions ?? 0;
    sessions += removed?.sessions ?? 0;
  }
  const auditEntries = await context.store.expireAudit(tenant, auditLimit(context, organization));
  return { isDone: due.length === 0 && auditEntries === 0, removed: { interactions, sessions, auditEntries } };
}

export function isDue(
  { oldestAt, restingSince }: Pick<CustomerHead, "oldestAt" | "restingSince">,
  limits: RetentionLimits,
): boolean {
  return (oldestAt !== null && oldestAt < limits.facts) || (restingSince !== null && restingSince < limits.sessions);
}

async function plan(
  context: CustomersContext,
  tenant: string,
  customerId: string,
  limits: RetentionLimits,
): Promise<Plan<Removed>> {
  const group = await context.store.group(tenant, customerId, headsOnly);
  if (group?.state !== "living") return { kind: "answer", answer: nothingRemoved };
  const draft = draftGroup(group);
  const due = group.members.filter(({ head }) => isDue(head, limits));
  if (due.length === 0) return { kind: "answer", answer: nothingRemoved };
  let isVisible = false;
  let { interactions, sessions } = nothingRemoved;
  for (const member of due) {
    const aged = await context.store.aged(tenant, member.customerId, limits);
    const head = await withoutAged(context, tenant, member, aged, limits);
    interactions += aged.interactions;
    sessions += aged.sessionIds.length;
    isVisible ||= aged.interactions > 0 || JSON.stringify(head.collected) !== JSON.stringify(member.head.collected);
    draft.update(member.customerId, () => head);
  }
  const { issue } = draft.head(draft.survivorId);
  const since = { id: "", at: limits.facts };
  const customerIds = group.members.map((member) => member.customerId);
  const remaining = await lookBackForIssue({ ...nothingElse, store: context.store, tenant, customerIds, since });
  isVisible ||= JSON.stringify(issue) !== JSON.stringify(remaining);
  draft.update(draft.survivorId, (head) => ({ ...head, issue: remaining }));
  if (isVisible) draft.raiseVersion(timeOf(context));

  const expired = { customerIds: due.map((member) => member.customerId), limits };
  const [survivor] = draft.members();
  const isGone = draft.members().length === 1 && survivor.erasedAt === null && isEmpty(survivor.head);
  const customers = draft.changes();
  return {
    kind: "change",
    answer: { interactions, sessions },
    change: {
      customers: isGone ? customers.map((change) => ({ ...change, after: null })) : customers,
      keys: [],
      interactions: [],
      actions: [],
      sessions: [],
      audit: [],
      expired,
    },
  };
}

const nothingElse = { without: new Set<string>(), added: [] };

async function withoutAged(
  context: CustomersContext,
  tenant: string,
  { customerId, head }: StoredCustomer,
  aged: Aged,
  limits: RetentionLimits,
): Promise<CustomerHead> {
  const gone = new Set(aged.sessionIds.map(sessionPlaceId));
  const isKept = ({ id, at }: Telling): boolean => (isSessionPlaceId(id) ? !gone.has(id) : at >= limits.facts);
  const kept = Object.entries(head.collected).filter(([, told]) => isKept(told));
  // What went may have been told before by something that is kept longer: sessions and interactions have days of their own.
  const unknown = Object.entries(head.collected).flatMap(([key, told]) => (isKept(told) ? [] : [key]));
  const facts = { ...nothingElse, store: context.store, tenant, customerIds: [customerId], without: gone };
  const found =
    unknown.length === 0 ? {} : await lookBackForTellings({ ...facts, since: { id: "", at: limits.facts } }, unknown);
  return {
    ...head,
    interactionCount: head.interactionCount - aged.interactions,
    sessionCount: head.sessionCount - aged.sessionIds.length,
    oldestAt: aged.oldestAt,
    restingSince: aged.restingSince,
    collected: newestTellings(Object.fromEntries(kept), found),
    parties: head.parties.filter(({ at }) => at >= limits.facts),
  };
}

function isEmpty({ interactionCount, sessionCount, oldestAt, identifiers, merges }: CustomerHead): boolean {
  return (
    interactionCount === 0 && sessionCount === 0 && oldestAt === null && identifiers.length === 0 && merges.length === 0
  );
}
