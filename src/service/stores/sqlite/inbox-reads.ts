import * as z from "zod/mini";
import type { InboxBacklog, LeaseRequest, StoredDeadLetter } from "../inbox-store.ts";
import type { Connection } from "./database.ts";

const deadLetterRow = z.object({
  dead_letter_id: z.string(),
  conversation_id: z.string(),
  topic: z.string(),
  reason: z.string(),
  attempts: z.int(),
  first_failed_at: z.int(),
  last_failed_at: z.int(),
});

export function deadLettersOf(
  connection: Connection,
  tenant: string,
  limit: number,
  after: { readonly lastFailedAt: number; readonly id: string } | null,
): readonly StoredDeadLetter[] {
  const rows = connection
    .statement(
      `SELECT dead_letter_id, conversation_id, topic, reason, attempts, first_failed_at, last_failed_at
       FROM inbox_jobs
       WHERE tenant = :tenant AND dead_letter_id IS NOT NULL
         AND (:id IS NULL OR (last_failed_at, dead_letter_id) < (:at, :id))
       ORDER BY last_failed_at DESC, dead_letter_id DESC LIMIT :limit`,
    )
    .all({ tenant, limit, at: after?.lastFailedAt ?? null, id: after?.id ?? null });
  return rows.map((row) => {
    const read = z.parse(deadLetterRow, row);
    return {
      id: read.dead_letter_id,
      conversationId: read.conversation_id,
      topic: read.topic,
      reason: read.reason,
      attempts: read.attempts,
      firstFailedAt: read.first_failed_at,
      lastFailedAt: read.last_failed_at,
    };
  });
}

const backlogRow = z.object({ waiting: z.int(), dead: z.int(), overdue_since: z.nullable(z.int()) });

export function backlogOf(connection: Connection, tenants: readonly string[], now: number): InboxBacklog {
  const row = connection
    .statement(
      `SELECT COUNT(due_at) AS waiting, COUNT(dead_letter_id) AS dead, MIN(IIF(due_at <= :now, due_at, NULL)) AS overdue_since
       FROM inbox_jobs
       WHERE tenant IN (SELECT value FROM json_each(:tenants)) AND (due_at IS NOT NULL OR dead_letter_id IS NOT NULL)`,
    )
    .get({ tenants: JSON.stringify(tenants), now });
  const { waiting, dead, overdue_since: overdueSince } = z.parse(backlogRow, row);
  return { waiting, dead, overdueSince };
}

/** Refreshes of days to come are many and leases few: only the first of each is read. */
export function nextDue(connection: Connection, tenants: readonly string[]): number | null {
  const times = tenants.flatMap((tenant) => {
    const free = connection
      .statement(
        `SELECT due_at AS at FROM inbox_jobs
         WHERE tenant = ? AND due_at IS NOT NULL AND lease_until IS NULL ORDER BY due_at LIMIT 1`,
      )
      .get(tenant);
    const leased = connection
      .statement(
        `SELECT MAX(due_at, lease_until) AS at FROM inbox_jobs
         WHERE tenant = ? AND lease_until > 0 AND due_at IS NOT NULL ORDER BY at LIMIT 1`,
      )
      .get(tenant);
    return [free, leased].filter((row) => row !== undefined).map((row) => z.parse(dueRow, row).at);
  });
  return times.length === 0 ? null : Math.min(...times);
}

const dueRow = z.object({ at: z.int() });

const candidateRow = z.object({ tenant: z.string(), conversation_id: z.string(), due_at: z.int() });

/** What can be leased, longest overdue first; asked for tenant by tenant, because each has its own order in the index. */
export function leasable(
  connection: Connection,
  { organizationIds, now, limit }: LeaseRequest,
): readonly { readonly tenant: string; readonly conversationId: string }[] {
  const candidates = organizationIds.flatMap((tenant) =>
    connection
      .statement(
        `SELECT tenant, conversation_id, due_at FROM inbox_jobs
         WHERE tenant = :tenant AND due_at <= :now AND (lease_until IS NULL OR lease_until <= :now)
         ORDER BY due_at LIMIT :limit`,
      )
      .all({ tenant, now, limit })
      .map((row) => z.parse(candidateRow, row)),
  );
  return candidates
    .toSorted((one, other) => one.due_at - other.due_at)
    .slice(0, limit)
    .map(({ tenant, conversation_id: conversationId }) => ({ tenant, conversationId }));
}
