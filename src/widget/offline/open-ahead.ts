import { existingDatabase } from "./existing-database.ts";
import { tabKeyItem } from "./names.ts";

/**
 * The database of this device as it is, null when there is none or nothing in it could be read; rejects where the browser
 * denies it. Opening takes the browser longer than all else that a remembered journey waits for, and leaves the processor to
 * the rest: so it is begun by the first lines of the widget that run.
 */
export const openedAhead: Promise<IDBDatabase | null> = openWhereKeyed(window);
// Whoever reads is told; nobody may read.
openedAhead.catch(() => {});

async function openWhereKeyed(frame: Window): Promise<IDBDatabase | null> {
  return frame.sessionStorage.getItem(tabKeyItem) === null ? null : existingDatabase(frame.indexedDB);
}
