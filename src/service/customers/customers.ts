import type { CollectedDataPatch, ErasureReceipt, LinkRequest, PageQuery } from "../../contract/customer.ts";
import type { MergeAnswer } from "../../contract/merge.ts";
import type { CustomerExport } from "../../contract/customer-export.ts";
import type { Identifier } from "../../contract/identifier.ts";
import type { InteractionSummary } from "../../contract/interaction.ts";
import type { InteractionsPage } from "../../contract/interactions-page.ts";
import type { LookupAnswer, LookupRequest } from "../../contract/lookup.ts";
import type { ErasuresPage, RetentionRun } from "../../contract/operations-overview.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import type {
  ChangesRequest,
  ChannelUserRequest,
  InteractionAnswer,
  InteractionRequest,
  Session,
  SessionRequest,
} from "../../contract/writes.ts";
import type { Organization } from "../config.ts";
import type { Call, Outcome } from "./call.ts";
import type { Erasure } from "./erase.ts";
import type { CustomerChange } from "./follow.ts";
import type { AuditPage } from "./list-audit.ts";
import type { LookupJson } from "./lookup-json.ts";
import type { Merge } from "./merge.ts";

export type { Call, Outcome, Refusal } from "./call.ts";
export type { CustomerChange } from "./follow.ts";
export type { LookupJson } from "./lookup-json.ts";

/** The operations on customers that routes and pipeline share. `ifMatch` is a version that must still be the present one. Any of them may reject with StoreUnavailable. */
export interface Customers {
  lookup(call: Call, request: LookupRequest): Promise<LookupAnswer>;
  /** The same answer, ready to be sent. */
  lookupJson(call: Call, request: LookupRequest): Promise<LookupJson>;
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
  /**
   * Adds or revises one ended interaction; durable once it resolves. `created` is false when the conversation was known or anonymous.
   * Each further customer of the same conversation is a `party` of its own, named by what stays the same in every revision.
   */
  recordInteraction(
    call: Call,
    request: InteractionRequest,
    party?: string,
  ): Promise<Outcome<InteractionAnswer & { readonly created: boolean }>>;
  /** What is recorded of a conversation, of the first of its customers; for who revises it, so unaudited. Null when nothing is. */
  readInteraction(organization: Organization, conversationId: string): Promise<InteractionSummary | null>;
  /** Links one identifier. One that other customers have is refused with `already_linked`, unless the request shares it. */
  linkIdentifier(
    call: Call,
    customerId: string,
    request: LinkRequest,
    ifMatch: number | null,
  ): Promise<Outcome<UnifiedInteractionContext>>;
  unlinkIdentifier(
    call: Call,
    customerId: string,
    identifierId: string,
    ifMatch: number | null,
  ): Promise<Outcome<null>>;
  /** Merges another customer into this one; with `dryRun` the answer is only a preview, without `mergeId`. */
  merge(call: Call, request: Merge): Promise<Outcome<MergeAnswer>>;
  /** Takes a merge apart again and answers the record of the customer that was named. */
  undoMerge(
    call: Call,
    customerId: string,
    mergeId: string,
    ifMatch: number | null,
  ): Promise<Outcome<UnifiedInteractionContext>>;
  /** Removes a person and answers the receipt; with `dryRun` it only counts. Erasing again answers the first receipt. */
  erase(call: Call, request: Erasure): Promise<Outcome<ErasureReceipt>>;
  /** For everyone to whom these identifiers belong; one that several share refuses the whole request as `ambiguous`. */
  eraseByIdentifiers(
    call: Call,
    identifiers: readonly Identifier[],
    dryRun: boolean,
  ): Promise<Outcome<readonly ErasureReceipt[]>>;
  exportCustomer(call: Call, customerId: string): Promise<Outcome<CustomerExport>>;
  exportByIdentifiers(call: Call, identifiers: readonly Identifier[]): Promise<Outcome<readonly CustomerExport[]>>;
  /** Who did what with a customer, newest first; after an erasure too. */
  listAudit(call: Call, customerId: string, page: PageQuery): Promise<Outcome<AuditPage>>;
  /** Receipts of erasures, newest first, as long as the audit is kept. */
  listErasures(call: Call, page: PageQuery): Promise<Outcome<ErasuresPage>>;
  /** The latest sweeps that came to their end, newest first, as long as the audit is kept. */
  listRetentionRuns(organization: Organization, count: number): Promise<readonly RetentionRun[]>;
  /** Removes from the store what is past its days, a part at a time: call it at least once a day, again while it answers true. No answer has it even before. */
  sweep(organization: Organization): Promise<boolean>;
  /** The present record of each customer and every newer one, from whichever process, until the signal aborts. A `version` that is the present one is not repeated. */
  follow(call: Call, customers: ChangesRequest["customers"], signal: AbortSignal): AsyncIterable<CustomerChange>;
  /** Keeps a conversation that is still going on. An anonymous one is answered with `customerId` null and not kept. */
  putSession(call: Call, sessionId: string, request: SessionRequest): Promise<Outcome<Session>>;
  /** The same user's most recent session, whatever the channel, ended or not. */
  latestSession(call: Call, user: ChannelUserRequest): Promise<Outcome<Session>>;
  resolveIdentity(call: Call, user: ChannelUserRequest): Promise<Outcome<{ readonly customerId: string }>>;
}
