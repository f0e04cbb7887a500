import type { CustomerChange } from "../store.ts";
import { cellsOf } from "./cells.ts";
import type { Connection } from "./database.ts";

/** Thrown inside a transaction to take back a change whose conditions do not hold. */
export class ConditionFailed extends Error {}

/** Writes a customer's row, if it is still the one that the change supposes; answers its number. One that goes stays until {@link removeCustomer}. */
export function writeCustomer(connection: Connection, tenant: string, change: CustomerChange): number {
  if (change.revision === 0) return addCustomer(connection, tenant, change);
  const found = connection
    .listing(
      "SELECT customer, oldest_at, resting_since FROM customers WHERE tenant = ? AND customer_id = ? AND revision = ?",
    )
    .get(tenant, change.customerId, change.revision);
  if (!found) throw new ConditionFailed();
  const cells = cellsOf(found);
  const customer = cells.integer(0);
  if (change.after !== null)
    replaceCustomer(connection, customer, [cells.textOrNull(1), cells.textOrNull(2)], change.after);
  return customer;
}

function addCustomer(connection: Connection, tenant: string, { customerId, after }: CustomerChange): number {
  if (after === null) throw new ConditionFailed();
  const { changes, lastInsertRowid } = connection
    .statement(
      `INSERT INTO customers (revision, tenant, customer_id, version, merged_into, erased_at, made, created_at, receipt, head,
         oldest_at, resting_since)
       VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    )
    .run(tenant, customerId, ...columnsOf(after), ...agesOf(after));
  requireOne(changes);
  return Number(lastInsertRowid);
}

function replaceCustomer(
  connection: Connection,
  customer: number,
  [oldestAt, restingSince]: Ages,
  after: NonNullable<CustomerChange["after"]>,
): void {
  connection
    .statement(
      `UPDATE customers SET revision = revision + 1, ready_revision = revision + 1, version = ?, merged_into = ?,
         erased_at = ?, made = ?, created_at = ?, receipt = ?, head = ?
       WHERE customer = ?`,
    )
    .run(...columnsOf(after), customer);
  // Setting an indexed column writes its index, even when nothing changes.
  const ages = agesOf(after);
  if (ages[0] === oldestAt && ages[1] === restingSince) return;
  connection
    .statement("UPDATE customers SET oldest_at = ?, resting_since = ? WHERE customer = ?")
    .run(...ages, customer);
}

function columnsOf(after: NonNullable<CustomerChange["after"]>): (string | number | null)[] {
  const living = after.state === "living" ? after : null;
  return [
    after.version,
    living?.mergedInto ?? null,
    after.erasedAt,
    living?.head.made === true ? 1 : 0,
    living?.head.createdAt ?? "",
    after.state === "erased" ? JSON.stringify(after.receipt) : null,
    living ? JSON.stringify(living.head) : null,
  ];
}

/** What its columns `oldest_at` and `resting_since` hold. */
type Ages = readonly [string | null, string | null];

function agesOf(after: NonNullable<CustomerChange["after"]>): Ages {
  return after.state === "living" ? [after.head.oldestAt, after.head.restingSince] : [null, null];
}

export function removeCustomer(connection: Connection, tenant: string, customerId: string, revision: number): void {
  const { changes } = connection
    .statement("DELETE FROM customers WHERE tenant = ? AND customer_id = ? AND revision = ?")
    .run(tenant, customerId, revision);
  requireOne(changes);
}

export function requireOne(changes: number | bigint): void {
  if (Number(changes) !== 1) throw new ConditionFailed();
}
