import { createHmac, randomBytes } from "node:crypto";
import type { Refused } from "./problem.ts";

const acceptedMilliseconds = 60_000;
const refusedMilliseconds = 10_000;
const maxEntries = 20_000;

export interface TokenCache<T extends { readonly ok: true }> {
  /** The verdict on a token in an environment: the remembered one, the one being asked for, or what `check` finds. */
  verdict(environment: string, token: string, check: () => Promise<T | Refused>): Promise<T | Refused>;
}

/** Remembers accepted tokens for 60 s and refused ones for 10 s, under a keyed hash only; an unanswered question is not remembered. */
export function createTokenCache<T extends { readonly ok: true }>(deps: { readonly now: () => number }): TokenCache<T> {
  const hashKey = randomBytes(32);
  const remembered = new Map<string, { readonly verdict: T | Refused; readonly until: number }>();
  const asked = new Map<string, Promise<T | Refused>>();

  const remember = (key: string, verdict: T | Refused) => {
    if (!verdict.ok && verdict.code === "unavailable") return;
    const oldest = remembered.size >= maxEntries ? remembered.keys().next().value : undefined;
    if (oldest !== undefined) remembered.delete(oldest);
    remembered.delete(key);
    remembered.set(key, { verdict, until: deps.now() + (verdict.ok ? acceptedMilliseconds : refusedMilliseconds) });
  };

  return {
    async verdict(environment, token, check) {
      const key = createHmac("sha256", hashKey).update(`${environment}\n${token}`).digest("base64");
      const known = remembered.get(key);
      if (known && deps.now() < known.until) return known.verdict;
      const pending = asked.get(key);
      if (pending) return pending;
      const question = check().then((verdict) => {
        remember(key, verdict);
        return verdict;
      });
      asked.set(key, question);
      try {
        return await question;
      } finally {
        asked.delete(key);
      }
    },
  };
}
