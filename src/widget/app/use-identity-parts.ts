import { useState } from "react";
import type * as identityParts from "./identity-parts.ts";

type Parts = typeof identityParts;

/** The parts about who the customer is, as far as they have been wanted. */
export interface IdentityParts {
  /** Null until they are here. */
  readonly loaded: Parts | null;
  /** Their file did not arrive. */
  readonly isMissing: boolean;
  /** Loads them, once more after a failure. */
  readonly want: () => void;
}

export function useIdentityParts(): IdentityParts {
  const [loaded, setLoaded] = useState<Parts | null>(null);
  const [isMissing, setMissing] = useState(false);
  async function load(): Promise<void> {
    try {
      setLoaded(await import("./identity-parts.ts"));
      setMissing(false);
    } catch {
      setMissing(true);
    }
  }
  return { loaded, isMissing, want: () => void load() };
}
