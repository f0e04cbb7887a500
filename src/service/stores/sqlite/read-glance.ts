import type { ErasedCustomer, Glance, Owner, StoredKey, StoredStanding } from "../store.ts";
import { cellsOf, type Cells } from "./cells.ts";
import { findOwnerOrErased, readKey } from "./customer-rows.ts";
import type { Connection } from "./database.ts";
import { writeSentiments } from "./write-ready.ts";

const readyColumns = `ready.customer, ready.customer_id, ready.version, ready.made, ready.created_at, ready.erased_at,
  ready.oldest_at, ready.resting_since, ready.links, ready.has_sentiments, ready.shown`;
const [
  customerAt,
  customerIdAt,
  versionAt,
  madeAt,
  createdAt,
  erasedAt,
  oldestAt,
  restingSinceAt,
  linksAt,
  wholeAt,
  shownAt,
] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const [revisionAt, keyErasedAt, customerIdsAt] = [11, 12, 13];

interface StandingAtAGlance {
  readonly standing: StoredStanding;
  readonly glance: Glance | null;
}

/** A customer who is ready, and what of it a lookup needs. */
interface Ready {
  readonly owner: Owner;
  /** Whether its row holds all of it. */
  readonly isWhole: boolean;
  readonly glance: () => Glance;
}

/** {@link readGlance} of one key, by one statement; null where it takes more than that. */
export function readGlanceOfKey(connection: Connection, tenant: string, key: string): StandingAtAGlance | null {
  const ready = findReadyByKey(connection, tenant, key);
  return ready?.isWhole
    ? { standing: { customers: new Map(), keys: new Map([[key, ready.key]]) }, glance: ready.glance() }
    : null;
}

/** Whom these ids and keys lead to and, where all that lead to anybody lead to one customer who is ready, what a lookup shows of them. */
export function readGlance(
  connection: Connection,
  tenant: string,
  customerIds: readonly string[],
  keys: readonly string[],
): StandingAtAGlance {
  const customers = new Map<string, Owner | ErasedCustomer | null>();
  const stored = new Map<string, StoredKey>();
  let only: Ready | null = null;
  let isReady = true;
  const note = (ready: Ready): void => {
    isReady &&= only === null || only.owner.customerId === ready.owner.customerId;
    only ??= ready;
  };
  for (const customerId of customerIds) {
    const ready = findReady(connection, tenant, customerId);
    const found = ready ? ready.owner : findOwnerOrErased(connection, tenant, customerId);
    customers.set(customerId, found);
    if (ready) note(ready);
    else isReady &&= found === null;
  }
  for (const key of keys) {
    const ready = findReadyByKey(connection, tenant, key);
    const found = ready ? ready.key : readKey(connection, tenant, key);
    stored.set(key, found);
    if (ready) note(ready);
    else isReady &&= found.owners.length === 0;
  }
  return { standing: { customers, keys: stored }, glance: isReady ? glanceOf(only) : null };
}

const glanceOf = (ready: Ready | null): Glance | null => ready && ready.glance();

function findReady(connection: Connection, tenant: string, customerId: string): Ready | null {
  const found = connection
    .listing(
      `SELECT ${readyColumns} FROM customers JOIN ready_answers AS ready USING (customer)
       WHERE customers.tenant = ? AND customers.customer_id = ?`,
    )
    .get(tenant, customerId);
  return found ? toReady(connection, cellsOf(found)) : null;
}

function findReadyByKey(
  connection: Connection,
  tenant: string,
  key: string,
): (Ready & { readonly key: StoredKey }) | null {
  const found = connection
    .listing(
      `SELECT ${readyColumns}, keys.revision, keys.erased_at, keys.customer_ids
       FROM identifier_keys AS keys JOIN ready_answers AS ready
         ON ready.customer = keys.customer AND ready.tenant = keys.tenant
       WHERE keys.tenant = ? AND keys.key = ?`,
    )
    .get(tenant, key);
  if (!found) return null;
  const cells = cellsOf(found);
  const ready = toReady(connection, cells);
  // A row number may be given again once its customer is gone: only the id says whose it is.
  if (cells.text(customerIdsAt) !== `["${ready.owner.customerId}"]`) return null;
  const stored = { revision: cells.integer(revisionAt), erasedAt: cells.textOrNull(keyErasedAt) };
  return { ...ready, key: { ...stored, owners: [ready.owner] } };
}

function toReady(connection: Connection, cells: Cells): Ready {
  const customerId = cells.text(customerIdAt);
  const isWhole = cells.integer(wholeAt) === 1;
  return {
    isWhole,
    owner: {
      customerId,
      survivorId: customerId,
      version: cells.integer(versionAt),
      made: cells.integer(madeAt) === 1,
      createdAt: cells.text(createdAt),
      erasedAt: cells.textOrNull(erasedAt),
    },
    glance: () => ({
      customerId,
      oldestAt: cells.textOrNull(oldestAt),
      restingSince: cells.textOrNull(restingSinceAt),
      links: readLinks(cells.text(linksAt)),
      members: isWhole
        ? cells.bytes(shownAt)
        : Buffer.concat([cells.bytes(shownAt), Buffer.from(writeSentiments(connection, cells.integer(customerAt)))]),
    }),
  };
}

function readLinks(text: string): Glance["links"] {
  if (text === "") return [];
  return text.split("\n").map((line) => {
    const [id = "", key = "", ...otherKeys] = line.split(" ");
    return { id, key, otherKeys };
  });
}
