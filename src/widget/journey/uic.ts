import type { InteractionsPage } from "../../contract/interactions-page.ts";
import type { LookupAnswer, LookupRequest } from "../../contract/lookup.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import type { CacheKey } from "../../contract/cache-key.ts";

/** Every way a call to the UIC API can end. Expected outcomes are values; only a bug throws. */
export type UicOutcome<T> =
  | {
      readonly kind: "ok";
      readonly value: T;
      /** The service's clock when it answered, epoch milliseconds. */ readonly at: number;
    }
  | { readonly kind: "unauthenticated" }
  | { readonly kind: "forbidden" }
  | { readonly kind: "not-found" }
  | { readonly kind: "erased" }
  | { readonly kind: "refused"; readonly code: string; readonly requestId: string | null }
  | { readonly kind: "rate-limited"; readonly retryAfterSeconds: number }
  | { readonly kind: "malformed" }
  /** No answer, or one that says "not now"; `retryAfterSeconds` when the service named a time. */
  | { readonly kind: "unreachable"; readonly retryAfterSeconds?: number };

export interface UicClient {
  lookup(request: LookupRequest, signal: AbortSignal): Promise<UicOutcome<LookupAnswer>>;
  interactions(customerId: string, cursor: string | null, signal: AbortSignal): Promise<UicOutcome<InteractionsPage>>;
  closeIssue(customerId: string): Promise<UicOutcome<UnifiedInteractionContext>>;
  stateIssue(customerId: string, issue: string): Promise<UicOutcome<UnifiedInteractionContext>>;
  cacheKey(signal: AbortSignal): Promise<UicOutcome<CacheKey>>;
}
