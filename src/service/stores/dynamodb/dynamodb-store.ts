import { limits as contractLimits } from "../../../contract/limits.ts";
import type { AuditRecord, Change, FactPage, Store } from "../store.ts";
import { archiveOldest } from "./archive.ts";
import { auditRow, expireAudit, readAudit } from "./audit-items.ts";
import { commitChange } from "./commit.ts";
import { readLives, readStanding } from "./customer-items.ts";
import { untilSettled, type Engine } from "./engine.ts";
import {
  readActions,
  readAged,
  readConversation,
  readConversationIds,
  readHolders,
  readInteractions,
  readSession,
  readSessions,
  type Holder,
} from "./fact-items.ts";
import { readGroup } from "./group-reads.ts";
import { oldestOf, restingOf } from "./keys.ts";
import { finishLeftovers } from "./work.ts";

const auditFlushMilliseconds = 200;
/** The archive is looked at when a customer's interactions reach a multiple of it. */
const archiveEvery = 8;

/** Customers in a DynamoDB table and an S3 bucket. */
export function createDynamoStore(engine: Engine): Store {
  const { table } = engine;
  const archiving = new Map<string, Promise<void>>();
  let unwritten: (readonly [string, AuditRecord])[] = [];
  let flushTimer: NodeJS.Timeout | null = null;
  let flushing: Promise<void> = Promise.resolve();

  async function writeAudit(entries: readonly (readonly [string, AuditRecord])[]): Promise<void> {
    try {
      await table.putAll(entries.map(([tenant, entry]) => auditRow(tenant, entry)));
    } catch {
      // Not written yet, so not forgotten either: the next flush tries them again.
      unwritten = [...entries, ...unwritten];
      flushTimer ??= setTimeout(() => void flushAudit(), auditFlushMilliseconds);
    }
  }

  function flushAudit(): Promise<void> {
    if (flushTimer) clearTimeout(flushTimer);
    flushTimer = null;
    if (unwritten.length > 0) {
      const entries = unwritten;
      unwritten = [];
      flushing = flushing.then(() => writeAudit(entries));
    }
    return flushing;
  }

  /** Behind the answer: until it is done the bodies are read from the table. */
  async function archive(tenant: string, { customers, interactions }: Change): Promise<void> {
    const grown = new Set(interactions.flatMap(({ after }) => after?.customerId ?? []));
    const due = customers.flatMap(({ customerId, after }) => {
      if (after?.state !== "living" || !grown.has(customerId)) return [];
      const { interactionCount } = after.head;
      return interactionCount > contractLimits.windowSize && interactionCount % archiveEvery === 0 ? customerId : [];
    });
    if (due.length === 0) return;
    for (const { epoch } of await holdersOf(tenant, due)) await archiveOldest(engine, tenant, epoch);
  }

  function archiveLater(tenant: string, change: Change): void {
    const names = change.customers.map(({ customerId }) => JSON.stringify([tenant, customerId])).join();
    const work: Promise<void> = (archiving.get(names) ?? Promise.resolve())
      .then(() => archive(tenant, change))
      // What S3 did not take stays in the table, where the next round finds it.
      .catch(() => {})
      .finally(() => {
        if (archiving.get(names) === work) archiving.delete(names);
      });
    archiving.set(names, work);
  }

  const holdersOf = (tenant: string, customerIds: readonly string[]): Promise<readonly Holder[]> =>
    untilSettled(engine, () => readHolders(engine, tenant, customerIds));
  const ofHolders =
    <T>(read: (engine: Engine, tenant: string, holders: readonly Holder[], page: FactPage) => Promise<T>) =>
    (tenant: string, customerIds: readonly string[], page: FactPage): Promise<T> =>
      untilSettled(engine, async () => read(engine, tenant, await readHolders(engine, tenant, customerIds), page));

  return {
    group: (tenant, customerId, request) => readGroup(engine, tenant, customerId, request),
    standing: (tenant, customerIds, keys) => readStanding(engine, tenant, customerIds, keys),
    conversation: (tenant, conversationId) =>
      untilSettled(engine, () => readConversation(engine, tenant, conversationId)),
    interactions: ofHolders(readInteractions),
    actions: ofHolders(readActions),
    session: (tenant, sessionId) => untilSettled(engine, () => readSession(engine, tenant, sessionId)),
    sessions: (tenant, customerIds) =>
      untilSettled(engine, async () => readSessions(engine, tenant, await readHolders(engine, tenant, customerIds))),
    conversationIds: async (tenant, customerIds) =>
      readConversationIds(engine, tenant, await holdersOf(tenant, customerIds)),
    async aged(tenant, customerId, limits) {
      const [holder] = await holdersOf(tenant, [customerId]);
      return readAged(engine, tenant, holder, limits);
    },
    async aging(tenant, limits, count) {
      await finishLeftovers(engine, tenant);
      const [old, resting] = await Promise.all([
        table.query({
          index: "by-time",
          names: ["timePk", "timeSk"],
          partition: oldestOf(tenant),
          between: ["0", limits.facts],
          limit: count,
          attributes: ["timeSk"],
        }),
        table.query({
          index: "by-rest",
          names: ["restPk", "restSk"],
          partition: restingOf(tenant),
          between: ["0", limits.sessions],
          limit: count,
          attributes: ["restSk"],
        }),
      ]);
      const places = [...old.map(({ timeSk }) => timeSk), ...resting.map(({ restSk }) => restSk)];
      return [...new Set(places.map((place) => String(place).replace(/^[^#]*#/, "")))];
    },
    async commit(tenant, change) {
      const landed = await commitChange(engine, tenant, change);
      if (landed && change.interactions.length > 0) archiveLater(tenant, change);
      return landed;
    },
    audit(tenant, entry) {
      unwritten.push([tenant, entry]);
      flushTimer ??= setTimeout(() => void flushAudit(), auditFlushMilliseconds);
    },
    async auditEntries(tenant, customerIds, since, page) {
      await flushAudit();
      return readAudit(engine, tenant, customerIds, since, page);
    },
    expireAudit: (tenant, before) => expireAudit(engine, tenant, before),
    async ping() {
      await readLives(engine, "ping", ["ping"]);
    },
    async close() {
      await Promise.all(archiving.values());
      await flushAudit();
    },
  };
}
