import * as z from "zod/mini";
import { erasureReceipt } from "../../../contract/customer.ts";
import { customerHead } from "../../record/head.ts";
import type { ErasedCustomer, Owner, StoredCustomer, StoredKey, StoredStanding } from "../store.ts";
import { readBody } from "./bodies.ts";
import { Superseded, untilSettled, type Engine } from "./engine.ts";
import { customerKey, identifierKey } from "./keys.ts";
import { finishWork } from "./work.ts";

const text = z.optional(z.string());
const customerRow = z.object({
  id: z.string(),
  state: z.enum(["living", "erased"]),
  rev: z.int(),
  ver: z.int(),
  epoch: text,
  mergedInto: text,
  erasedAt: text,
  receipt: text,
  pending: text,
});

/** A stored customer; `epoch` names the facts of the present life. */
export interface CustomerItem<T extends StoredCustomer | ErasedCustomer = StoredCustomer | ErasedCustomer> {
  readonly stored: T;
  readonly epoch: string;
}

export type LivingItem = CustomerItem<StoredCustomer>;
export const isLiving = (item: CustomerItem | undefined): item is LivingItem => item?.stored.state === "living";

/** Those that are there, without any fact that a change took away from them. */
export async function readCustomers(
  engine: Engine,
  tenant: string,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, CustomerItem>> {
  const rows = await engine.table.getAll(customerIds.map((id) => customerKey(tenant, id)));
  const items = await Promise.all(
    rows.map(async (found): Promise<CustomerItem> => {
      const row = z.parse(customerRow, found);
      const { id: customerId, rev: revision, ver: version, epoch = "" } = row;
      if (row.state === "erased") return { stored: toErased(row), epoch };
      if (row.pending !== undefined) {
        await finishWork(engine, tenant, row.pending);
        throw new Superseded();
      }
      const head = z.parse(customerHead, await readBody(engine, found));
      const { mergedInto = null, erasedAt = null } = row;
      return { stored: { state: "living", customerId, revision, version, mergedInto, erasedAt, head }, epoch };
    }),
  );
  return new Map(items.map((item) => [item.stored.customerId, item]));
}

function toErased({ id, rev, ver, receipt: kept }: z.infer<typeof customerRow>): ErasedCustomer {
  const receipt = z.parse(erasureReceipt, JSON.parse(kept ?? ""));
  return { state: "erased", customerId: id, revision: rev, version: ver, erasedAt: receipt.erasedAt, receipt };
}

/** One life of a customer. */
export interface Life {
  readonly customerId: string;
  /** Null when the customer is erased. */
  readonly epoch: string | null;
  /** Whether somebody of this id was ever erased. */
  readonly wasErased: boolean;
}

const lifeRow = z.object({ id: z.string(), epoch: text, pending: text, wasErased: z.optional(z.boolean()) });

/** Where the facts of these customers are; those who are not there are left out. */
export async function readLives(
  engine: Engine,
  tenant: string,
  customerIds: readonly string[],
): Promise<readonly Life[]> {
  const keys = customerIds.map((id) => customerKey(tenant, id));
  const rows = await engine.table.getAll(keys, ["id", "epoch", "pending", "wasErased"]);
  return Promise.all(
    rows.map(async (found) => {
      const { id, epoch = null, pending, wasErased = false } = z.parse(lifeRow, found);
      if (pending !== undefined && epoch !== null) {
        await finishWork(engine, tenant, pending);
        throw new Superseded();
      }
      return { customerId: id, epoch, wasErased };
    }),
  );
}

const standingRow = z.extend(customerRow, { made: z.optional(z.boolean()), createdAt: text });
type StandingRow = z.infer<typeof standingRow>;
const standing = ["id", "state", "rev", "ver", "epoch", "mergedInto", "erasedAt", "receipt", "made", "createdAt"];

const keyRow = z.object({ key: z.string(), rev: z.int(), erasedAt: text, customerIds: z.array(z.string()) });
type KeyRow = z.infer<typeof keyRow>;

interface Collected {
  readonly customers: ReadonlyMap<string, StandingRow>;
  readonly keys: ReadonlyMap<string, KeyRow>;
}

/**
 * Whom ids and keys lead to. The items are many and lie apart: when two readings of all of them say the same, it was so in between.
 * The version alone may grow meanwhile, or a customer to whom many write could not be found.
 */
export function readStanding(
  engine: Engine,
  tenant: string,
  customerIds: readonly string[],
  keys: readonly string[],
): Promise<StoredStanding> {
  let earlier: string | null = null;
  return untilSettled(engine, async () => {
    if (earlier === null) earlier = outlineOf(await collect(engine, tenant, customerIds, keys));
    const collected = await collect(engine, tenant, customerIds, keys);
    const outline = outlineOf(collected);
    if (outline !== earlier) {
      earlier = outline;
      throw new Superseded();
    }
    return {
      customers: new Map(customerIds.map((id) => [id, ownerOf(collected.customers, id)])),
      keys: new Map(keys.map((key) => [key, toKey(collected, key)])),
    };
  });
}

async function collect(
  { table }: Engine,
  tenant: string,
  customerIds: readonly string[],
  keys: readonly string[],
): Promise<Collected> {
  const rows = await table.getAll(keys.map((key) => identifierKey(tenant, key)));
  const found = rows.map((row) => z.parse(keyRow, row));
  const customers = new Map<string, StandingRow>();
  let next = [...customerIds, ...found.flatMap((row) => row.customerIds)];
  while (next.length > 0) {
    const read = await table.getAll(
      next.map((id) => customerKey(tenant, id)),
      standing,
    );
    const parsed = read.map((row) => z.parse(standingRow, row));
    for (const row of parsed) customers.set(row.id, row);
    next = parsed.flatMap(({ mergedInto }) => mergedInto ?? []).filter((id) => !customers.has(id));
  }
  return { customers, keys: new Map(found.map((row) => [row.key, row])) };
}

function outlineOf({ customers, keys }: Collected): string {
  const people = [...customers.values()].map(({ id, state, epoch, mergedInto, erasedAt }) =>
    JSON.stringify([id, state, epoch, mergedInto, erasedAt]),
  );
  return [...people, ...[...keys.values()].map(({ key, rev }) => `${key} ${rev}`)].toSorted().join("\n");
}

/** Who answers for an id: itself, the survivor at the end of the merges, or nobody any more. */
function ownerOf(customers: Collected["customers"], customerId: string): Owner | ErasedCustomer | null {
  let row = customers.get(customerId);
  if (row?.state === "erased") return toErased(row);
  const passed = new Set<string>();
  while (row?.mergedInto !== undefined && !passed.has(row.id)) {
    passed.add(row.id);
    row = customers.get(row.mergedInto);
  }
  if (row?.state !== "living" || row.mergedInto !== undefined) return null;
  const { id: survivorId, ver: version, made = false, createdAt = "", erasedAt = null } = row;
  return { customerId, survivorId, version, made, createdAt, erasedAt };
}

function toKey({ customers, keys }: Collected, key: string): StoredKey {
  const row = keys.get(key);
  if (!row) return { revision: 0, owners: [], erasedAt: null };
  const all = row.customerIds.flatMap((id) => ownerOf(customers, id) ?? []);
  // An erasure of very many identifiers is taken out of some keys only after it has landed.
  const times = all.flatMap((one) => ("state" in one ? one.erasedAt : [])).concat(row.erasedAt ?? []);
  return {
    revision: row.rev,
    owners: all.flatMap((one) => ("state" in one ? [] : one)),
    erasedAt: times.toSorted().at(-1) ?? null,
  };
}
