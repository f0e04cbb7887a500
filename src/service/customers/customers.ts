import type { CollectedDataPatch, InteractionsPage, PageQuery } from "../../contract/customer.ts";
import type { LookupAnswer, LookupRequest } from "../../contract/lookup.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import type { InteractionAnswer, InteractionRequest } from "../../contract/writes.ts";
import { createIdentifierReader } from "../identity/identifiers.ts";
import type { IdentifierKeys } from "../identity/keys.ts";
import type { Store } from "../stores/store.ts";
import type { Call, Outcome } from "./call.ts";
import type { CustomersContext } from "./context.ts";
import { createCustomerQueue } from "./customer-queue.ts";
import { listInteractions } from "./list-interactions.ts";
import { lookup } from "./lookup.ts";
import { patchCollectedData } from "./patch-collected-data.ts";
import { read } from "./read.ts";
import { recordInteraction } from "./record-interaction.ts";
import { stateActiveIssue } from "./state-active-issue.ts";

export type { Call, Outcome, Refusal } from "./call.ts";

/** The operations on customers that routes and pipeline share. `ifMatch` is a version that must still be the present one. Any of them may reject with StoreUnavailable. */
export interface Customers {
  lookup(call: Call, request: LookupRequest): Promise<LookupAnswer>;
  read(call: Call, customerId: string): Promise<Outcome<UnifiedInteractionContext>>;
  listInteractions(call: Call, customerId: string, page: PageQuery): Promise<Outcome<InteractionsPage>>;
  patchCollectedData(
    call: Call,
    customerId: string,
    patch: CollectedDataPatch,
    ifMatch: number | null,
  ): Promise<Outcome<UnifiedInteractionContext>>;
  /** States the open issue, or closes it with null. */
  stateActiveIssue(
    call: Call,
    customerId: string,
    issue: string | null,
    ifMatch: number | null,
  ): Promise<Outcome<UnifiedInteractionContext>>;
  /** Adds or revises one ended interaction; durable once it resolves. `created` is false when the conversation was known or anonymous. */
  recordInteraction(
    call: Call,
    request: InteractionRequest,
  ): Promise<Outcome<InteractionAnswer & { readonly created: boolean }>>;
}

export interface CustomersDependencies {
  readonly store: Store;
  readonly identifierKeys: IdentifierKeys;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export function createCustomers(dependencies: CustomersDependencies): Customers {
  const { store, identifierKeys, now, randomBytes, wait } = dependencies;
  const context: CustomersContext = {
    store,
    identifiers: createIdentifierReader(identifierKeys),
    queue: createCustomerQueue(),
    now,
    newId: (prefix) => prefix + Array.from(randomBytes(26), (byte) => idAlphabet[byte % 32]).join(""),
    random: () => (randomBytes(1)[0] ?? 0) / 256,
    wait,
  };
  return {
    lookup: (call, request) => lookup(context, call, request),
    read: (call, customerId) => read(context, call, customerId),
    listInteractions: (call, customerId, page) => listInteractions(context, call, customerId, page),
    patchCollectedData: (call, customerId, patch, ifMatch) =>
      patchCollectedData(context, call, customerId, patch, ifMatch),
    stateActiveIssue: (call, customerId, issue, ifMatch) => stateActiveIssue(context, call, customerId, issue, ifMatch),
    recordInteraction: (call, request) => recordInteraction(context, call, request),
  };
}

/** Without letters and digits that people mistake for each other. */
const idAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
