import { hash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { createIdentifierReader } from "../identity/identifiers.ts";
import { createIdentifierKeys, type IdentifierSecret } from "../identity/keys.ts";
import { createResolverChain, type IdentityResolver } from "../identity/resolver.ts";
import type { InboxStore } from "../stores/inbox-store.ts";
import type { Store } from "../stores/store.ts";
import type { CustomersContext } from "./context.ts";
import { createChangeFeed } from "./change-feed.ts";
import { createCustomerQueue } from "./customer-queue.ts";
import type { Customers } from "./customers.ts";
import { erase, eraseByIdentifiers } from "./erase.ts";
import { exportByIdentifiers, exportCustomer } from "./export.ts";
import { follow } from "./follow.ts";
import { linkIdentifier } from "./link-identifier.ts";
import { listAudit } from "./list-audit.ts";
import { listInteractions } from "./list-interactions.ts";
import { lookup } from "./lookup.ts";
import { lookupJson } from "./lookup-json.ts";
import { merge } from "./merge.ts";
import { createSweep, listErasures, listRetentionRuns } from "./operations-log.ts";
import { patchCollectedData } from "./patch-collected-data.ts";
import { putSession } from "./put-session.ts";
import { read } from "./read.ts";
import { readInteraction } from "./read-interaction.ts";
import { recordInteraction } from "./record-interaction.ts";
import { latestSession, resolveIdentity } from "./resolve-identity.ts";
import { stateActiveIssue } from "./state-active-issue.ts";
import { undoMerge } from "./undo-merge.ts";
import { unlinkIdentifier } from "./unlink-identifier.ts";

export interface CustomersDeps {
  readonly store: Store;
  /** What of a customer still waits in the pipeline. */
  readonly inbox: Pick<InboxStore, "removeJobs">;
  /** The secret under the identifier hashes. */
  readonly identifierKey: string;
  /** Earlier secrets, the latest first: what is stored under them is found, and hashed anew when it is met. */
  readonly earlierIdentifierKeys?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Whom an integrator's systems know, asked in this order where the store knows nobody. */
  readonly resolvers?: readonly IdentityResolver[];
  /** A text that was never answered before. */
  readonly newId: () => string;
  /** Whether `follow` ends once it has told what is new, for a process that cannot wait for changes. */
  readonly followsOnce?: boolean;
}

export function createCustomers(deps: CustomersDeps): Customers {
  const { store, inbox, identifierKey, earlierIdentifierKeys = [], resolvers, now, random, newId } = deps;
  const { followsOnce = false } = deps;
  const keys = createIdentifierKeys([hashedUnder(identifierKey), ...earlierIdentifierKeys.map(hashedUnder)]);
  const context: CustomersContext = {
    store,
    inbox,
    identifiers: createIdentifierReader(keys),
    resolver: createResolverChain(resolvers ?? []),
    queue: createCustomerQueue(),
    changes: followsOnce ? null : createChangeFeed({ store, wait }),
    now,
    newId: (prefix) => prefix + shortId(newId()),
    random,
    wait: (milliseconds) => wait(milliseconds),
  };
  return {
    lookup: (call, request) => lookup(context, call, request),
    lookupJson: (call, request) => lookupJson(context, call, request),
    read: (call, customerId) => read(context, call, customerId),
    listInteractions: (call, customerId, page) => listInteractions(context, call, customerId, page),
    patchCollectedData: (call, customerId, patch, ifMatch) =>
      patchCollectedData(context, call, customerId, patch, ifMatch),
    stateActiveIssue: (call, customerId, issue, ifMatch) => stateActiveIssue(context, call, customerId, issue, ifMatch),
    linkIdentifier: (call, customerId, request, ifMatch) => linkIdentifier(context, call, customerId, request, ifMatch),
    unlinkIdentifier: (call, customerId, identifierId, ifMatch) =>
      unlinkIdentifier(context, call, customerId, identifierId, ifMatch),
    merge: (call, request) => merge(context, call, request),
    undoMerge: (call, customerId, mergeId, ifMatch) => undoMerge(context, call, customerId, mergeId, ifMatch),
    erase: (call, request) => erase(context, call, request),
    eraseByIdentifiers: (call, identifiers, dryRun) => eraseByIdentifiers(context, call, identifiers, dryRun),
    exportCustomer: (call, customerId) => exportCustomer(context, call, customerId),
    exportByIdentifiers: (call, identifiers) => exportByIdentifiers(context, call, identifiers),
    readInteraction: (organization, conversationId) => readInteraction(context, organization, conversationId),
    listAudit: (call, customerId, page) => listAudit(context, call, customerId, page),
    listErasures: (call, page) => listErasures(context, call, page),
    listRetentionRuns: (organization, count) => listRetentionRuns(context, organization, count),
    sweep: createSweep(context),
    follow: (call, customers, signal) => follow(context, call, customers, signal),
    resolveIdentity: (call, user) => resolveIdentity(context, call, user),
    putSession: (call, sessionId, request) => putSession(context, call, sessionId, request),
    latestSession: (call, user) => latestSession(context, call, user),
    recordInteraction: (call, request, party) => recordInteraction(context, call, request, party ?? null),
  };
}

/** One way of hashing so far: secrets are told apart by what they make. */
const hashedUnder = (secret: string): IdentifierSecret => ({ version: 1, secret });

/** Without letters that people take for digits. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** 26 characters that are as unique as the text. */
function shortId(unique: string): string {
  const digest = hash("sha256", unique, "buffer");
  let id = "";
  for (let index = 0; index < 26; index += 1) id += alphabet.charAt((digest[index] ?? 0) % 32);
  return id;
}
