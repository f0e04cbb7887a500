import { appendAudit, writeEntry } from "./audit-rows.ts";
import { eraseFacts, expireFacts } from "./aging.ts";
import type { Change } from "../store.ts";
import { interactionPlace } from "../../record/interaction.ts";
import type { Connection } from "./database.ts";
import { removeCustomer, requireOne, writeCustomer } from "./write-customer.ts";
import { writeReady } from "./write-ready.ts";

/** Applies a change inside the open transaction; throws {@link ConditionFailed} when something is no longer as the change supposes. */
export function applyChange(connection: Connection, tenant: string, change: Change): void {
  const numbers = new Map<string, number>();
  for (const customer of change.customers) {
    numbers.set(customer.customerId, writeCustomer(connection, tenant, customer));
  }
  const numberOf = (customerId: string): number => {
    const known = numbers.get(customerId);
    if (known === undefined) throw new Error("A change of facts must name the customer that they belong to.");
    return known;
  };

  for (const { key, revision, erasedAt, customerIds } of change.keys) {
    writeKey(connection, tenant, key, revision, erasedAt, customerIds);
  }
  for (const { conversationId, before, after } of change.interactions) {
    if (before) {
      const { changes } = connection
        .statement("DELETE FROM interactions WHERE tenant = ? AND conversation_id = ? AND customer = ?")
        .run(tenant, conversationId, numberOf(before.customerId));
      requireOne(changes);
    }
    if (after) {
      const { summary, values } = after.interaction;
      const { changes } = connection
        .statement(
          `INSERT INTO interactions (tenant, conversation_id, customer, at, sentiment, score, summary, collected)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        )
        .run(
          tenant,
          conversationId,
          numberOf(after.customerId),
          interactionPlace(summary).at,
          summary.sentiment,
          summary.sentiment === null ? null : summary.sentimentScore,
          JSON.stringify(summary),
          Object.keys(values).length === 0 ? null : JSON.stringify(values),
        );
      requireOne(changes);
    }
  }
  for (const { customerId, action } of change.actions) {
    connection
      .statement("INSERT INTO agent_actions (customer, at, id, action) VALUES (?, ?, ?, ?)")
      .run(numberOf(customerId), action.place.at, action.place.id, JSON.stringify(action));
  }
  for (const { sessionId, before, after } of change.sessions) {
    if (before) {
      const { changes } = connection
        .statement("DELETE FROM sessions WHERE tenant = ? AND session_id = ? AND customer = ?")
        .run(tenant, sessionId, numberOf(before.customerId));
      requireOne(changes);
    }
    if (after) {
      const { session, told } = after;
      const { changes } = connection
        .statement(
          `INSERT INTO sessions (tenant, session_id, customer, last_activity_at, ended_at, session, told)
           VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        )
        .run(
          tenant,
          sessionId,
          numberOf(after.customerId),
          session.lastActivityAt,
          session.endedAt,
          JSON.stringify(session),
          JSON.stringify(told),
        );
      requireOne(changes);
    }
  }
  for (const customerId of change.erased ?? []) eraseFacts(connection, numberOf(customerId));
  for (const customerId of change.expired?.customerIds ?? []) {
    if (change.expired) expireFacts(connection, numberOf(customerId), change.expired.limits);
  }
  for (const customer of change.customers) writeReady(connection, tenant, numberOf(customer.customerId), customer);
  for (const { customerId, after, revision } of change.customers) {
    if (after === null) removeCustomer(connection, tenant, customerId, revision);
  }
  if (change.audit.length > 0) appendAudit(connection, tenant, change.audit.map(writeEntry));
}

function writeKey(
  connection: Connection,
  tenant: string,
  key: string,
  revision: number,
  erasedAt: string | null,
  customerIds: readonly string[],
): void {
  const ids = JSON.stringify(customerIds);
  const only = customerIds.length === 1 ? (customerIds[0] ?? null) : null;
  const customer = "(SELECT customer FROM customers WHERE tenant = ? AND customer_id = ?)";
  const { changes } =
    revision === 0
      ? connection
          .statement(
            `INSERT INTO identifier_keys (tenant, key, revision, erased_at, customer_ids, customer)
             VALUES (?, ?, 1, ?, ?, ${customer}) ON CONFLICT DO NOTHING`,
          )
          .run(tenant, key, erasedAt, ids, tenant, only)
      : connection
          .statement(
            `UPDATE identifier_keys SET revision = revision + 1, erased_at = ?, customer_ids = ?, customer = ${customer}
             WHERE tenant = ? AND key = ? AND revision = ?`,
          )
          .run(erasedAt, ids, tenant, only, tenant, key, revision);
  requireOne(changes);
}
