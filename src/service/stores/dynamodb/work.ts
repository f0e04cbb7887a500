import * as z from "zod/mini";
import { forEachOf, type Engine } from "./engine.ts";
import {
  actionPrefix,
  bodyPrefix,
  conversationKey,
  customerKey,
  epochPrefix,
  factsOf,
  identifierKey,
  interactionPrefix,
  objectRevision,
  sessionKey,
  sessionPrefix,
  trashKey,
  workKey,
  type ItemKey,
} from "./keys.ts";
import type { Condition, Write } from "./table.ts";

const text = z.optional(z.string());

/**
 * What a change took away and what must still be removed item by item, since a transaction holds 100 items.
 * It is written with the change, hides its facts from every reader, and is done by whoever meets it first.
 */
const work = z.object({
  sk: z.string(),
  customerId: z.string(),
  /** All facts, of which ids stay known; those past their days; or all with their ids. */
  kind: z.enum(["erase", "expire", "drop"]),
  rev: z.int(),
  facts: text,
  sessions: text,
  erasedAt: text,
  /** Identifiers that did not fit into the transaction of an erasure. */
  keys: z.array(z.string()),
});
export type Work = Omit<z.infer<typeof work>, "sk">;

/** Safe to run twice, at once and beside writers. What readers wait for needs no S3, except after an erasure, which none waits for. */
export async function finishWork(engine: Engine, tenant: string, epoch: string): Promise<void> {
  const found = await engine.table.get(workKey(tenant, epoch));
  if (!found) return;
  const todo = z.parse(work, found);
  if (todo.kind === "expire") await expireFacts(engine, tenant, epoch, todo);
  else await removeFacts(engine, tenant, epoch, todo.kind === "drop");
  await forEachOf(todo.keys, (key) => leaveKey(engine, tenant, key, todo));
  const done: Write = {
    kind: "delete",
    key: workKey(tenant, epoch),
    condition: { expression: "@rev = :rev", values: { rev: todo.rev } },
  };
  const release: Write = {
    kind: "update",
    key: customerKey(tenant, todo.customerId),
    attributes: { pending: null },
    condition: { expression: "@pending = :epoch", values: { epoch } },
  };
  const refused = await engine.table.transact(todo.kind === "drop" ? [done] : [done, release]);
  // Somebody else finished it, or the customer went on without it: then only the note is left.
  if (refused?.some(({ write }) => write === release)) await engine.table.transact([done]);
}

/** What earlier changes of the organisation left, because a process or S3 went away in between. */
export async function finishLeftovers(engine: Engine, tenant: string): Promise<void> {
  const { pk } = workKey(tenant, "");
  const left = await engine.table.query({ partition: pk, between: ["0", "~"], limit: 100, attributes: ["sk"] });
  await forEachOf(left, ({ sk }) => finishWork(engine, tenant, String(sk)));
  await emptyTrash(engine, tenant);
}

const trash = z.object({ sk: z.string(), rev: z.int() });

/** Removes the bodies of facts that expired, up to the revision at which they did. */
export async function emptyTrash({ table, objects }: Engine, tenant: string): Promise<void> {
  const rows = await table.query({ partition: trashKey(tenant, "").pk, between: ["!", "~"], limit: 1000 });
  await forEachOf(rows, async (row) => {
    const { sk: prefix, rev } = z.parse(trash, row);
    const bodies = await objects.list(prefix);
    await objects.remove(bodies.filter((key) => objectRevision(key) <= rev));
    const condition: Condition = { expression: "@rev = :rev", values: { rev } };
    await table.transact([{ kind: "delete", key: trashKey(tenant, prefix), condition }]);
  });
}

const factRow = z.object({
  pk: z.string(),
  sk: z.string(),
  rev: z.int(),
  conv: text,
  session: text,
  last: text,
});
type FactRow = z.infer<typeof factRow>;

async function findFacts(engine: Engine, partition: string, between: readonly [string, string]): Promise<FactRow[]> {
  const attributes = ["pk", "sk", "rev", "conv", "session", "last"];
  const rows = await engine.table.query({ partition, between, attributes });
  return rows.map((row) => z.parse(factRow, row));
}

/** By what a conversation or session is found from its id; actions have none. */
function pointerOf(tenant: string, { conv, session }: FactRow): ItemKey | null {
  if (conv !== undefined) return conversationKey(tenant, conv);
  return session === undefined ? null : sessionKey(tenant, session);
}

async function removeFacts(engine: Engine, tenant: string, epoch: string, withIds: boolean): Promise<void> {
  const { table, objects } = engine;
  // Objects first: as long as an item is left, a later try finds them.
  await objects.remove(await objects.list(epochPrefix(tenant, epoch)));
  const facts = await findFacts(engine, factsOf(tenant, epoch), ["0", "~"]);
  if (withIds) {
    const ofThisLife: Condition = { expression: "@epoch = :epoch", values: { epoch } };
    await forEachOf(facts, async (fact) => {
      const key = pointerOf(tenant, fact);
      if (key) await table.transact([{ kind: "delete", key, condition: ofThisLife }]);
    });
  }
  await table.removeAll(facts);
}

async function expireFacts(engine: Engine, tenant: string, epoch: string, todo: Work): Promise<void> {
  const { facts: before = "", sessions: restBefore = "" } = todo;
  const partition = factsOf(tenant, epoch);
  const [interactions, actions, sessions] = await Promise.all([
    findFacts(engine, partition, [interactionPrefix, interactionPrefix + before]),
    findFacts(engine, partition, [actionPrefix, actionPrefix + before]),
    findFacts(engine, partition, [sessionPrefix, `${sessionPrefix}~`]),
  ]);
  const resting = sessions.filter(({ last }) => last !== undefined && last < restBefore);
  const gone = [...interactions, ...actions, ...resting].filter(({ rev }) => rev <= todo.rev);
  await forEachOf(gone, (fact) => expireFact(engine, tenant, epoch, fact, todo.rev));
}

async function expireFact({ table }: Engine, tenant: string, epoch: string, fact: FactRow, rev: number): Promise<void> {
  const bodies = trashKey(tenant, bodyPrefix(tenant, epoch, bodyName(fact)));
  // The same fact may have come again after the change that this is the rest of.
  const item: Write = { kind: "delete", key: fact, condition: { expression: "@rev <= :rev", values: { rev } } };
  const note: Write = { kind: "put", row: { ...bodies, rev }, condition: null };
  const key = pointerOf(tenant, fact);
  const isOurs: Condition = { expression: "@epoch = :epoch AND @rev <= :rev", values: { epoch, rev } };
  const refused = await table.transact(key ? [{ kind: "delete", key, condition: isOurs }, item, note] : [item, note]);
  if (refused && !refused.some(({ write }) => write === item)) await table.transact([item, note]);
}

/** Under what name the bodies of an item lie in S3, the same wherever in time the item is. */
export const bodyName = ({ sk, conv }: { readonly sk: string; readonly conv?: string | undefined }): string =>
  conv === undefined ? sk : interactionPrefix + conv;

const keyRow = z.object({ key: z.string(), rev: z.int(), customerIds: z.array(z.string()) });

async function leaveKey({ table }: Engine, tenant: string, key: string, { customerId, erasedAt }: Work): Promise<void> {
  for (;;) {
    const found = await table.get(identifierKey(tenant, key));
    if (!found) return;
    const { rev, customerIds } = z.parse(keyRow, found);
    if (!customerIds.includes(customerId)) return;
    const refused = await table.transact([
      {
        kind: "update",
        key: identifierKey(tenant, key),
        attributes: { rev: rev + 1, erasedAt, customerIds: customerIds.filter((id) => id !== customerId) },
        condition: { expression: "@rev = :rev", values: { rev } },
      },
    ]);
    if (!refused) return;
  }
}
