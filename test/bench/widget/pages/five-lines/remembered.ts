import * as z from "zod/mini";

const row = z.object({ iv: z.instanceof(Uint8Array<ArrayBuffer>), sealed: z.instanceof(ArrayBuffer) });

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(new Error("IndexedDB does not answer.")));
  });
}

async function openRows(): Promise<IDBDatabase> {
  const opening = indexedDB.open("five-lines");
  opening.addEventListener("upgradeneeded", () => void opening.result.createObjectStore("rows"));
  return done(opening);
}

/** The lines as an earlier visit has left them in IndexedDB, sealed under a key of the tab: what the widget must do, and no more. The first visit leaves them. */
export async function remembered(written: readonly string[]): Promise<readonly string[]> {
  const opening = openRows();
  const secret = sessionStorage.getItem("key");
  if (secret === null) {
    await remember(written, await opening);
    return written;
  }
  const [key, rows] = await Promise.all([keyOf(secret), opening]);
  const stored = row.parse(await done(rows.transaction("rows").objectStore("rows").get("lines")));
  const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: stored.iv }, key, stored.sealed);
  return z.parse(z.array(z.string()), JSON.parse(new TextDecoder().decode(opened)));
}

async function remember(written: readonly string[], rows: IDBDatabase): Promise<void> {
  const secret = crypto.randomUUID().replaceAll("-", "");
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(written));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(secret), text);
  await done(rows.transaction("rows", "readwrite").objectStore("rows").put({ iv, sealed }, "lines"));
  sessionStorage.setItem("key", secret);
}

function keyOf(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", new TextEncoder().encode(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
}
