import { Registry } from "prom-client";
import type { CustomerExport } from "../../../src/contract/customer-export.ts";
import type { ErasureReceipt } from "../../../src/contract/customer.ts";
import type { UnifiedInteractionContext } from "../../../src/contract/record.ts";
import type { Session } from "../../../src/contract/writes.ts";
import type { Call, Customers, Outcome } from "../../../src/service/customers/customers.ts";
import type { Inbox } from "../../../src/service/pipeline/inbox.ts";
import { createOperations, type Operations } from "../../../src/service/telemetry/operations.ts";

const record: UnifiedInteractionContext = {
  customerId: "C-1001",
  displayName: "Nimali Perera",
  customerPhone: "+94 ••• ••• 567",
  customerEmail: "n•••@example.com",
  version: 7,
  lastUpdated: "2026-11-20T09:15:00.000Z",
  activeIssue: "Billing dispute",
  activeIssueSince: "2026-11-16T09:15:00.000Z",
  interactionCount: 1,
  interactions: [],
  collectedData: {
    ticketId: { value: "1234", channel: "whatsapp", conversationId: "c-1", collectedAt: "2026-11-16T09:15:00.000Z" },
  },
  sentimentHistory: [],
  identifiers: [],
  mergedFrom: [],
};

interface Seen {
  readonly operation: string;
  readonly call: Call;
  readonly given: readonly unknown[];
}

export interface FakeCustomers extends Customers {
  readonly seen: Seen[];
  /** Makes the next operation do something else. */
  next: (() => Promise<never>) | { readonly refusal: Outcome<never> } | null;
}

const session: Session = {
  sessionId: "session-1",
  customerId: "C-1001",
  channel: "whatsapp",
  startedAt: "2026-11-22T09:00:00.000Z",
  lastActivityAt: "2026-11-22T09:10:00.000Z",
  endedAt: null,
  data: { ticketId: "1234", form: { step: 2, done: [true, null] } },
};

const receipt: ErasureReceipt = {
  erasureId: "ers_1",
  erasedAt: "2026-11-22T09:15:00.000Z",
  dryRun: false,
  removed: { interactions: 50, archived: 78, identifiers: 2, sessions: 1, jobs: 0 },
};

const exported: CustomerExport = {
  exportedAt: "2026-11-22T09:15:00.000Z",
  record,
  interactions: [],
  agentActions: [{ at: "2026-11-22T09:15:00.000Z", issue: null }],
  sessions: [session],
  audit: [
    {
      id: "aud_1",
      at: "2026-11-22T09:15:00.000Z",
      actor: { type: "agent", id: "agent-1" },
      action: "read",
      conversationId: null,
      requestId: "req-1",
    },
  ],
};

const notFound: Outcome<never> = { ok: false, code: "not_found", detail: "Check the id: there is nothing of it." };

function found(customerId: string): Outcome<UnifiedInteractionContext> {
  return customerId === record.customerId
    ? { ok: true, value: record }
    : { ok: false, code: "not_found", detail: "Check the id: there is no such customer." };
}

function written(customerId: string, ifMatch: number | null): Outcome<UnifiedInteractionContext> {
  return ifMatch === null || ifMatch === record.version
    ? found(customerId)
    : { ok: false, code: "precondition_failed", detail: "Read the record again." };
}

/** One customer, C-1001, whom every identifier named "known" finds. */
export function createFakeCustomers(): FakeCustomers {
  const seen: Seen[] = [];
  const fake: FakeCustomers = {
    seen,
    next: null,
    async lookup(call, request) {
      await note("lookup", call, request);
      const index = request.identifiers.findIndex(({ value }) => value === "known");
      if (index < 0)
        return { status: "first_contact", recentInteractions: [], tried: request.identifiers.map(({ type }) => type) };
      const {
        interactions: recentInteractions,
        customerPhone: _,
        customerEmail: __,
        mergedFrom: ___,
        ...rest
      } = record;
      const type = request.identifiers[index]?.type ?? "phone";
      const matchedBy = { type, index, identifierId: "idn_1" };
      return { status: "returning_customer", matchedBy, ...rest, recentInteractions, openSessions: [], conflicts: [] };
    },
    async lookupJson(call, request) {
      const answered = await fake.lookup(call, request);
      const isFound = answered.status === "returning_customer";
      const outcome = isFound ? answered.matchedBy.type : answered.status;
      return { outcome, conflicts: isFound ? answered.conflicts : [], json: Buffer.from(JSON.stringify(answered)) };
    },
    async read(call, customerId) {
      return (await note("read", call, customerId)) ?? found(customerId);
    },
    async listInteractions(call, customerId, page) {
      return (
        (await note("listInteractions", call, customerId, page)) ?? {
          ok: true,
          value: { items: [], nextCursor: null, total: 128 },
        }
      );
    },
    async patchCollectedData(call, customerId, patch, ifMatch) {
      return (await note("patchCollectedData", call, customerId, patch, ifMatch)) ?? written(customerId, ifMatch);
    },
    async stateActiveIssue(call, customerId, issue, ifMatch) {
      return (await note("stateActiveIssue", call, customerId, issue, ifMatch)) ?? written(customerId, ifMatch);
    },
    async recordInteraction(call, request) {
      const refused = await note("recordInteraction", call, request);
      if (refused) return refused;
      if (request.identifiers.length === 0)
        return { ok: true, value: { customerId: null, version: null, created: false } };
      return { ok: true, value: { customerId: record.customerId, version: 8, created: true } };
    },
    async readInteraction() {
      return null;
    },
    async linkIdentifier(call, customerId, request, ifMatch) {
      return (await note("linkIdentifier", call, customerId, request, ifMatch)) ?? written(customerId, ifMatch);
    },
    async unlinkIdentifier(call, customerId, identifierId, ifMatch) {
      const refused = await note("unlinkIdentifier", call, customerId, identifierId, ifMatch);
      return refused ?? (written(customerId, ifMatch).ok ? { ok: true, value: null } : notFound);
    },
    async merge(call, request) {
      const refused = await note("merge", call, request);
      if (refused) return refused;
      const done = { mergedAt: record.lastUpdated, moved: { interactions: 2, identifiers: 1 }, record };
      return { ok: true, value: request.dryRun ? done : { mergeId: "mrg_1", ...done } };
    },
    async undoMerge(call, customerId, mergeId, ifMatch) {
      return (await note("undoMerge", call, customerId, mergeId, ifMatch)) ?? written(customerId, ifMatch);
    },
    async erase(call, request) {
      return (await note("erase", call, request)) ?? { ok: true, value: { ...receipt, dryRun: request.dryRun } };
    },
    async eraseByIdentifiers(call, identifiers, dryRun) {
      const refused = await note("eraseByIdentifiers", call, identifiers, dryRun);
      return refused ?? { ok: true, value: [{ ...receipt, dryRun }] };
    },
    async exportCustomer(call, customerId) {
      return (await note("exportCustomer", call, customerId)) ?? { ok: true, value: exported };
    },
    async exportByIdentifiers(call, identifiers) {
      return (await note("exportByIdentifiers", call, identifiers)) ?? { ok: true, value: [exported] };
    },
    async listAudit(call, customerId, page) {
      const items = exported.audit;
      return (await note("listAudit", call, customerId, page)) ?? { ok: true, value: { items, nextCursor: null } };
    },
    async listErasures(call, page) {
      await note("listErasures", call, page);
      return { ok: true, value: { items: [receipt], nextCursor: null } };
    },
    async listRetentionRuns() {
      return [];
    },
    async sweep() {
      return false;
    },
    async *follow(call, customers) {
      await note("follow", call, customers);
      for (const { customerId } of customers) {
        if (customerId === record.customerId) yield { kind: "context", customerId, record };
        else yield { kind: "erased", customerId };
      }
      yield { kind: "merged", customerId: "C-2", from: "C-1001" };
    },
    async putSession(call, sessionId, request) {
      const refused = await note("putSession", call, sessionId, request);
      return refused ?? { ok: true, value: { ...session, sessionId, data: request.data } };
    },
    async latestSession(call, user) {
      const refused = await note("latestSession", call, user);
      return refused ?? (user.channelUserId === "known" ? { ok: true, value: session } : notFound);
    },
    async resolveIdentity(call, user) {
      const refused = await note("resolveIdentity", call, user);
      return refused ?? (user.channelUserId === "known" ? { ok: true, value: { customerId: "C-1001" } } : notFound);
    },
  };
  return fake;

  async function note(operation: string, call: Call, ...given: readonly unknown[]): Promise<Outcome<never> | null> {
    seen.push({ operation, call, given });
    const { next } = fake;
    fake.next = null;
    if (typeof next === "function") return next();
    return next?.refusal ?? null;
  }
}

export const deadLetter = {
  id: "dl-1",
  conversationId: "conv-1",
  topic: "v2.detail.events.conversation.{id}.customer.end",
  reason: "The conversation has no readable start.",
  attempts: 3,
  firstFailedAt: "2026-11-21T09:15:00.000Z",
  lastFailedAt: "2026-11-21T10:15:00.000Z",
};

async function deal(id: string): Promise<Outcome<null>> {
  return id === deadLetter.id
    ? { ok: true, value: null }
    : { ok: false, code: "not_found", detail: "Check the id: there is no such dead letter." };
}

/** Takes everything, and has one dead letter, dl-1. */
export function createFakeInbox(): Inbox & { readonly taken: unknown[][] } {
  const taken: unknown[][] = [];
  return {
    taken,
    async accept(_, envelopes) {
      taken.push([...envelopes]);
      return { ok: true, value: { accepted: envelopes.length, ignored: 0 } };
    },
    async listDeadLetters() {
      return { ok: true, value: { items: [deadLetter], nextCursor: null } };
    },
    replayDeadLetter: (_, id) => deal(id),
    deleteDeadLetter: (_, id) => deal(id),
    async removeJobs() {
      return 0;
    },
  };
}

/** The real one over a store that has nothing. */
export function createFakeOperations(registry = new Registry(), now: () => number = () => 0): Operations {
  return createOperations({
    registry,
    ping: () => Promise.resolve(),
    backlog: () => Promise.resolve({ waiting: 0, dead: 0, overdueSince: null }),
    retentionRuns: () => Promise.resolve([]),
    now,
  });
}
