import { limits } from "../../contract/limits.ts";
import type { IdentifierReader } from "../identity/identifiers.ts";
import type { IdentityResolver } from "../identity/resolver.ts";
import type { InboxStore } from "../stores/inbox-store.ts";
import type { Store } from "../stores/store.ts";
import type { ChangeFeed } from "./change-feed.ts";
import type { CustomerQueue } from "./customer-queue.ts";

/** What the operations on customers share. */
export interface CustomersContext {
  readonly store: Store;
  readonly inbox: Pick<InboxStore, "removeJobs">;
  readonly identifiers: IdentifierReader;
  /** Asked where the store knows nobody. */
  readonly resolver: IdentityResolver;
  readonly queue: CustomerQueue;
  /** Null where nothing can wait for changes. */
  readonly changes: ChangeFeed | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The prefix and 26 random characters. */
  readonly newId: (prefix: string) => string;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Whether a time that a caller gave is more than a day ahead of this service's clock. */
export function isTooFarAhead(context: CustomersContext, time: string | null | undefined): boolean {
  return time != null && Date.parse(time) > context.now() + limits.futureMilliseconds;
}

export const timeOf = (context: CustomersContext): string => new Date(context.now()).toISOString();
