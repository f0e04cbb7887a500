import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { normaliserVersion } from "./normalise.ts";

/** A secret under the identifier hashes. `version` stands before every hash and says how it was made. */
export interface IdentifierSecret {
  readonly version: number;
  readonly secret: string;
}

export interface IdentifierKeys {
  /** The keyed hash under which an identifier is stored now, and those under which it may still stand from earlier secrets. */
  keysOf(organizationId: string, kind: string, value: string): readonly [string, ...string[]];
}

/** HMAC-SHA-256 under a key of the organisation's own. The first secret writes; all are read. */
export function createIdentifierKeys(secrets: readonly [IdentifierSecret, ...IdentifierSecret[]]): IdentifierKeys {
  const organizationKeys = new Map<string, KeyObject>();

  function keyOf({ secret }: IdentifierSecret, index: number, organizationId: string): KeyObject {
    const name = `${index}:${organizationId}`;
    const known = organizationKeys.get(name);
    if (known) return known;
    // Hashing under a key object is several times faster than under the bytes of a key.
    const made = createSecretKey(createHmac("sha256", secret).update(`organization:${organizationId}`).digest());
    organizationKeys.set(name, made);
    return made;
  }

  return {
    keysOf(organizationId, kind, value) {
      const hash = (secret: IdentifierSecret, index: number): string =>
        `k${secret.version}.${createHmac("sha256", keyOf(secret, index, organizationId))
          .update(`${kind}:v${normaliserVersion}:${value}`)
          .digest("base64url")}`;
      const [current, ...earlier] = secrets;
      return [hash(current, 0), ...earlier.map((secret, index) => hash(secret, index + 1))];
    },
  };
}
