import * as z from "zod";
import { erasureReceipt } from "../../../contract/customer.ts";
import { customerHead } from "../../record/head.ts";
import type { ErasedCustomer, Owner, StoredCustomer, StoredKey } from "../store.ts";
import { cellsOf } from "./cells.ts";
import type { Connection } from "./database.ts";

// Compiled once: rows are parsed thousands of times a second.
const storedHead = z.object(customerHead.shape);

/** A stored customer and its row number. */
export interface CustomerRow {
  readonly customer: number;
  readonly stored: StoredCustomer | ErasedCustomer;
}

export function readCustomer(connection: Connection, tenant: string, customerId: string): CustomerRow | null {
  const found = connection
    .listing(
      `SELECT customer, revision, version, merged_into, erased_at, receipt, head
       FROM customers WHERE tenant = ? AND customer_id = ?`,
    )
    .get(tenant, customerId);
  if (!found) return null;
  const cells = cellsOf(found);
  const [customer, revision, version] = [cells.integer(0), cells.integer(1), cells.integer(2)];
  const text = cells.textOrNull(6);
  if (text === null) {
    const receipt = z.parse(erasureReceipt, JSON.parse(cells.text(5)));
    const { erasedAt } = receipt;
    return { customer, stored: { state: "erased", customerId, revision, version, erasedAt, receipt } };
  }
  const head = z.parse(storedHead, JSON.parse(text));
  return {
    customer,
    stored: {
      state: "living",
      customerId,
      revision,
      version,
      mergedInto: cells.textOrNull(3),
      erasedAt: cells.textOrNull(4),
      head,
    },
  };
}

const numberRow = z.object({ customer: z.int() });

export function numbersOf(connection: Connection, tenant: string, customerIds: readonly string[]): readonly number[] {
  return customerIds.flatMap((customerId) => {
    const found = connection
      .statement("SELECT customer FROM customers WHERE tenant = ? AND customer_id = ?")
      .get(tenant, customerId);
    return found ? [z.parse(numberRow, found).customer] : [];
  });
}

const standingRow = z.object({
  customer_id: z.string(),
  version: z.int(),
  merged_into: z.nullable(z.string()),
  made: z.int(),
  created_at: z.string(),
  erased_at: z.nullable(z.string()),
  is_living: z.int(),
});

/** Who answers for an id: itself, or at the end of the merges the survivor. Null when it is unknown. */
export function findOwnerOrErased(
  connection: Connection,
  tenant: string,
  customerId: string,
): Owner | ErasedCustomer | null {
  let id = customerId;
  for (;;) {
    const found = connection
      .statement(
        `SELECT customer_id, version, merged_into, made, created_at, erased_at, head IS NOT NULL AS is_living
         FROM customers WHERE tenant = ? AND customer_id = ?`,
      )
      .get(tenant, id);
    if (!found) return null;
    const row = z.parse(standingRow, found);
    if (row.is_living === 0) {
      const stored = readCustomer(connection, tenant, id)?.stored;
      return stored?.state === "erased" ? stored : null;
    }
    if (row.merged_into === null) {
      const { customer_id: survivorId, version, created_at: createdAt, erased_at: erasedAt } = row;
      return { customerId, survivorId, version, made: row.made === 1, createdAt, erasedAt };
    }
    id = row.merged_into;
  }
}

export function findOwner(connection: Connection, tenant: string, customerId: string): Owner | null {
  const found = findOwnerOrErased(connection, tenant, customerId);
  return found && "survivorId" in found ? found : null;
}

const customerIds = z.array(z.string());

/** Most keys lead to one customer, who answers for themselves: their row is found beside the key's. */
export function readKey(connection: Connection, tenant: string, key: string): StoredKey {
  const found = connection
    .listing(
      `SELECT keys.revision, keys.erased_at, keys.customer_ids, only.customer_id, only.version, only.made, only.created_at,
         only.erased_at
       FROM identifier_keys AS keys LEFT JOIN customers AS only
         ON only.customer = keys.customer AND only.tenant = keys.tenant AND only.merged_into IS NULL AND only.head IS NOT NULL
       WHERE keys.tenant = ? AND keys.key = ?`,
    )
    .get(tenant, key);
  if (!found) return { revision: 0, owners: [], erasedAt: null };
  const cells = cellsOf(found);
  const [revision, erasedAt, ids, customerId] = [
    cells.integer(0),
    cells.textOrNull(1),
    cells.text(2),
    cells.textOrNull(3),
  ];
  // A row number may be given again once its customer is gone: only the id says whose it is.
  if (customerId !== null && ids === `["${customerId}"]`) {
    const state = { version: cells.integer(4), made: cells.integer(5) === 1, createdAt: cells.text(6) };
    return {
      revision,
      owners: [{ customerId, survivorId: customerId, ...state, erasedAt: cells.textOrNull(7) }],
      erasedAt,
    };
  }
  const owners = z.parse(customerIds, JSON.parse(ids)).flatMap((id) => findOwner(connection, tenant, id) ?? []);
  return { revision, owners, erasedAt };
}
