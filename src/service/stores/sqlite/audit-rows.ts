import * as z from "zod/mini";
import type { AuditEntry } from "../../../contract/customer.ts";
import { comparePlaces } from "../../record/order.ts";
import type { AuditRecord, FactPage } from "../store.ts";
import type { Connection } from "./database.ts";

/** An entry as the text under which it waits. */
export function writeEntry({ customerId, at, id, actor, action, conversationId, requestId }: AuditRecord): string {
  return JSON.stringify([customerId, at, id, actor.type, actor.id, action, conversationId, requestId]);
}

/** Puts entries at the end of those that wait: no page of an index is touched, however many customers there are. */
export function appendAudit(connection: Connection, tenant: string, entries: readonly string[]): void {
  connection
    .statement("INSERT INTO audit_waiting (tenant, entries) VALUES (?, ?)")
    .run(tenant, `[${entries.join(",")}]`);
}

const waitingColumns = `value ->> 2 AS id, value ->> 1 AS at, value ->> 3 AS actor_type, value ->> 4 AS actor_id,
  value ->> 5 AS action, value ->> 6 AS conversation_id, value ->> 7 AS request_id`;

const lastBatch = z.object({ batch: z.nullable(z.int()) });

/** Puts the batches that wait longest where they are looked for, sorted, so that each page is touched once, until there are enough of them; answers how many entries. */
export function fileAudit(connection: Connection, enough: number): number {
  const { batch } = z.parse(
    lastBatch,
    connection
      .statement(
        `SELECT MAX(batch) AS batch FROM (
           SELECT batch, SUM(json_array_length(entries)) OVER (ORDER BY batch) - json_array_length(entries) AS earlier
           FROM (SELECT batch, entries FROM audit_waiting ORDER BY batch LIMIT +?1)
         ) WHERE earlier < ?1`,
      )
      .get(enough),
  );
  if (batch === null) return 0;
  const { changes } = connection
    .statement(
      `INSERT INTO audit_entries (tenant, customer_id, id, at, actor_type, actor_id, action, conversation_id, request_id)
       SELECT tenant, value ->> 0 AS customer_id, ${waitingColumns} FROM audit_waiting, json_each(entries)
       WHERE batch <= ? ORDER BY tenant, customer_id, at, id`,
    )
    .run(batch);
  connection.statement("DELETE FROM audit_waiting WHERE batch <= ?").run(batch);
  return Number(changes);
}

const auditRow = z.object({
  id: z.string(),
  at: z.string(),
  actor_type: z.enum(["agent", "service"]),
  actor_id: z.string(),
  action: z.string(),
  conversation_id: z.nullable(z.string()),
  request_id: z.string(),
});

export function readAudit(
  connection: Connection,
  tenant: string,
  customerIds: readonly string[],
  since: string,
  { before, limit }: FactPage,
): readonly AuditEntry[] {
  const [at, id] = [before?.at ?? "~", before?.id ?? ""];
  const filed = connection
    .statement(
      `SELECT id, at, actor_type, actor_id, action, conversation_id, request_id FROM audit_entries
       WHERE tenant = ? AND customer_id IN (SELECT value FROM json_each(?)) AND at >= ? AND (at, id) < (?, ?)
       ORDER BY at DESC, id DESC LIMIT +?`,
    )
    .all(tenant, JSON.stringify(customerIds), since, at, id, limit);
  // Most batches are not about this customer, and need not be taken apart to know it.
  const waiting = customerIds.flatMap((customerId) =>
    connection
      .statement(
        `SELECT ${waitingColumns} FROM audit_waiting, json_each(entries)
         WHERE tenant = ? AND instr(entries, ?) > 0 AND value ->> 0 = ?
           AND value ->> 1 >= ? AND (value ->> 1, value ->> 2) < (?, ?)
         ORDER BY at DESC, id DESC LIMIT +?`,
      )
      .all(tenant, JSON.stringify(customerId), customerId, since, at, id, limit),
  );
  return [...filed, ...waiting]
    .map((row) => toEntry(row))
    .toSorted((a, b) => comparePlaces(b, a))
    .slice(0, limit);
}

function toEntry(found: unknown): AuditEntry {
  const row = z.parse(auditRow, found);
  return {
    id: row.id,
    at: row.at,
    actor: { type: row.actor_type, id: row.actor_id },
    action: row.action,
    conversationId: row.conversation_id,
    requestId: row.request_id,
  };
}

export function expireAudit(connection: Connection, tenant: string, before: string): number {
  const { changes } = connection
    .statement(
      `DELETE FROM audit_entries WHERE entry IN
         (SELECT entry FROM audit_entries WHERE tenant = ? AND at < ? ORDER BY at LIMIT 1000)`,
    )
    .run(tenant, before);
  return Number(changes);
}
