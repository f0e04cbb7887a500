import type { CacheKey } from "../../contract/cache-key.ts";
import type { MergeAnswer } from "../../contract/merge.ts";
import type { Identifier } from "../../contract/identifier.ts";
import type { InteractionsPage } from "../../contract/interactions-page.ts";
import type { LookupAnswer, LookupRequest } from "../../contract/lookup.ts";
import type { BriefMeasurement } from "../../contract/operations-overview.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import type { Change } from "./changes.ts";

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
  | {
      readonly kind: "refused";
      readonly code: string;
      readonly requestId: string | null;
      /** With `already_linked`: whose the identifier is. */
      readonly customerId: string | null;
    }
  | { readonly kind: "rate-limited"; readonly retryAfterSeconds: number }
  | { readonly kind: "malformed" }
  /** No answer, or one that says "not now"; `retryAfterSeconds` when the service named a time. */
  | { readonly kind: "unreachable"; readonly retryAfterSeconds?: number };

export interface UicClient {
  lookup(request: LookupRequest, signal: AbortSignal): Promise<UicOutcome<LookupAnswer>>;
  interactions(customerId: string, cursor: string | null, signal: AbortSignal): Promise<UicOutcome<InteractionsPage>>;
  customer(customerId: string, signal: AbortSignal): Promise<UicOutcome<UnifiedInteractionContext>>;
  /** The record after the change, null where the answer has none; `leaving`: the page goes, the request outlives it. */
  change(customerId: string, change: Change, leaving: boolean): Promise<UicOutcome<UnifiedInteractionContext | null>>;
  /** `share`: also when another customer has it. */
  link(customerId: string, identifier: Identifier, share: boolean): Promise<UicOutcome<UnifiedInteractionContext>>;
  /** What a merge of `from` into the customer would move; nothing moves. */
  previewMerge(customerId: string, from: string, signal: AbortSignal): Promise<UicOutcome<MergeAnswer>>;
  /** Only while the customer is at the version that was looked at. */
  merge(customerId: string, from: string, version: number): Promise<UicOutcome<MergeAnswer>>;
  cacheKey(signal: AbortSignal): Promise<UicOutcome<CacheKey>>;
  /** Whether it arrived does not matter. */
  measure(measured: BriefMeasurement): void;
}
