import * as z from "zod/mini";
import type { InboxEvent, InboxStore, Lease, LeaseRequest, StoredDeadLetter, Verdict } from "../inbox-store.ts";
import { joined } from "./commit.ts";
import type { RedisConnection } from "./connection.ts";
import * as scripts from "./inbox-scripts.ts";

/** The only key without a tenant: a purge is for all of them. */
const tenantsKey = "inbox-tenants";
const purgedAtOnce = 1000;

/** Events and jobs on a Redis server. */
export function createRedisInboxStore(redis: RedisConnection): InboxStore {
  const known = new Set<string>();

  async function knowTenant(tenant: string): Promise<void> {
    if (known.has(tenant)) return;
    await redis.command("SADD", tenantsKey, tenant);
    known.add(tenant);
  }

  async function leaseOf(
    tenant: string,
    conversations: readonly string[],
    { now, until, token }: LeaseRequest,
  ): Promise<readonly Lease[]> {
    const args = [String(now), String(until), token, ...conversations];
    const given = String(await redis.write(scripts.leaseScript, tenant, args));
    return z.parse(leases, JSON.parse(given)).map((lease) => toLease(tenant, token, lease));
  }

  return {
    async addEvents(organizationId, events, times) {
      if (events.length === 0) return;
      await knowTenant(organizationId);
      const args = [String(times.now), String(times.dueAt), ...events.flatMap(eventArgs)];
      await redis.write(scripts.addEventsScript, organizationId, args);
    },

    async leaseDue(request) {
      const { organizationIds, now, limit } = request;
      const candidates = await Promise.all(
        organizationIds.map(async (tenant) =>
          z
            .parse(leasable, await redis.read(scripts.leasableScript, tenant, [String(now), String(limit)]))
            .map(([conversationId, dueAt]) => ({ tenant, conversationId, dueAt: Number(dueAt) })),
        ),
      );
      const chosen = candidates
        .flat()
        .toSorted((one, other) => one.dueAt - other.dueAt)
        .slice(0, limit);
      const order = new Map(chosen.map(({ tenant, conversationId }, index) => [joined(tenant, conversationId), index]));
      const placeOf = (lease: Lease): number => order.get(joined(lease.organizationId, lease.conversationId)) ?? 0;
      const given = await Promise.all(
        [...Map.groupBy(chosen, ({ tenant }) => tenant)].map(([tenant, jobs]) =>
          leaseOf(
            tenant,
            jobs.map(({ conversationId }) => conversationId),
            request,
          ),
        ),
      );
      return given.flat().toSorted((one, other) => placeOf(one) - placeOf(other));
    },

    async endLease(lease, verdict, now) {
      // What was seen is older than what a refined job is due for: only the digest of what was written still counts.
      const digest = verdict.kind === "done" ? verdict.digest : lease.digest;
      const args = [
        lease.conversationId,
        lease.token,
        String(lease.revision),
        String(now),
        digest === null ? "" : `=${digest}`,
        JSON.stringify(verdictChange(verdict, now)),
      ];
      return (await redis.write(scripts.endLeaseScript, lease.organizationId, args)) === "true";
    },

    async nextDueAt(organizationIds) {
      const times = await Promise.all(organizationIds.map((tenant) => redis.read(scripts.nextDueScript, tenant)));
      const due = times.filter((time) => time !== null).map(Number);
      return due.length === 0 ? null : Math.min(...due);
    },

    async listDeadLetters(organizationId, limit, after) {
      const before = after ? `(${joined(String(after.lastFailedAt).padStart(16, "0"), after.id)}` : "+";
      const found = await redis.read(scripts.listDeadScript, organizationId, [before, String(limit)]);
      return z.parse(deadLetters, found).map(toDeadLetter);
    },

    replayDeadLetter: async (organizationId, id, now) =>
      (await redis.write(scripts.replayScript, organizationId, [id, String(now)])) === "true",

    deleteDeadLetter: async (organizationId, id) =>
      (await redis.write(scripts.deleteDeadScript, organizationId, [id])) === "true",

    removeJobs: async (organizationId, conversationIds, dryRun) =>
      Number(
        dryRun
          ? await redis.read(scripts.countJobsScript, organizationId, conversationIds)
          : await redis.write(scripts.removeJobsScript, organizationId, conversationIds),
      ),

    async purge(before) {
      const tenants = z.parse(z.array(z.string()), await redis.command("SMEMBERS", tenantsKey));
      let purged = 0;
      for (const tenant of tenants) {
        const args = [String(before), String(purgedAtOnce - purged)];
        purged += Number(await redis.write(scripts.purgeScript, tenant, args));
        if (purged >= purgedAtOnce) break;
      }
      return purged;
    },

    async backlog(organizationIds, now) {
      const all = await Promise.all(
        organizationIds.map(async (tenant) =>
          z.parse(backlog, await redis.read(scripts.backlogScript, tenant, [String(now)])),
        ),
      );
      const overdue = all.flatMap(([, , since]) => (since === null ? [] : Number(since)));
      return {
        waiting: all.reduce((sum, [waiting]) => sum + waiting, 0),
        dead: all.reduce((sum, [, dead]) => sum + dead, 0),
        overdueSince: overdue.length === 0 ? null : Math.min(...overdue),
      };
    },
  };
}

const eventArgs = (event: InboxEvent): readonly string[] => [
  event.conversationId,
  event.topic,
  joined(event.topic, event.sessionId, String(event.eventTime)),
  event.triggers ? "1" : "0",
];

/** Conversation and when it was due. */
const leasable = z.array(z.tuple([z.string(), z.string()]));
/** Conversation, topic, revision, attempts, passes, digest. */
const leaseRow = z.tuple([z.string(), z.string(), z.int(), z.int(), z.int(), z.nullable(z.string())]);
const leases = z.array(leaseRow);

function toLease(organizationId: string, token: string, row: z.infer<typeof leaseRow>): Lease {
  const [conversationId, topic, revision, attempt, passes, digest] = row;
  return { organizationId, conversationId, topic, token, revision, attempt, passes, digest };
}

/** Letter, conversation, topic, reason, attempts, first failure, last failure. */
const deadLetterRow = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string(), z.string(), z.string()]);
const deadLetters = z.array(deadLetterRow);

function toDeadLetter(row: z.infer<typeof deadLetterRow>): StoredDeadLetter {
  const [id, conversationId, topic, reason, attempts, firstFailedAt, lastFailedAt] = row;
  return {
    id,
    conversationId,
    topic,
    reason,
    attempts: Number(attempts),
    firstFailedAt: Number(firstFailedAt),
    lastFailedAt: Number(lastFailedAt),
  };
}

/** Waiting, dead, overdue since. */
const backlog = z.tuple([z.int(), z.int(), z.nullable(z.string())]);

/** What a verdict makes of its job, unless that was refined meanwhile. */
interface VerdictChange {
  readonly set: Readonly<Record<string, string>>;
  readonly cleared: readonly string[];
  readonly add: Readonly<Record<string, number>>;
  readonly fails: boolean;
}

function verdictChange(verdict: Verdict, now: number): VerdictChange {
  const nothing = { set: {}, cleared: [], add: {}, fails: false };
  switch (verdict.kind) {
    case "done": {
      const { digest, dueAt } = verdict;
      const cleared = ["reason", "firstFailedAt", "lastFailedAt"];
      return {
        ...nothing,
        set: { digest, attempts: "0", ...(dueAt !== null && { dueAt: String(dueAt) }) },
        cleared: dueAt === null ? [...cleared, "dueAt"] : cleared,
        add: { passes: 1 },
      };
    }
    case "failed": {
      const { reason, dueAt } = verdict;
      return { ...nothing, set: { reason, dueAt: String(dueAt), lastFailedAt: String(now) }, fails: true };
    }
    case "postponed":
      return { ...nothing, set: { dueAt: String(verdict.dueAt) }, add: { attempts: -1 } };
    case "dead": {
      const { reason, deadLetterId } = verdict;
      return { set: { reason, deadLetterId, lastFailedAt: String(now) }, cleared: ["dueAt"], add: {}, fails: true };
    }
    default:
      return verdict satisfies never;
  }
}
