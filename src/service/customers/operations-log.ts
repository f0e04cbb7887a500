import * as z from "zod/mini";
import type { AuditEntry, ErasureReceipt, PageQuery } from "../../contract/customer.ts";
import { erasureReceipt } from "../../contract/customer.ts";
import { retentionRun, type ErasuresPage, type RetentionRun } from "../../contract/operations-overview.ts";
import type { Organization } from "../config.ts";
import type { AuditRecord } from "../stores/store.ts";
import { done, refusals, type Call, type Outcome } from "./call.ts";
import { timeOf, type CustomersContext } from "./context.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { auditLimit, sweep } from "./expire.ts";

/**
 * What operators look back on stands in the audit, under subjects that no customer's id can be: so it outlives the
 * process on every engine, is written with the change it tells of, and goes after `retentionDays.audit`.
 */
const subjects = { retention: "#retention", erasures: "#erasures" } as const;

/** The entry that keeps a receipt beyond the customers it is about, of whom it names none. */
export function receiptEntry(call: Call, { erasureId, erasedAt, removed }: ErasureReceipt): AuditRecord {
  return {
    id: erasureId,
    at: erasedAt,
    actor: { type: call.actor.type, id: call.actor.id },
    action: actionOf("erase", removed),
    conversationId: null,
    requestId: call.requestId,
    customerId: subjects.erasures,
  };
}

/** Receipts of erasures, newest first. */
export async function listErasures(
  context: CustomersContext,
  call: Call,
  page: PageQuery,
): Promise<Outcome<ErasuresPage>> {
  const before = page.cursor === undefined ? null : readCursor(page.cursor);
  if (page.cursor !== undefined && !before) return refusals.foreignCursor;
  const { organization } = call;
  const since = auditLimit(context, organization);
  const request = { before, limit: page.limit + 1 };
  const entries = await context.store.auditEntries(organization.id, [subjects.erasures], since, request);
  const shown = entries.slice(0, page.limit);
  const items = shown.map((entry) =>
    z.parse(erasureReceipt, { erasureId: entry.id, erasedAt: entry.at, dryRun: false, removed: countsOf(entry) }),
  );
  const last = shown.at(-1);
  return done({ items, nextCursor: last && entries.length > page.limit ? writeCursor(last) : null });
}

/** The latest sweeps that came to their end, newest first. */
export async function listRetentionRuns(
  context: CustomersContext,
  organization: Organization,
  count: number,
): Promise<readonly RetentionRun[]> {
  const since = auditLimit(context, organization);
  const page = { before: null, limit: count };
  const entries = await context.store.auditEntries(organization.id, [subjects.retention], since, page);
  return entries.map((entry) => z.parse(retentionRun, { at: entry.at, removed: countsOf(entry) }));
}

/** Sweeps a part at a time; the last part notes what all of them removed. */
export function createSweep(context: CustomersContext): (organization: Organization) => Promise<boolean> {
  const removedSoFar = new Map<string, RetentionRun["removed"]>();
  return async (organization) => {
    const { id } = organization;
    const { isDone, removed } = await sweep(context, organization);
    const sum = added(removedSoFar.get(id), removed);
    removedSoFar.set(id, sum);
    if (!isDone) return true;
    removedSoFar.delete(id);
    context.store.audit(id, {
      id: context.newId("ret_"),
      at: timeOf(context),
      actor: { type: "service", id: "retention" },
      action: actionOf("retain", sum),
      conversationId: null,
      requestId: "",
      customerId: subjects.retention,
    });
    return false;
  };
}

function added(one: RetentionRun["removed"] | undefined, other: RetentionRun["removed"]): RetentionRun["removed"] {
  return {
    interactions: (one?.interactions ?? 0) + other.interactions,
    sessions: (one?.sessions ?? 0) + other.sessions,
    auditEntries: (one?.auditEntries ?? 0) + other.auditEntries,
  };
}

/** An audit entry has one text of its own: `erase interactions=3 archived=0 …`. */
function actionOf(word: string, counts: Readonly<Record<string, number>>): string {
  return [word, ...Object.entries(counts).map(([name, count]) => `${name}=${count}`)].join(" ");
}

function countsOf({ action }: AuditEntry): Readonly<Record<string, number>> {
  return Object.fromEntries([...action.matchAll(/(\w+)=(\d+)/g)].map(([, name = "", count]) => [name, Number(count)]));
}
