import { hkdfSync } from "node:crypto";
import type { CacheKey } from "../../contract/cache-key.ts";

export interface CacheKeys {
  /** The key under which an agent's browser encrypts what it remembers; the same all (UTC) day, derived anew each time and never stored. */
  keyOf(organizationId: string, agentId: string): CacheKey;
}

const dayMilliseconds = 86_400_000;

export function createCacheKeys(deps: { readonly secret: string; readonly now: () => number }): CacheKeys {
  const derive = (purpose: string, parts: readonly string[], length: number) =>
    Buffer.from(hkdfSync("sha256", deps.secret, "", JSON.stringify([purpose, ...parts]), length));
  return {
    keyOf(organizationId, agentId) {
      const day = Math.floor(deps.now() / dayMilliseconds);
      const startOfDay = new Date(day * dayMilliseconds).toISOString();
      const parts = [organizationId, agentId, startOfDay.slice(0, 10)];
      return {
        keyId: `key_${derive("agent-cache-key-id", parts, 10).toString("hex")}`,
        key: derive("agent-cache-key", parts, 32).toString("base64"),
        expiresAt: new Date((day + 1) * dayMilliseconds).toISOString(),
      };
    },
  };
}
