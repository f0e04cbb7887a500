import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { changesStore, databaseName, journeysStore } from "../../../src/widget/offline/names.ts";
import type { TabKey } from "../../../src/widget/offline/tab-key.ts";

/** Session storage of one tab. */
export function tabStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    getItem: (name) => items.get(name) ?? null,
    key: (place) => [...items.keys()][place] ?? null,
    removeItem: (name) => {
      items.delete(name);
    },
    setItem: (name, value) => {
      items.set(name, value);
    },
  };
}

/** What a frame sees where the browser blocks third-party storage. */
export function deniedStorage(): never {
  throw new DOMException("The operation is insecure.", "SecurityError");
}

export function aTabKey(over: Partial<TabKey> = {}): TabKey {
  return {
    organizationId: "32aa07aa-0000-4000-8000-000000000001",
    agentId: "a9e00000-0000-4000-8000-000000000001",
    keyId: "2026-03-04",
    key: btoa("0123456789abcdef0123456789abcdef"),
    expiresAt: "2026-03-05T00:00:00.000Z",
    issuedTo: "fingerprint",
    ...over,
  };
}

/** Puts a fresh, empty IndexedDB in the place of the browser's; dexie finds it there. */
export function freshIndexedDb(): IDBFactory {
  const factory = new IDBFactory();
  globalThis.indexedDB = factory;
  globalThis.IDBKeyRange = IDBKeyRange;
  return factory;
}

/** Every journey on this device, as it is stored. */
export async function storedRows(): Promise<unknown[]> {
  return inStore((store) => store.getAll());
}

/** Every change that waits on this device, as it is stored. */
export async function storedChanges(): Promise<unknown[]> {
  return inStore((store) => store.getAll(), changesStore);
}

export async function inStore<T>(
  work: (store: IDBObjectStore) => IDBRequest<T>,
  name: string = journeysStore,
): Promise<T> {
  const database = await resultOf(indexedDB.open(databaseName));
  try {
    return await resultOf(work(database.transaction(name, "readwrite").objectStore(name)));
  } finally {
    database.close();
  }
}

export function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(new Error("The database refused.")));
  });
}
