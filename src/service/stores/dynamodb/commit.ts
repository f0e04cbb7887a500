import * as z from "zod/mini";
import { StoreUnavailable } from "../store-unavailable.ts";
import type { Change } from "../store.ts";
import { createBodies } from "./bodies.ts";
import { formerFactName, interactionKey, writesOf, type FormerFact, type Standing } from "./change-writes.ts";
import { readLives } from "./customer-items.ts";
import { untilSettled, type Engine } from "./engine.ts";
import { isLeftover } from "./fact-items.ts";
import { customerKey, factsOf, sessionPrefix } from "./keys.ts";
import type { Refused, Row } from "./table.ts";
import { emptyTrash, finishWork } from "./work.ts";

const tries = 10;

/** Applies a change in one transaction. False when something is no longer as the change supposes. */
export async function commitChange(engine: Engine, tenant: string, change: Change): Promise<boolean> {
  for (let tried = 0; tried < tries; tried += 1) {
    const standings = await readStandings(engine, tenant, change);
    if (!standings) return false;
    const formerFacts = await readFormerFacts(engine, tenant, change, standings);
    const bodies = createBodies(engine);
    const { writes, works } = writesOf({ tenant, change, standings, formerFacts, bodies });
    if (writes.length === 0) return true;
    await bodies.upload();
    const refused = await engine.table.transact(writes);
    if (!refused) {
      await tidy(engine, tenant, { works, standings, formerFacts });
      return true;
    }
    await bodies.discard();
    if (!(await clearWay(engine, tenant, refused))) return false;
  }
  throw new StoreUnavailable("What an earlier change left could not be cleared away; try again in a moment.");
}

const standingRow = z.object({
  id: z.string(),
  rev: z.int(),
  state: z.enum(["living", "erased"]),
  epoch: z.optional(z.string()),
  object: z.optional(z.string()),
  pending: z.optional(z.string()),
});

/** Null when a customer is not at the revision that the change was worked out from. */
async function readStandings(
  engine: Engine,
  tenant: string,
  { customers }: Change,
): Promise<ReadonlyMap<string, Standing> | null> {
  const known = customers.filter(({ revision }) => revision > 0);
  const attributes = ["id", "rev", "state", "epoch", "object", "pending"];
  const rows = await engine.table.getAll(
    known.map(({ customerId }) => customerKey(tenant, customerId)),
    attributes,
  );
  const found = new Map(rows.map((row) => z.parse(standingRow, row)).map((row) => [row.id, row]));
  const standings = new Map<string, Standing>();
  for (const { customerId, revision, after } of customers) {
    const row = found.get(customerId);
    if (revision === 0 ? after === null : row?.rev !== revision) return null;
    const present = row?.epoch ?? null;
    standings.set(customerId, { revision, present, next: present ?? engine.newId(), object: row?.object ?? null });
  }
  const pending = [...found.values()].flatMap((row) => row.pending ?? []);
  for (const epoch of pending) await finishWork(engine, tenant, epoch);
  return standings;
}

async function readFormerFacts(
  { table }: Engine,
  tenant: string,
  { interactions, sessions }: Change,
  standings: ReadonlyMap<string, Standing>,
): Promise<ReadonlyMap<string, FormerFact>> {
  const presentOf = (customerId: string): string => standings.get(customerId)?.present ?? "";
  const former = [
    ...interactions.flatMap(({ conversationId, before }) =>
      before
        ? [
            {
              name: formerFactName("interaction", conversationId),
              key: interactionKey(tenant, presentOf(before.customerId), before.interaction),
            },
          ]
        : [],
    ),
    ...sessions.flatMap(({ sessionId, before }) =>
      before
        ? [
            {
              name: formerFactName("session", sessionId),
              key: { pk: factsOf(tenant, presentOf(before.customerId)), sk: sessionPrefix + sessionId },
            },
          ]
        : [],
    ),
  ];
  const rows = await table.getAll(
    former.map(({ key }) => key),
    ["pk", "sk", "object"],
  );
  return new Map(
    former.map(({ name, key }) => {
      const row = rows.find(({ pk, sk }) => pk === key.pk && sk === key.sk);
      return [name, { key, object: objectOf(row) }];
    }),
  );
}

function objectOf(row: Row | null | undefined): string | null {
  const object = row?.["object"];
  return typeof object === "string" ? object : null;
}

interface Landed {
  readonly works: readonly string[];
  readonly standings: ReadonlyMap<string, Standing>;
  readonly formerFacts: ReadonlyMap<string, FormerFact>;
}

/** The change stands, whatever fails here: readers and the sweeper finish what is noted. */
async function tidy(engine: Engine, tenant: string, { works, standings, formerFacts }: Landed): Promise<void> {
  const old = [...standings.values(), ...formerFacts.values()].flatMap(({ object }) => object ?? []);
  try {
    if (old.length > 0) await engine.objects.remove(old);
    for (const epoch of works) await finishWork(engine, tenant, epoch);
    if (works.length > 0) await emptyTrash(engine, tenant);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

/** Whether only rests of earlier changes stood in the way, which are gone now. */
async function clearWay(engine: Engine, tenant: string, refused: Refused): Promise<boolean> {
  for (const { write, stored } of refused) {
    const isCleared =
      write.kind === "update"
        ? await clearPending(engine, tenant, write.condition.values["rev"], stored)
        : await clearItem(engine, tenant, stored);
    if (!isCleared) return false;
  }
  return true;
}

async function clearPending(
  engine: Engine,
  tenant: string,
  revision: unknown,
  stored: Refused[number]["stored"],
): Promise<boolean> {
  const epoch = stored?.["pending"];
  if (stored?.["rev"] !== revision || typeof epoch !== "string") return false;
  await finishWork(engine, tenant, epoch);
  return true;
}

const pointerRow = z.object({ pk: z.string(), sk: z.string(), customerId: z.string(), epoch: z.string() });

async function clearItem(engine: Engine, tenant: string, stored: Refused[number]["stored"]): Promise<boolean> {
  // The body of a fact went to S3 meanwhile: what else the change supposes still holds.
  if (objectOf(stored) !== null && stored?.["epoch"] === undefined) return true;
  const read = pointerRow.safeParse(stored);
  if (!read.success) return false;
  const pointer = read.data;
  const [life] = await untilSettled(engine, () => readLives(engine, tenant, [pointer.customerId]));
  if (!isLeftover(pointer, life ?? null)) return false;
  const condition = { expression: "@epoch = :epoch", values: { epoch: pointer.epoch } };
  await engine.table.transact([{ kind: "delete", key: pointer, condition }]);
  return true;
}
