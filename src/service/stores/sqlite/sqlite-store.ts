import type { SentimentPoint } from "../../../contract/record.ts";
import type { Interaction } from "../../record/interaction.ts";
import type { ErasedCustomer, GroupRequest, Store, StoredCustomer, StoredGroup } from "../store.ts";
import { readAged, readAging, readConversationIds } from "./aging.ts";
import { createAuditLog } from "./audit-log.ts";
import { applyChange } from "./commit.ts";
import { findOwner, findOwnerOrErased, numbersOf, readCustomer, readKey, type CustomerRow } from "./customer-rows.ts";
import type { Connection, Database } from "./database.ts";
import {
  readActions,
  readConversation,
  readInteractions,
  readSentiments,
  readSession,
  readSessions,
} from "./fact-rows.ts";
import { readGlance, readGlanceOfKey } from "./read-glance.ts";
import { ConditionFailed } from "./write-customer.ts";

/** Customers in the embedded database. The database is closed by who opened it, after this store. */
export function createSqliteStore(database: Database): Store {
  const auditLog = createAuditLog(database);
  return {
    group: (tenant, customerId, request) =>
      settle(() => database.read((connection) => readGroup(connection, tenant, customerId, request))),
    standing: (tenant, customerIds, keys) =>
      settle(() =>
        database.read((connection) => ({
          customers: new Map(customerIds.map((id) => [id, findOwnerOrErased(connection, tenant, id)])),
          keys: new Map(keys.map((key) => [key, readKey(connection, tenant, key)])),
        })),
      ),
    glance: (tenant, customerIds, keys) => {
      const [key, ...more] = keys;
      const single = more.length === 0 && customerIds.length === 0 ? key : undefined;
      return database.readTogether(
        (connection) =>
          (single === undefined ? null : readGlanceOfKey(connection, tenant, single)) ??
          readGlance(connection, tenant, customerIds, keys),
      );
    },
    conversation: (tenant, conversationId) =>
      settle(() => database.read((connection) => readConversation(connection, tenant, conversationId))),
    interactions: (tenant, customerIds, page) =>
      settle(() =>
        database.read((connection) => readInteractions(connection, numbersOf(connection, tenant, customerIds), page)),
      ),
    actions: (tenant, customerIds, page) =>
      settle(() =>
        database.read((connection) => readActions(connection, numbersOf(connection, tenant, customerIds), page)),
      ),
    session: (tenant, sessionId) =>
      settle(() => database.read((connection) => readSession(connection, tenant, sessionId))),
    sessions: (tenant, customerIds) =>
      settle(() => database.read((connection) => readSessions(connection, numbersOf(connection, tenant, customerIds)))),
    conversationIds: (tenant, customerIds) =>
      settle(() =>
        database.read((connection) => readConversationIds(connection, numbersOf(connection, tenant, customerIds))),
      ),
    aged: (tenant, customerId, limits) =>
      settle(() =>
        database.read((connection) => readAged(connection, numbersOf(connection, tenant, [customerId]), limits)),
      ),
    aging: (tenant, limits, count) =>
      settle(() => database.read((connection) => readAging(connection, tenant, limits, count))),
    async commit(tenant, change) {
      try {
        await database.write((connection) => {
          applyChange(connection, tenant, change);
        });
        if (change.audit.length > 0) auditLog.waiting();
        // What was erased must not be read out of the file's log either.
        if (change.erased && change.erased.length > 0) await database.truncateLog();
        return true;
      } catch (error) {
        if (error instanceof ConditionFailed) return false;
        throw error;
      }
    },
    audit: (tenant, entry) => auditLog.add(tenant, entry),
    auditEntries: (tenant, customerIds, since, page) => auditLog.entries(tenant, customerIds, since, page),
    expireAudit: (tenant, before) => auditLog.expire(tenant, before),
    ping: () => settle(() => database.read(({ statement }) => void statement("SELECT 1").get())),
    close: () => auditLog.close(),
  };
}

/** SQLite answers at once; what it throws becomes a rejection like any other store's. */
function settle<T>(read: () => T): Promise<T> {
  try {
    return Promise.resolve(read());
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }
}

function readGroup(
  connection: Connection,
  tenant: string,
  customerId: string,
  request: GroupRequest,
): StoredGroup | ErasedCustomer | null {
  const asked = readCustomer(connection, tenant, customerId);
  if (!asked) return null;
  const { stored } = asked;
  if (stored.state === "erased") return stored;
  const survivor = stored.mergedInto === null ? asked : readSurvivor(connection, tenant, customerId);
  if (!isLiving(survivor)) return null;
  const rows = membersOf(connection, tenant, survivor);
  const [first, ...others] = rows;
  if (!first) return null;
  const customers = rows.map(({ customer }) => customer);
  const since = request.sessionsSince;
  const newest =
    request.interactions === 0
      ? []
      : readInteractions(connection, customers, { before: null, limit: request.interactions });
  // Most customers have few interactions: then all of them were just read, and their sentiments with them.
  const readFelt = () =>
    newest.length < request.interactions
      ? sentimentsOf(newest).slice(0, request.sentiments)
      : readSentiments(connection, customers, request.sentiments);
  return {
    state: "living",
    members: [first.stored, ...others.map((row) => row.stored)],
    newest,
    sentiments: request.sentiments === 0 ? [] : readFelt(),
    sessions:
      since === null || rows.every((row) => row.stored.head.sessionCount === 0)
        ? []
        : readSessions(connection, customers).filter(
            ({ session }) => session.endedAt === null && session.lastActivityAt >= since,
          ),
  };
}

function sentimentsOf(newest: readonly Interaction[]): readonly SentimentPoint[] {
  return newest.flatMap(({ summary: { conversationId, startTime: at, sentiment, sentimentScore: score } }) =>
    sentiment === null ? [] : [{ conversationId, at, sentiment, score }],
  );
}

interface LivingRow extends CustomerRow {
  readonly stored: StoredCustomer;
}

const isLiving = (row: CustomerRow | null): row is LivingRow => row?.stored.state === "living";

function readSurvivor(connection: Connection, tenant: string, customerId: string): CustomerRow | null {
  const found = findOwner(connection, tenant, customerId);
  return found && readCustomer(connection, tenant, found.survivorId);
}

function membersOf(connection: Connection, tenant: string, row: LivingRow): readonly LivingRow[] {
  const merged = row.stored.head.merges.flatMap(({ customerId }) => {
    const member = readCustomer(connection, tenant, customerId);
    return isLiving(member) ? membersOf(connection, tenant, member) : [];
  });
  return [row, ...merged];
}
