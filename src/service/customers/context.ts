import type { IdentifierReader } from "../identity/identifiers.ts";
import type { InboxStore } from "../stores/inbox-store.ts";
import type { Store } from "../stores/store.ts";
import type { CustomerQueue } from "./customer-queue.ts";

/** What the operations on customers share. */
export interface CustomersContext {
  readonly store: Store;
  readonly inbox: Pick<InboxStore, "removeJobs">;
  readonly identifiers: IdentifierReader;
  readonly queue: CustomerQueue;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The prefix and 26 random characters. */
  readonly newId: (prefix: string) => string;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export const timeOf = (context: CustomersContext): string => new Date(context.now()).toISOString();
