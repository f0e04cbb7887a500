import { Dexie, type Table } from "dexie";
import * as z from "zod/mini";
import { changesStore, databaseName, journeysStore, referencesIndex } from "./names.ts";
import { type JourneyRow, journeyRow } from "./row.ts";
import type { RowHead, Rows } from "./rows.ts";

/** The oldest references of a row beyond these go, so that a customer of many interactions stays a small row. */
const mostReferences = 40;

const head = z.pick(journeyRow, { id: true, owner: true, usedAt: true, expiresAt: true });
const related = z.looseObject({ id: z.string(), references: z.array(z.string()) });

/** Opens the database, making it where there is none. May never settle while another tab holds an older one open. */
export async function openRows(onLost: () => void): Promise<Rows> {
  // Read when it is opened: dexie itself keeps what stood there when it was imported.
  const { indexedDB, IDBKeyRange } = globalThis;
  const database = new Dexie(databaseName, { autoOpen: false, indexedDB, IDBKeyRange });
  database.version(2).stores({ [journeysStore]: `id, *${referencesIndex}`, [changesStore]: "id" });
  let isClosing = false;
  const close = () => {
    isClosing = true;
    database.close();
  };
  database.on("versionchange", () => {
    // Another tab upgrades or deletes the database, and must not wait for this one.
    close();
    onLost();
    return false;
  });
  database.on("close", () => {
    if (!isClosing) onLost();
  });
  await database.open();
  const journeys: Table<unknown, string> = database.table(journeysStore);
  const changes: Table<unknown, string> = database.table(changesStore);
  return {
    byReference: (reference) => journeys.where(referencesIndex).equals(reference).first(),
    put: (row) =>
      database.transaction("rw", journeys, async () => {
        const others = await journeys.where(referencesIndex).anyOf(row.references).distinct().toArray();
        await journeys.bulkPut(others.flatMap((other) => without(row, other)));
        const before = related.safeParse(await journeys.get(row.id)).data?.references ?? [];
        const references = [...new Set([...row.references, ...before])].slice(0, mostReferences);
        await journeys.put({ ...row, references });
      }),
    async heads() {
      const found: RowHead[] = [];
      await journeys.each((stored, { primaryKey }) => {
        // A row that cannot be read is the first to go.
        found.push(head.safeParse(stored).data ?? { id: primaryKey, owner: "", usedAt: 0, expiresAt: 0 });
      });
      return found;
    },
    remove: (ids) => journeys.bulkDelete([...ids]),
    changes: () => changes.toArray(),
    putChange: async (row) => void (await changes.put(row)),
    removeChanges: (ids) => changes.bulkDelete([...ids]),
    async clear() {
      await Promise.all([journeys.clear(), changes.clear()]);
    },
    close,
  };
}

/** The other row without the references that lead to this one now. */
function without(row: JourneyRow, other: unknown): unknown[] {
  const read = related.safeParse(other);
  if (!read.success || read.data.id === row.id) return [];
  return [{ ...read.data, references: read.data.references.filter((one) => !row.references.includes(one)) }];
}
