import * as z from "zod/mini";
import type { AuditEntry } from "../../../contract/customer.ts";
import type { AuditRecord, FactPage } from "../store.ts";
import type { Connection } from "./database.ts";

export function writeAudit(connection: Connection, tenant: string, entry: AuditRecord): void {
  connection
    .statement(
      `INSERT INTO audit_entries (tenant, customer_id, at, id, actor_type, actor_id, action, conversation_id, request_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      tenant,
      entry.customerId,
      entry.at,
      entry.id,
      entry.actor.type,
      entry.actor.id,
      entry.action,
      entry.conversationId,
      entry.requestId,
    );
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
  return connection
    .statement(
      `SELECT id, at, actor_type, actor_id, action, conversation_id, request_id FROM audit_entries
       WHERE tenant = ? AND customer_id IN (SELECT value FROM json_each(?)) AND at >= ? AND (at, id) < (?, ?)
       ORDER BY at DESC, id DESC LIMIT ?`,
    )
    .all(tenant, JSON.stringify(customerIds), since, before?.at ?? "~", before?.id ?? "", limit)
    .map((found) => {
      const row = z.parse(auditRow, found);
      return {
        id: row.id,
        at: row.at,
        actor: { type: row.actor_type, id: row.actor_id },
        action: row.action,
        conversationId: row.conversation_id,
        requestId: row.request_id,
      };
    });
}

/** Entries are written in the order of time, so the first ones of the table are the oldest. */
export function expireAudit(connection: Connection, tenant: string, before: string): number {
  const { changes } = connection
    .statement(
      `DELETE FROM audit_entries WHERE entry IN
         (SELECT entry FROM audit_entries WHERE tenant = ? AND at < ? ORDER BY entry LIMIT 1000)`,
    )
    .run(tenant, before);
  return Number(changes);
}
