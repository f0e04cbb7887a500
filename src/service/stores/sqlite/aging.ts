import * as z from "zod/mini";
import type { Aged, RetentionLimits } from "../store.ts";
import type { Connection } from "./database.ts";

const conversationRow = z.object({ conversation_id: z.string() });

export function readConversationIds(connection: Connection, customers: readonly number[]): readonly string[] {
  return customers.flatMap((customer) =>
    connection
      .statement("SELECT conversation_id FROM interactions WHERE customer = ?")
      .all(customer)
      .map((row) => z.parse(conversationRow, row).conversation_id),
  );
}

const countRow = z.object({ interactions: z.int() });
const timeRow = z.object({ at: z.nullable(z.string()) });
const sessionRow = z.object({ session_id: z.string() });

export function readAged(connection: Connection, customers: readonly number[], limits: RetentionLimits): Aged {
  const [customer = 0] = customers;
  const { interactions } = z.parse(
    countRow,
    connection
      .statement(
        `SELECT COUNT(*) AS interactions FROM interactions
         WHERE customer = ? AND summary IS NOT NULL AND at < ?`,
      )
      .get(customer, limits.facts),
  );
  const time = (sql: string, limit: string): string | null =>
    z.parse(timeRow, connection.statement(sql).get(customer, limit)).at;
  const times = [
    time("SELECT MIN(at) AS at FROM interactions WHERE customer = ? AND summary IS NOT NULL AND at >= ?", limits.facts),
    time("SELECT MIN(at) AS at FROM agent_actions WHERE customer = ? AND at >= ?", limits.facts),
  ].filter((at) => at !== null);
  return {
    interactions,
    sessionIds: connection
      .statement("SELECT session_id FROM sessions WHERE customer = ? AND session IS NOT NULL AND last_activity_at < ?")
      .all(customer, limits.sessions)
      .map((row) => z.parse(sessionRow, row).session_id),
    oldestAt: times.toSorted().at(0) ?? null,
    restingSince: time(
      "SELECT MIN(last_activity_at) AS at FROM sessions WHERE customer = ? AND session IS NOT NULL AND last_activity_at >= ?",
      limits.sessions,
    ),
  };
}

const agingRow = z.object({ customer_id: z.string() });

export function readAging(
  connection: Connection,
  tenant: string,
  limits: RetentionLimits,
  count: number,
): readonly string[] {
  const find = (column: "oldest_at" | "resting_since", limit: string): string[] =>
    connection
      .statement(`SELECT customer_id FROM customers WHERE tenant = ? AND ${column} < ? ORDER BY ${column} LIMIT +?`)
      .all(tenant, limit, count)
      .map((row) => z.parse(agingRow, row).customer_id);
  return [...new Set([...find("oldest_at", limits.facts), ...find("resting_since", limits.sessions)])];
}

/** Ids alone stay, so that what comes late about them is known to be erased. */
export function eraseFacts(connection: Connection, customer: number): void {
  connection
    .statement(
      `UPDATE interactions SET at = '', sentiment = NULL, score = NULL, summary = NULL, collected = NULL
       WHERE customer = ?`,
    )
    .run(customer);
  connection.statement("DELETE FROM agent_actions WHERE customer = ?").run(customer);
  connection
    .statement(
      "UPDATE sessions SET last_activity_at = '', ended_at = NULL, session = NULL, told = NULL WHERE customer = ?",
    )
    .run(customer);
}

export function expireFacts(connection: Connection, customer: number, limits: RetentionLimits): void {
  connection
    .statement("DELETE FROM interactions WHERE customer = ? AND summary IS NOT NULL AND at < ?")
    .run(customer, limits.facts);
  connection.statement("DELETE FROM agent_actions WHERE customer = ? AND at < ?").run(customer, limits.facts);
  connection
    .statement("DELETE FROM sessions WHERE customer = ? AND session IS NOT NULL AND last_activity_at < ?")
    .run(customer, limits.sessions);
}
