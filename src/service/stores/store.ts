import type { AuditEntry, ErasureReceipt } from "../../contract/customer.ts";
import type { SentimentPoint } from "../../contract/record.ts";
import type { Session } from "../../contract/writes.ts";
import type { AgentAction } from "../record/action.ts";
import type { Tellings } from "../record/collected.ts";
import type { CustomerHead, IdentifierLink } from "../record/head.ts";
import type { Interaction } from "../record/interaction.ts";
import type { Place } from "../record/order.ts";

/** A customer as it is stored. `revision` grows with every stored change and is what writes are conditional on, `version` with every change that a reader can see. */
export interface StoredCustomer {
  readonly state: "living";
  readonly customerId: string;
  readonly revision: number;
  readonly version: number;
  /** The customer that this one was merged into, and that answers for it; null when it answers for itself. */
  readonly mergedInto: string | null;
  /** When the person who had this id before was erased; null when nobody was. */
  readonly erasedAt: string | null;
  readonly head: CustomerHead;
}

/** What is left of an erased customer: conversations that started until then never come back. */
export interface ErasedCustomer {
  readonly state: "erased";
  readonly customerId: string;
  readonly revision: number;
  readonly version: number;
  readonly erasedAt: string;
  readonly receipt: ErasureReceipt;
}

/** A customer with everyone merged into it, the survivor first, and what was asked for of their facts: one moment's truth. */
export interface StoredGroup {
  readonly state: "living";
  readonly members: readonly [StoredCustomer, ...StoredCustomer[]];
  readonly newest: readonly Interaction[];
  /** Newest first. */
  readonly sentiments: readonly SentimentPoint[];
  readonly sessions: readonly StoredSession[];
}

export interface GroupRequest {
  readonly interactions: number;
  readonly sentiments: number;
  /** Sessions that have not ended and were active since then; null for none. */
  readonly sessionsSince: string | null;
}

/** Who one identifier leads to. `customerId` is the customer that it is linked to, `survivorId` the one that answers. */
export interface Owner {
  readonly customerId: string;
  readonly survivorId: string;
  /** Of the survivor. */
  readonly version: number;
  /** Whether the service had to name the survivor. */
  readonly made: boolean;
  readonly createdAt: string;
  /** When the person who had the survivor's id before was erased; null when nobody was. */
  readonly erasedAt: string | null;
}

export interface StoredKey {
  readonly revision: number;
  readonly owners: readonly Owner[];
  /** When the last customer that it led to was erased. */
  readonly erasedAt: string | null;
}

/** Everything that was asked for is in it: an unknown customer as null, a key that leads to nobody without owners. */
export interface StoredStanding {
  readonly customers: ReadonlyMap<string, Owner | ErasedCustomer | null>;
  readonly keys: ReadonlyMap<string, StoredKey>;
}

/** What a lookup shows of one customer who stands alone, as it was written together with the facts that it tells of. */
export interface Glance {
  readonly customerId: string;
  /** As in the customer's head: what is past its days may be in it once this is. */
  readonly oldestAt: string | null;
  /** Null when there are no sessions; those that are open must be read. */
  readonly restingSince: string | null;
  readonly links: readonly Pick<IdentifierLink, "id" | "key" | "otherKeys">[];
  /** Members of a lookup's answer, as JSON in UTF-8: all but those that depend on the question, and the sessions. */
  readonly members: Uint8Array;
}

/** Where a conversation is recorded; `interaction` is null when it was erased. */
export interface StoredConversation {
  readonly customerId: string;
  readonly interaction: Interaction | null;
}

export interface StoredSession {
  readonly customerId: string;
  readonly session: Omit<Session, "customerId">;
  /** What its data ever told, which later data that leaves it out does not take away. */
  readonly told: Tellings;
}

/** Newest first; `before` excludes itself. */
export interface FactPage {
  readonly before: Place | null;
  readonly limit: number;
}

/** Everything one operation changes, applied whole or not at all. */
export interface Change {
  /** `revision` must still be the stored one, 0 for a customer that is not stored. */
  readonly customers: readonly CustomerChange[];
  readonly keys: readonly {
    readonly key: string;
    readonly revision: number;
    readonly customerIds: readonly string[];
    readonly erasedAt: string | null;
  }[];
  /** The conversation must not be recorded elsewhere than `before` says. */
  readonly interactions: readonly InteractionChange[];
  readonly actions: readonly { readonly customerId: string; readonly action: AgentAction }[];
  readonly sessions: readonly {
    readonly sessionId: string;
    readonly before: { readonly customerId: string } | null;
    readonly after: StoredSession | null;
  }[];
  readonly audit: readonly AuditRecord[];
  /** Every fact of these customers goes; their conversations and sessions stay known as erased. */
  readonly erased?: readonly string[];
  /** Facts of these customers that are past their days go without a trace. */
  readonly expired?: { readonly customerIds: readonly string[]; readonly limits: RetentionLimits };
}

/** What is older goes: interactions and agent actions by when they were, sessions by their last activity. */
export interface RetentionLimits {
  readonly facts: string;
  readonly sessions: string;
}

/** What of a customer is past its days, and since when the rest is kept. */
export interface Aged {
  readonly interactions: number;
  readonly sessionIds: readonly string[];
  readonly oldestAt: string | null;
  readonly restingSince: string | null;
}

export interface CustomerChange {
  readonly customerId: string;
  readonly revision: number;
  readonly after:
    | Pick<StoredCustomer, "state" | "version" | "mergedInto" | "erasedAt" | "head">
    | Pick<ErasedCustomer, "state" | "version" | "erasedAt" | "receipt">
    /** Nothing is left, not even that there was somebody. */
    | null;
}

export interface InteractionChange {
  /** As in the summary: of a further party of a conversation it is the id of that party's fact. */
  readonly conversationId: string;
  readonly before: { readonly customerId: string; readonly interaction: Interaction } | null;
  readonly after: { readonly customerId: string; readonly interaction: Interaction } | null;
}

export interface AuditRecord extends AuditEntry {
  readonly customerId: string;
}

/**
 * The customers of all organisations; `tenant` is the organisation's id.
 * Any method may reject with StoreUnavailable; nothing of a change was kept then.
 */
export interface Store {
  /** The group that answers for this id, or the erased customer, or null when there is none. */
  group(tenant: string, customerId: string, request: GroupRequest): Promise<StoredGroup | ErasedCustomer | null>;
  /** Who answers for these ids and whom these keys lead to, as of one moment. */
  standing(tenant: string, customerIds: readonly string[], keys: readonly string[]): Promise<StoredStanding>;
  /** As `standing`, with what a lookup shows where all of these lead to one customer. For engines that keep it ready beside the facts. */
  glance?(
    tenant: string,
    customerIds: readonly string[],
    keys: readonly string[],
  ): Promise<{ readonly standing: StoredStanding; readonly glance: Glance | null }>;
  conversation(tenant: string, conversationId: string): Promise<StoredConversation | null>;
  interactions(tenant: string, customerIds: readonly string[], page: FactPage): Promise<readonly Interaction[]>;
  actions(tenant: string, customerIds: readonly string[], page: FactPage): Promise<readonly AgentAction[]>;
  session(tenant: string, sessionId: string): Promise<StoredSession | "erased" | null>;
  /** Last active first. */
  sessions(tenant: string, customerIds: readonly string[]): Promise<readonly StoredSession[]>;
  /** The conversations of these customers, in no order. */
  conversationIds(tenant: string, customerIds: readonly string[]): Promise<readonly string[]>;
  aged(tenant: string, customerId: string, limits: RetentionLimits): Promise<Aged>;
  /** Customers who have something past its days. */
  aging(tenant: string, limits: RetentionLimits, count: number): Promise<readonly string[]>;
  /** False when something that the change depends on is no longer as it was read: read again and try again. */
  commit(tenant: string, change: Change): Promise<boolean>;
  /** Keeps entries that are about reads; durable within a second, at the latest when the store closes. */
  audit(tenant: string, entry: AuditRecord): void;
  /** Newest first, those about reads included, none from before `since`. */
  auditEntries(
    tenant: string,
    customerIds: readonly string[],
    since: string,
    page: FactPage,
  ): Promise<readonly AuditEntry[]>;
  /** Removes audit entries from before a time; answers how many, at most a thousand a call. */
  expireAudit(tenant: string, before: string): Promise<number>;
  /** Rejects when the store cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
