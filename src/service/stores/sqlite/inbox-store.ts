import * as z from "zod/mini";
import type { InboxStore, Lease, Verdict } from "../inbox-store.ts";
import type { Connection, Database } from "./database.ts";
import { backlogOf, deadLettersOf, leasable, nextDue } from "./inbox-reads.ts";

const leasedRow = z.object({
  tenant: z.string(),
  conversation_id: z.string(),
  topic: z.string(),
  revision: z.int(),
  attempts: z.int(),
  passes: z.int(),
  digest: z.nullable(z.string()),
});

/** Events and jobs in the embedded database. */
export function createSqliteInboxStore(database: Database): InboxStore {
  return {
    addEvents: (organizationId, events, times) =>
      database.write((connection) => {
        for (const event of events) {
          const added = connection
            .statement("INSERT INTO inbox_events VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
            .run(organizationId, event.conversationId, event.topic, event.sessionId, event.eventTime);
          if (Number(added.changes) === 0) continue;
          connection.statement(refineJob).run({
            tenant: organizationId,
            conversation: event.conversationId,
            topic: event.topic,
            triggers: event.triggers ? 1 : 0,
            due: times.dueAt,
            now: times.now,
          });
        }
      }),

    leaseDue: (request) =>
      database.write((connection) =>
        leasable(connection, request).flatMap(({ tenant, conversationId }) =>
          connection
            .statement(leaseJob)
            .all({ tenant, conversation: conversationId, until: request.until, token: request.token })
            .map((row) => leaseOf(z.parse(leasedRow, row), request.token)),
        ),
      ),

    endLease: (lease, verdict, now) => database.write((connection) => endLease(connection, lease, verdict, now)),

    nextDueAt: async (organizationIds) => database.read((connection) => nextDue(connection, organizationIds)),

    listDeadLetters: async (organizationId, limit, after) =>
      database.read((connection) => deadLettersOf(connection, organizationId, limit, after)),

    replayDeadLetter: (organizationId, id, now) =>
      database.write((connection) => {
        const replayed = connection
          .statement(
            `UPDATE inbox_jobs SET due_at = :now, attempts = 0, dead_letter_id = NULL, touched_at = :now
             WHERE tenant = :tenant AND dead_letter_id = :id`,
          )
          .run({ tenant: organizationId, id, now });
        return Number(replayed.changes) > 0;
      }),

    deleteDeadLetter: (organizationId, id) =>
      database.write((connection) => {
        const job = connection
          .statement("SELECT conversation_id FROM inbox_jobs WHERE tenant = ? AND dead_letter_id = ?")
          .get(organizationId, id);
        if (!job) return false;
        forget(connection, organizationId, String(job["conversation_id"]));
        return true;
      }),

    removeJobs: async (organizationId, conversationIds, dryRun) => {
      if (dryRun) return database.read((connection) => countJobs(connection, organizationId, conversationIds));
      return database.write((connection) => {
        const count = countJobs(connection, organizationId, conversationIds);
        for (const conversationId of conversationIds) forget(connection, organizationId, conversationId);
        return count;
      });
    },

    purge: (before) =>
      database.write((connection) => {
        const idle = connection
          .statement(
            `SELECT tenant, conversation_id FROM inbox_jobs
             WHERE due_at IS NULL AND dead_letter_id IS NULL AND touched_at < ? LIMIT 1000`,
          )
          .all(before);
        for (const job of idle) forget(connection, String(job["tenant"]), String(job["conversation_id"]));
        return idle.length;
      }),

    backlog: async (organizationIds, now) => database.read((connection) => backlogOf(connection, organizationIds, now)),
  };
}

const refineJob = `
INSERT INTO inbox_jobs (tenant, conversation_id, topic, revision, triggered, due_at, touched_at)
VALUES (:tenant, :conversation, :topic, 1, :triggers, IIF(:triggers, :due, NULL), :now)
ON CONFLICT (tenant, conversation_id) DO UPDATE SET
  topic = excluded.topic,
  revision = revision + 1,
  triggered = MAX(triggered, excluded.triggered),
  due_at = IIF(MAX(triggered, excluded.triggered), :due, NULL),
  attempts = 0,
  passes = 0,
  dead_letter_id = NULL,
  touched_at = :now`;

const leaseJob = `
UPDATE inbox_jobs SET lease_token = :token, lease_until = :until, attempts = attempts + 1
WHERE tenant = :tenant AND conversation_id = :conversation
RETURNING tenant, conversation_id, topic, revision, attempts, passes, digest`;

function leaseOf(row: z.infer<typeof leasedRow>, token: string): Lease {
  return {
    organizationId: row.tenant,
    conversationId: row.conversation_id,
    topic: row.topic,
    token,
    revision: row.revision,
    attempt: row.attempts,
    passes: row.passes,
    digest: row.digest,
  };
}

function endLease(connection: Connection, lease: Lease, verdict: Verdict, now: number): boolean {
  const key = { tenant: lease.organizationId, conversation: lease.conversationId, token: lease.token };
  const held = connection
    .statement(
      `SELECT revision FROM inbox_jobs
       WHERE tenant = :tenant AND conversation_id = :conversation AND lease_token = :token`,
    )
    .get(key);
  if (!held) return false;
  connection
    .statement(
      `UPDATE inbox_jobs SET lease_token = NULL, lease_until = NULL, touched_at = :now
       WHERE tenant = :tenant AND conversation_id = :conversation AND lease_token = :token`,
    )
    .run({ ...key, now });
  const { tenant, conversation } = key;
  const refined = Number(held["revision"]) !== lease.revision;
  if (refined) {
    // What was seen is older than what the job is due for now: only the digest of what was written still counts.
    const digest = verdict.kind === "done" ? verdict.digest : lease.digest;
    connection
      .statement(
        `UPDATE inbox_jobs SET attempts = 0, digest = :digest WHERE tenant = :tenant AND conversation_id = :conversation`,
      )
      .run({ tenant, conversation, digest });
    return true;
  }
  apply(connection, tenant, conversation, verdict, now);
  return true;
}

function apply(connection: Connection, tenant: string, conversation: string, verdict: Verdict, now: number): void {
  const job = { tenant, conversation };
  const where = "WHERE tenant = :tenant AND conversation_id = :conversation";
  switch (verdict.kind) {
    case "done":
      connection
        .statement(
          `UPDATE inbox_jobs SET due_at = :due, digest = :digest, attempts = 0, passes = passes + 1,
             reason = NULL, first_failed_at = NULL, last_failed_at = NULL ${where}`,
        )
        .run({ ...job, due: verdict.dueAt, digest: verdict.digest });
      return;
    case "failed":
      connection
        .statement(
          `UPDATE inbox_jobs SET due_at = :due, reason = :reason, last_failed_at = :now,
             first_failed_at = COALESCE(first_failed_at, :now) ${where}`,
        )
        .run({ ...job, due: verdict.dueAt, reason: verdict.reason, now });
      return;
    case "postponed":
      connection
        .statement(`UPDATE inbox_jobs SET due_at = :due, attempts = attempts - 1 ${where}`)
        .run({ ...job, due: verdict.dueAt });
      return;
    case "dead":
      connection
        .statement(
          `UPDATE inbox_jobs SET due_at = NULL, reason = :reason, dead_letter_id = :id, last_failed_at = :now,
             first_failed_at = COALESCE(first_failed_at, :now) ${where}`,
        )
        .run({ ...job, reason: verdict.reason, id: verdict.deadLetterId, now });
      return;
    default:
      verdict satisfies never;
  }
}

function forget(connection: Connection, tenant: string, conversationId: string): void {
  connection.statement("DELETE FROM inbox_events WHERE tenant = ? AND conversation_id = ?").run(tenant, conversationId);
  connection.statement("DELETE FROM inbox_jobs WHERE tenant = ? AND conversation_id = ?").run(tenant, conversationId);
}

function countJobs(connection: Connection, tenant: string, conversationIds: readonly string[]): number {
  const counted = connection
    .statement(
      `SELECT COUNT(*) AS jobs FROM inbox_jobs
       WHERE tenant = ? AND conversation_id IN (SELECT value FROM json_each(?))
         AND (due_at IS NOT NULL OR dead_letter_id IS NOT NULL)`,
    )
    .get(tenant, JSON.stringify(conversationIds));
  return Number(counted?.["jobs"]);
}
