/** The service key of this tab: typed in by the operator, gone with the tab, never in an address. */
export interface KeptKey {
  read(): string | null;
  keep(key: string): void;
  forget(): void;
}

const name = "operators-key";

/** Where the browser gives no session storage the key lives until the page is left. */
export function createKeptKey(storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">): KeptKey {
  const trying = <T>(work: (opened: ReturnType<typeof storage>) => T): T | null => {
    try {
      return work(storage());
    } catch {
      return null;
    }
  };
  return {
    read: () => trying((opened) => opened.getItem(name)),
    keep: (key) => void trying((opened) => opened.setItem(name, key)),
    forget: () => void trying((opened) => opened.removeItem(name)),
  };
}
