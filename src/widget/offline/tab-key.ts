import * as z from "zod/mini";
import { utcTime } from "../../contract/primitives.ts";
import { tabKeyItem } from "./names.ts";

/** Under whom and with what this tab encrypts. It lives in memory and in the tab's session storage, nowhere else. */
const tabKey = z.object({
  organizationId: z.string(),
  agentId: z.string(),
  keyId: z.string(),
  /** 32 bytes in base64. */
  key: z.string(),
  expiresAt: utcTime,
  /** SHA-256 of the token that the key was handed out to: another token may be another agent's. */
  issuedTo: z.string(),
});
export type TabKey = z.infer<typeof tabKey>;

/** Where the browser denies a frame its storage, the getter itself throws. */
export type SessionStorageOf = () => Storage;

/** The key of this tab; null when there is none, it cannot be read or it has ended. */
export function readTabKey(storage: SessionStorageOf, now: number): TabKey | null {
  try {
    const stored = tabKey.safeParse(JSON.parse(storage().getItem(tabKeyItem) ?? "null"));
    return stored.success && Date.parse(stored.data.expiresAt) > now ? stored.data : null;
  } catch {
    return null;
  }
}

export function writeTabKey(storage: SessionStorageOf, key: TabKey): void {
  try {
    storage().setItem(tabKeyItem, JSON.stringify(key));
  } catch {
    // Without session storage the key stays in memory and is asked for again by the next widget.
  }
}

export function dropTabKey(storage: SessionStorageOf): void {
  try {
    storage().removeItem(tabKeyItem);
  } catch {
    // What could not be written is not there.
  }
}
