/** Why the platform API did not do what was asked. `sentence` says what to do next and holds no secret. */
export type PlatformFailure =
  /** 404 */
  | { readonly kind: "missing"; readonly sentence: string }
  /** 401, or no token to be had: the credentials are wrong or have ended. */
  | { readonly kind: "unauthenticated"; readonly sentence: string }
  /** 403: what the caller lacks, as Genesys Cloud names it; empty when it names nothing. */
  | { readonly kind: "forbidden"; readonly permissions: readonly string[]; readonly sentence: string }
  /** 409: somebody changed it in between, or it is there already. */
  | { readonly kind: "conflict"; readonly sentence: string }
  /** Any other 4xx: the request itself is not taken. */
  | { readonly kind: "refused"; readonly status: number; readonly sentence: string }
  /** Out of reach, failing, or over its limits for longer than can be waited for. */
  | { readonly kind: "unavailable"; readonly sentence: string }
  /** An answer that is not what it should be. */
  | { readonly kind: "unreadable"; readonly sentence: string };

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: PlatformFailure };

export function failed(failure: PlatformFailure): { readonly ok: false; readonly failure: PlatformFailure } {
  return { ok: false, failure };
}
