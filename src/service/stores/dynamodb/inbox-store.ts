import * as z from "zod/mini";
import type { InboxBacklog, InboxEvent, InboxStore, Lease, LeaseRequest, StoredDeadLetter } from "../inbox-store.ts";
import { StoreUnavailable } from "../store-unavailable.ts";
import { forEachOf, type Engine } from "./engine.ts";
import { canBeLeased, isHeld, jobWrites, readJob, readJobs, withEvent, withoutLease, type Job } from "./job-items.ts";
import { deadLetterKey, deadOf, dueOf, idleOf, organizationKey, timeText } from "./keys.ts";
import { transactionSize, type Row } from "./table.ts";

const tries = 60;
const purgedPerCall = 1000;

/** Events and jobs in the table. The indexes lag behind: what they name is read again before anything is done with it. */
export function createDynamoInboxStore(engine: Engine): InboxStore {
  const { table, random, wait } = engine;
  const introduced = new Set<string>();

  /** Reads and writes again until nobody else wrote in between. */
  async function untilWritten<T>(attempt: () => Promise<{ readonly value: T } | null>): Promise<T> {
    for (let tried = 0; tried < tries; tried += 1) {
      const written = await attempt();
      if (written) return written.value;
      await wait(random() * Math.min(2 ** tried, 50));
    }
    throw new StoreUnavailable("Too many others are writing to this job; try again in a moment.");
  }

  /** Replaces one job by what the change makes of it; the change answers null when nothing is to be written. */
  function changeJob(
    tenant: string,
    conversationId: string,
    change: (before: Job) => { readonly after: Job | null } | null,
  ): Promise<Job | null> {
    return untilWritten(async () => {
      const before = await readJob(table, tenant, conversationId);
      const changed = before && change(before);
      if (!changed) return { value: null };
      const refused = await table.transact(jobWrites(before, changed.after));
      return refused ? null : { value: before };
    });
  }

  async function introduce(tenant: string): Promise<void> {
    if (introduced.has(tenant)) return;
    await table.putAll([{ ...organizationKey(tenant) }]);
    introduced.add(tenant);
  }

  /** All in one transaction, if they fit: each job is one item, or two when it stops being a dead letter. */
  async function addSome(
    tenant: string,
    events: readonly InboxEvent[],
    times: { readonly now: number; readonly dueAt: number },
  ): Promise<void> {
    const ids = [...new Set(events.map(({ conversationId }) => conversationId))];
    const isLanded = await untilWritten(async () => {
      if (ids.length > transactionSize) return { value: false };
      const before = await readJobs(table, tenant, ids);
      const after = new Map(before);
      for (const event of events) {
        const { conversationId } = event;
        after.set(conversationId, withEvent(tenant, after.get(conversationId) ?? null, event, times));
      }
      const changed = [...after].filter(([id, one]) => one !== before.get(id));
      const writes = changed.flatMap(([id, one]) => jobWrites(before.get(id) ?? null, one));
      if (writes.length === 0) return { value: true };
      if (writes.length > transactionSize) return { value: false };
      const refused = await table.transact(writes);
      return refused ? null : { value: true };
    });
    if (isLanded) return;
    const half = new Set(ids.slice(0, ids.length / 2));
    for (const isFirst of [true, false]) {
      const part = events.filter(({ conversationId }) => half.has(conversationId) === isFirst);
      await addSome(tenant, part, times);
    }
  }

  async function leaseOne(tenant: string, conversationId: string, request: LeaseRequest): Promise<Lease | null> {
    const { now, until, token } = request;
    const leased = await changeJob(tenant, conversationId, (one) =>
      canBeLeased(one, now)
        ? { after: { ...one, leaseToken: token, leaseUntil: until, attempts: one.attempts + 1 } }
        : null,
    );
    if (!leased) return null;
    const { topic, revision, attempts, passes, digest = null } = leased;
    return { organizationId: tenant, conversationId, topic, token, revision, attempt: attempts + 1, passes, digest };
  }

  const due = (tenant: string, until: string, limit?: number): Promise<readonly Row[]> =>
    table.query({
      index: "by-time",
      names: ["timePk", "timeSk"],
      partition: dueOf(tenant),
      between: ["0", until],
      ...(limit !== undefined && { limit }),
      attributes: ["timeSk", "due"],
    });

  return {
    async addEvents(organizationId, events, times) {
      await introduce(organizationId);
      await addSome(organizationId, events, times);
    },

    async leaseDue(request) {
      const { organizationIds, now, limit } = request;
      const found = await Promise.all(
        organizationIds.map(async (tenant) => {
          const rows = await due(tenant, `${timeText(now)}#~`, limit);
          return rows.map((row) => {
            const { due: dueAt, conversationId } = toDue(row);
            return { tenant, dueAt, conversationId };
          });
        }),
      );
      const candidates = found
        .flat()
        .toSorted((a, b) => a.dueAt - b.dueAt)
        .slice(0, limit);
      const leases = await forEachOf(candidates, ({ tenant, conversationId }) =>
        leaseOne(tenant, conversationId, request),
      );
      return leases.filter((lease) => lease !== null);
    },

    async endLease(lease, verdict, now) {
      const ended = await changeJob(lease.organizationId, lease.conversationId, (one) => {
        const after = withoutLease(one, lease, verdict, now);
        return after && { after };
      });
      return ended !== null;
    },

    async nextDueAt(organizationIds) {
      const first = await Promise.all(organizationIds.map((tenant) => due(tenant, "~", 1)));
      const times = first.flat().map((row) => toDue(row).at);
      return times.length === 0 ? null : Math.min(...times);
    },

    async listDeadLetters(organizationId, limit, after) {
      const end = after ? `${timeText(after.lastFailedAt)}#${after.id}` : "~";
      const rows = await table.query({
        index: "by-rest",
        names: ["restPk", "restSk"],
        partition: deadOf(organizationId),
        between: ["0", end],
        limit,
        newestFirst: true,
        attributes: ["restSk"],
      });
      const ids = rows.map(({ restSk }) => String(restSk).split("#")[2] ?? "");
      const jobs = await readJobs(table, organizationId, ids);
      return ids.flatMap((id) => toDeadLetter(jobs.get(id)) ?? []);
    },

    async replayDeadLetter(organizationId, id, now) {
      const conversationId = await conversationOf(engine, organizationId, id);
      if (conversationId === null) return false;
      const replayed = await changeJob(organizationId, conversationId, (one) => {
        const { deadLetterId, ...kept } = one;
        return deadLetterId === id ? { after: { ...kept, due: now, attempts: 0, touchedAt: now } } : null;
      });
      return replayed !== null;
    },

    async deleteDeadLetter(organizationId, id) {
      const conversationId = await conversationOf(engine, organizationId, id);
      if (conversationId === null) return false;
      const deleted = await changeJob(organizationId, conversationId, (one) =>
        one.deadLetterId === id ? { after: null } : null,
      );
      return deleted !== null;
    },

    async removeJobs(organizationId, conversationIds, dryRun) {
      if (dryRun) return [...(await readJobs(table, organizationId, conversationIds)).values()].filter(isHeld).length;
      const removed = await forEachOf([...new Set(conversationIds)], (id) =>
        changeJob(organizationId, id, () => ({ after: null })),
      );
      return removed.filter((one) => one !== null && isHeld(one)).length;
    },

    async purge(before) {
      const organizations = await table.query({ partition: organizationKey("").pk, between: ["\u0000", "\uffff"] });
      let count = 0;
      for (const { sk } of organizations) {
        const tenant = String(sk);
        const idle = await table.query({
          index: "by-rest",
          names: ["restPk", "restSk"],
          partition: idleOf(tenant),
          between: ["0", timeText(before)],
          limit: purgedPerCall,
          attributes: ["restSk"],
        });
        const purged = await forEachOf(idle, ({ restSk }) =>
          changeJob(tenant, String(restSk).split("#")[1] ?? "", (one) =>
            !isHeld(one) && one.touchedAt < before ? { after: null } : null,
          ),
        );
        count += purged.filter((one) => one !== null).length;
      }
      return count;
    },

    async backlog(organizationIds, now) {
      const backlogs = await Promise.all(
        organizationIds.map(async (tenant): Promise<InboxBacklog> => {
          const [waiting, dead] = await Promise.all([
            due(tenant, "~"),
            table.query({
              index: "by-rest",
              names: ["restPk", "restSk"],
              partition: deadOf(tenant),
              between: ["0", "~"],
              attributes: ["restSk"],
            }),
          ]);
          const overdue = waiting.map((row) => toDue(row).due).filter((at) => at <= now);
          const overdueSince = overdue.length === 0 ? null : overdue.reduce((a, b) => Math.min(a, b));
          return { waiting: waiting.length, dead: dead.length, overdueSince };
        }),
      );
      const since = backlogs.flatMap(({ overdueSince }) => overdueSince ?? []);
      return {
        waiting: backlogs.reduce((sum, one) => sum + one.waiting, 0),
        dead: backlogs.reduce((sum, one) => sum + one.dead, 0),
        overdueSince: since.length === 0 ? null : Math.min(...since),
      };
    },
  };
}

const dueRow = z.object({ timeSk: z.string(), due: z.int() });

function toDue(row: Row): { readonly at: number; readonly due: number; readonly conversationId: string } {
  const { timeSk, due } = z.parse(dueRow, row);
  const [at, conversationId = ""] = timeSk.split("#");
  return { at: Number(at), due, conversationId };
}

const deadLetterRow = z.object({ conversationId: z.string() });

async function conversationOf({ table }: Engine, tenant: string, id: string): Promise<string | null> {
  const row = await table.get(deadLetterKey(tenant, id));
  return row && z.parse(deadLetterRow, row).conversationId;
}

function toDeadLetter(one: Job | undefined): StoredDeadLetter | null {
  if (one?.deadLetterId === undefined) return null;
  const { deadLetterId: id, conversationId, topic, reason = "", attempts, firstFailedAt = 0, lastFailedAt = 0 } = one;
  return { id, conversationId, topic, reason, attempts, firstFailedAt, lastFailedAt };
}
