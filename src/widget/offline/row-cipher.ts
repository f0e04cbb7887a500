import { schemaVersion } from "./row.ts";
import type { TabKey } from "./tab-key.ts";

/** Seals and opens rows of one agent of one organisation under one key. */
export interface RowCipher {
  /** Who the rows belong to, as they say it themselves. */
  readonly owner: string;
  /** An opaque name for what must not stand in clear in the database. */
  nameFor(kind: "row" | "reference", text: string): Promise<string>;
  seal(rowId: string, text: string): Promise<{ readonly iv: ArrayBuffer; readonly sealed: ArrayBuffer }>;
  /** Null when the row was not sealed for this place under this key, or was changed since. */
  open(row: { readonly id: string; readonly iv: ArrayBuffer; readonly sealed: ArrayBuffer }): Promise<string | null>;
}

/** AES-GCM and HMAC under two keys derived from the one that the service hands out. Rejects where the browser has no WebCrypto. */
export async function openCipher(
  { organizationId, agentId, key }: Pick<TabKey, "organizationId" | "agentId" | "key">,
  crypto: Crypto,
): Promise<RowCipher> {
  const { subtle } = crypto;
  const secret = Uint8Array.from(atob(key), (character) => character.charCodeAt(0));
  const base = await subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const derive = (info: string, algorithm: AesKeyGenParams | HmacKeyGenParams, usages: readonly KeyUsage[]) =>
    subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: encode(info) },
      base,
      algorithm,
      false,
      usages,
    );
  const [sealing, naming] = await Promise.all([
    derive("customer-journey rows", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]),
    derive("customer-journey names", { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign"]),
  ]);
  const nameOf = async (...parts: readonly string[]) =>
    toText(await subtle.sign("HMAC", naming, encode(JSON.stringify([organizationId, agentId, ...parts]))));
  const boundTo = (rowId: string) => encode(JSON.stringify([organizationId, agentId, rowId, schemaVersion]));
  return {
    owner: await nameOf("owner"),
    nameFor: nameOf,
    async seal(rowId, text) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = await subtle.encrypt(
        { name: "AES-GCM", iv, additionalData: boundTo(rowId) },
        sealing,
        encode(text),
      );
      return { iv: iv.buffer, sealed };
    },
    async open({ id, iv, sealed }) {
      try {
        const opened = await subtle.decrypt(
          { name: "AES-GCM", iv: new Uint8Array(iv), additionalData: boundTo(id) },
          sealing,
          new Uint8Array(sealed),
        );
        return new TextDecoder().decode(opened);
      } catch {
        return null;
      }
    },
  };
}

/** A token's fingerprint, to know it again without keeping it. */
export async function fingerprint(token: string, crypto: Crypto): Promise<string> {
  return toText(await crypto.subtle.digest("SHA-256", encode(token)));
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function toText(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
