import type { Clock } from "../genesys/clock.ts";
import { journeysStore, referencesIndex } from "./names.ts";
import { readRow } from "./read-row.ts";
import { nameOfReference } from "./reference.ts";
import type { RememberedJourney } from "./remembered.ts";
import { openCipher } from "./row-cipher.ts";
import { readTabKey, type SessionStorageOf } from "./tab-key.ts";

export interface FirstReadNeeds {
  readonly sessionStorage: SessionStorageOf;
  /** The database as it is, which is closed again; null when there is none, rejects where the browser denies it. */
  readonly database: Promise<IDBDatabase | null>;
  readonly crypto: Crypto;
  readonly clock: Clock;
}

/** Beyond this the panel starts without: an agent sees a skeleton sooner than a late surprise. */
const limitMilliseconds = 250;

/**
 * What this tab remembers of an interaction, before anything else is loaded; null within 250 ms when it is not there.
 *
 * This one read is done with bare IndexedDB, because dexie may not come before the first paint: it is 31 KB of the
 * 115 KB (gzip) that may be loaded until then, React and the query cache take 78 KB of them, and this file 1 KB.
 * It only ever reads: the database is neither made nor upgraded here, that stays with dexie.
 */
export async function firstRead(conversationId: string, needs: FirstReadNeeds): Promise<RememberedJourney | null> {
  const { promise: limit, resolve } = Promise.withResolvers<null>();
  const stop = needs.clock.after(limitMilliseconds, () => resolve(null));
  try {
    return await Promise.race([remembered(conversationId, needs), limit]);
  } catch {
    return null;
  } finally {
    stop();
  }
}

async function remembered(conversationId: string, needs: FirstReadNeeds): Promise<RememberedJourney | null> {
  try {
    const key = readTabKey(needs.sessionStorage, needs.clock.now());
    if (key === null) return null;
    const cipher = await openCipher(key, needs.crypto);
    const reference = await nameOfReference({ conversationId }, cipher);
    const database = await needs.database;
    return database && (await readRow(await rowBy(reference, database), cipher, needs.clock.now()));
  } finally {
    void needs.database.then((database) => database?.close(), nothing);
  }
}

function nothing(): void {}

function rowBy(reference: string, database: IDBDatabase): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = database
      .transaction(journeysStore, "readonly")
      .objectStore(journeysStore)
      .index(referencesIndex)
      .get(reference);
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", (event) => {
      event.preventDefault();
      reject(new Error("The row on this device could not be read."));
    });
  });
}
