import type { Disposer } from "./genesys.ts";

export type StorageWindow = Pick<Window, "addEventListener" | "removeEventListener" | "sessionStorage">;

/** A few texts that the frames of one tab share. */
export interface KeyedStorage {
  read(key: string): string | null;
  write(key: string, text: string): void;
  remove(key: string): void;
  keys(): readonly string[];
  /** Calls back when another frame of the tab wrote or removed a key. */
  onChange(listener: (key: string) => void): Disposer;
}

/** The session storage under one prefix; null where the browser denies it. */
export function keyedStorage(window: StorageWindow, prefix: string): KeyedStorage | null {
  let session: Storage;
  try {
    session = window.sessionStorage;
    session.setItem(`${prefix}probe`, "");
    session.removeItem(`${prefix}probe`);
  } catch {
    return null;
  }
  return {
    read: (key) => session.getItem(prefix + key),
    write(key, text) {
      try {
        session.setItem(prefix + key, text);
      } catch {
        // Full: what is shared is also in memory, so only the other widgets miss it and ask for themselves.
      }
    },
    remove(key) {
      session.removeItem(prefix + key);
    },
    keys: () =>
      Array.from({ length: session.length }, (_, index) => session.key(index) ?? "")
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
    onChange(listener) {
      const changed = (event: StorageEvent): void => {
        if (event.storageArea === session && event.key?.startsWith(prefix)) listener(event.key.slice(prefix.length));
      };
      window.addEventListener("storage", changed);
      return () => {
        window.removeEventListener("storage", changed);
      };
    },
  };
}
