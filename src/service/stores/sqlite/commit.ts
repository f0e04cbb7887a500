import { appendAudit } from "./audit-rows.ts";
import { eraseFacts, expireFacts } from "./aging.ts";
import type { Change, CustomerChange } from "../store.ts";
import { interactionPlace } from "../../record/interaction.ts";
import type { Connection } from "./database.ts";
import { writeReady } from "./write-ready.ts";

/** Thrown inside a transaction to take back a change whose conditions do not hold. */
export class ConditionFailed extends Error {}

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
  if (change.audit.length > 0) appendAudit(connection, tenant, change.audit);
}

function writeCustomer(connection: Connection, tenant: string, change: CustomerChange): number {
  const { after } = change;
  if (after === null) return findNumber(connection, tenant, change);
  const living = after.state === "living" ? after : null;
  const columns = [
    after.version,
    living?.mergedInto ?? null,
    after.erasedAt,
    living?.head.made === true ? 1 : 0,
    living?.head.createdAt ?? "",
    living?.head.oldestAt ?? null,
    living?.head.restingSince ?? null,
    after.state === "erased" ? JSON.stringify(after.receipt) : null,
    living ? JSON.stringify(living.head) : null,
  ];
  const row =
    change.revision === 0
      ? connection
          .statement(
            `INSERT INTO customers
               (tenant, customer_id, revision, version, merged_into, erased_at, made, created_at, oldest_at, resting_since,
                receipt, head)
             VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING customer`,
          )
          .get(tenant, change.customerId, ...columns)
      : connection
          .statement(
            `UPDATE customers SET revision = revision + 1, version = ?, merged_into = ?, erased_at = ?, made = ?,
               created_at = ?, oldest_at = ?, resting_since = ?, receipt = ?, head = ?
             WHERE tenant = ? AND customer_id = ? AND revision = ? RETURNING customer`,
          )
          .get(...columns, tenant, change.customerId, change.revision);
  if (!row) throw new ConditionFailed();
  return Number(row["customer"]);
}

function findNumber(connection: Connection, tenant: string, { customerId, revision }: CustomerChange): number {
  const row = connection
    .statement("SELECT customer FROM customers WHERE tenant = ? AND customer_id = ? AND revision = ?")
    .get(tenant, customerId, revision);
  if (!row) throw new ConditionFailed();
  return Number(row["customer"]);
}

function removeCustomer(connection: Connection, tenant: string, customerId: string, revision: number): void {
  const { changes } = connection
    .statement("DELETE FROM customers WHERE tenant = ? AND customer_id = ? AND revision = ?")
    .run(tenant, customerId, revision);
  requireOne(changes);
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

function requireOne(changes: number | bigint): void {
  if (Number(changes) !== 1) throw new ConditionFailed();
}
