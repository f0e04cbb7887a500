import * as z from "zod/mini";
import type { AuditRecord, FactPage, GroupRequest, Store } from "../store.ts";
import { commitScript, expireAuditScript } from "./commit-script.ts";
import { encodeChange, joined, nothingChanged } from "./commit.ts";
import type { RedisConnection } from "./connection.ts";
import * as scripts from "./customer-scripts.ts";
import type { FileCleaner } from "./file-cleaner.ts";
import { toGroup } from "./group.ts";
import * as rows from "./rows.ts";
import type { Script } from "./script.ts";

const auditFlushMilliseconds = 200;

/** Customers on a Redis server. The connection is closed by who opened it, after this store. */
export function createRedisStore(redis: RedisConnection, cleaner: FileCleaner): Store {
  let unwritten: (readonly [string, AuditRecord])[] = [];
  let flushTimer: NodeJS.Timeout | null = null;
  let flushing: Promise<void> = Promise.resolve();

  async function read<T extends z.ZodMiniType>(
    schema: T,
    script: Script,
    tenant: string,
    args: readonly (string | number)[],
  ): Promise<z.infer<T>> {
    return z.parse(schema, await redis.read(script, tenant, args.map(String)));
  }

  async function writeAudit(entries: readonly (readonly [string, AuditRecord])[]): Promise<void> {
    for (const [tenant, ofTenant] of Map.groupBy(entries, ([one]) => one)) {
      const audit = ofTenant.map(([, entry]) => entry);
      await redis.write(commitScript, tenant, [encodeChange({ ...nothingChanged, audit })]);
    }
  }

  function flushAudit(): Promise<void> {
    if (flushTimer) clearTimeout(flushTimer);
    flushTimer = null;
    if (unwritten.length === 0) return flushing;
    const entries = unwritten;
    unwritten = [];
    flushing = writeAudit(entries).catch(() => {
      // Not kept yet, so not forgotten either: the next flush tries them again, and the same entry is kept once.
      unwritten = [...entries, ...unwritten];
      flushTimer ??= setTimeout(() => void flushAudit(), auditFlushMilliseconds);
    });
    return flushing;
  }

  return {
    group: async (tenant, customerId, request) =>
      toGroup(await redis.read(scripts.groupScript, tenant, groupArgs(customerId, request)), request),
    async standing(tenant, customerIds, keys) {
      const args = [customerIds.length, ...customerIds, ...keys];
      const [customers, leads] = await read(standingRows, scripts.standingScript, tenant, args);
      return {
        customers: new Map(
          customers.map(([owner, row], index) => {
            const customerId = customerIds[index] ?? "";
            return [customerId, owner ? rows.toOwner(owner) : row && rows.toErased(customerId, row)];
          }),
        ),
        keys: new Map(
          leads.map(([revision, erasedAt, owners], index) => [
            keys[index] ?? "",
            { revision: Number(revision), erasedAt, owners: owners.map(rows.toOwner) },
          ]),
        ),
      };
    },
    conversation: async (tenant, conversationId) =>
      rows.toConversation(await redis.read(scripts.conversationScript, tenant, [conversationId])),
    async interactions(tenant, customerIds, page) {
      const schema = z.array(z.array(rows.interactionRow));
      const found = await read(schema, scripts.interactionsScript, tenant, [...pageArgs(page), ...customerIds]);
      const lists = found.map((list) => list.map(rows.toInteraction));
      return rows.mergeNewest(lists, rows.placeOfInteraction, page.limit);
    },
    async actions(tenant, customerIds, page) {
      const found = await read(memberLists, scripts.actionsScript, tenant, [...pageArgs(page), ...customerIds]);
      const lists = found.map((list) => list.map(rows.toAction));
      return rows.mergeNewest(lists, (action) => action.place, page.limit);
    },
    async session(tenant, sessionId) {
      const found = await read(z.array(z.nullable(z.string())), scripts.sessionScript, tenant, [sessionId]);
      const [customerId, session] = found;
      if (customerId === null) return null;
      return session === null ? "erased" : rows.toSession(z.parse(rows.sessionRow, found));
    },
    async sessions(tenant, customerIds) {
      const found = await read(z.array(z.array(rows.sessionRow)), scripts.sessionsScript, tenant, customerIds);
      return rows.mergeNewest(
        found.map((list) => list.map(rows.toSession)),
        rows.placeOfSession,
      );
    },
    conversationIds: (tenant, customerIds) =>
      read(z.array(z.string()), scripts.conversationIdsScript, tenant, customerIds),
    async aged(tenant, customerId, limits) {
      const args = [customerId, limits.facts, limits.sessions];
      const [interactions, sessionIds, ...firsts] = await read(agedRow, scripts.agedScript, tenant, args);
      const [interaction, action, session] = firsts.map((member) => member?.split("\0", 1).at(0) ?? null);
      const facts = [interaction, action].filter((at) => at != null);
      return { interactions, sessionIds, oldestAt: facts.toSorted().at(0) ?? null, restingSince: session ?? null };
    },
    async aging(tenant, limits, count) {
      const args = [limits.facts, limits.sessions, count];
      return [...new Set((await read(memberLists, scripts.agingScript, tenant, args)).flat())];
    },
    async commit(tenant, change) {
      const isKept = (await redis.write(commitScript, tenant, [encodeChange(change)])) === "true";
      // What was erased must not be read out of the server's files either.
      if (isKept && change.erased && change.erased.length > 0) cleaner.clean();
      return isKept;
    },
    audit(tenant, entry) {
      unwritten.push([tenant, entry]);
      flushTimer ??= setTimeout(() => void flushAudit(), auditFlushMilliseconds);
    },
    async auditEntries(tenant, customerIds, since, page) {
      await flushAudit();
      const [before, limit] = pageArgs(page);
      const args = [before, since === "" ? "-" : `[${since}`, limit, ...customerIds];
      const found = await read(memberLists, scripts.auditScript, tenant, args);
      const lists = found.map((list) => list.map(rows.toAuditEntry));
      return rows.mergeNewest(lists, ({ at, id }) => ({ at, id }), page.limit);
    },
    expireAudit: async (tenant, before) => Number(await redis.write(expireAuditScript, tenant, [before])),
    ping: () => redis.ping(),
    async close() {
      await flushing;
      await flushAudit();
      if (flushTimer) clearTimeout(flushTimer);
    },
  };
}

const standingRows = z.tuple([
  z.array(z.tuple([z.nullable(rows.ownerRow), z.nullable(rows.customerRow)])),
  z.array(z.tuple([z.nullable(z.string()), z.nullable(z.string()), z.array(rows.ownerRow)])),
]);
const memberLists = z.array(z.array(z.string()));
const member = z.nullable(z.string());
const agedRow = z.tuple([z.int(), z.array(z.string()), member, member, member]);

function groupArgs(customerId: string, { interactions, sentiments, sessionsSince }: GroupRequest): readonly string[] {
  return [customerId, String(interactions), String(sentiments), sessionsSince === null ? "" : `[${sessionsSince}`];
}

function pageArgs({ before, limit }: FactPage): readonly [string, number] {
  return [before ? `(${joined(before.at, before.id)}` : "+", limit];
}
