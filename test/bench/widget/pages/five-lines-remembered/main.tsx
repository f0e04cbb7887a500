import { createRoot } from "react-dom/client";
import * as z from "zod/mini";

/**
 * The page of five lines, which an earlier visit has left in IndexedDB, sealed under a key of the tab: what any page takes
 * that remembers as the widget must, and does nothing else.
 */
const written = [
  "Nimali Perera",
  "Third contact in four days",
  "Billing dispute",
  "Refund promised for Friday",
  "Ticket 1234",
];
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

async function remembered(database: Promise<IDBDatabase>): Promise<readonly string[] | null> {
  const secret = sessionStorage.getItem("key");
  if (secret === null) return null;
  const [key, rows] = await Promise.all([keyOf(secret), database]);
  const stored = row.parse(await done(rows.transaction("rows").objectStore("rows").get("lines")));
  const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: stored.iv }, key, stored.sealed);
  return z.parse(z.array(z.string()), JSON.parse(new TextDecoder().decode(opened)));
}

async function remember(rows: IDBDatabase): Promise<void> {
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

const opening = openRows();
const lines = await remembered(opening);
const root = document.querySelector("#root");
if (root !== null) {
  createRoot(root).render(
    <main>
      {(lines ?? written).map((line) => (
        <p key={line}>{line}</p>
      ))}
    </main>,
  );
}
if (lines === null) await remember(await opening);
