import { createHash } from "node:crypto";
import * as z from "zod/mini";
import type { InboxEvent, Lease, Verdict } from "../inbox-store.ts";
import { deadLetterKey, deadOf, dueOf, idleOf, jobKey, timeText } from "./keys.ts";
import { isAbsent, type Condition, type Row, type Table, type Write } from "./table.ts";

/** What DynamoDB removes by itself is only what nobody waits for or would miss: see keys.md. */
export const ttlAttribute = "expiresAt";
/** Longer than the pipeline asks to keep a finished job (45 days), so that a sweep is the first to remove it. */
const idleMilliseconds = 60 * 86_400_000;

const time = z.optional(z.int());
const text = z.optional(z.string());

/** A job with its events. `change` counts its writes, which are conditional on it. */
const job = z.object({
  tenant: z.string(),
  conversationId: z.string(),
  change: z.int(),
  topic: z.string(),
  revision: z.int(),
  triggered: z.boolean(),
  due: time,
  attempts: z.int(),
  passes: z.int(),
  digest: text,
  leaseToken: text,
  leaseUntil: time,
  reason: text,
  firstFailedAt: time,
  lastFailedAt: time,
  deadLetterId: text,
  touchedAt: z.int(),
  /** Digests of the events that are known. */
  events: z.array(z.string()),
});
export type Job = z.infer<typeof job>;

export async function readJob(table: Table, tenant: string, conversationId: string): Promise<Job | null> {
  const row = await table.get(jobKey(tenant, conversationId));
  return row && z.parse(job, row);
}

export async function readJobs(
  table: Table,
  tenant: string,
  conversationIds: readonly string[],
): Promise<ReadonlyMap<string, Job>> {
  const rows = await table.getAll(conversationIds.map((id) => jobKey(tenant, id)));
  return new Map(rows.map((row) => z.parse(job, row)).map((one) => [one.conversationId, one]));
}

/** When it can be leased; undefined when it waits for nothing. */
const leasableAt = ({ due, leaseUntil = 0 }: Job): number | undefined =>
  due === undefined ? undefined : Math.max(due, leaseUntil);

/** The items of a job that changes or, null, goes. They land only where the job is still as it was read. */
export function jobWrites(before: Job | null, after: Job | null): readonly Write[] {
  const { tenant, conversationId } = known(before ?? after);
  const key = jobKey(tenant, conversationId);
  const condition: Condition = before
    ? { expression: "@change = :change", values: { change: before.change } }
    : isAbsent;
  const [was, is] = [before?.deadLetterId, after?.deadLetterId];
  return [
    after
      ? {
          kind: "put",
          row: { ...key, ...after, change: (before?.change ?? 0) + 1, ...indexed(after) },
          condition,
        }
      : { kind: "delete", key, condition },
    ...(was !== undefined && was !== is
      ? [{ kind: "delete" as const, key: deadLetterKey(tenant, was), condition: null }]
      : []),
    ...(is !== undefined && was !== is
      ? [{ kind: "put" as const, row: { ...deadLetterKey(tenant, is), conversationId }, condition: null }]
      : []),
  ];
}

function known(one: Job | null): Job {
  if (!one) throw new Error("A job that was not there cannot go.");
  return one;
}

function indexed(one: Job): Row {
  const { tenant, conversationId, deadLetterId, lastFailedAt = 0, touchedAt } = one;
  const at = leasableAt(one);
  if (at !== undefined) return { timePk: dueOf(tenant), timeSk: `${timeText(at)}#${conversationId}` };
  if (deadLetterId !== undefined) {
    return { restPk: deadOf(tenant), restSk: `${timeText(lastFailedAt)}#${deadLetterId}#${conversationId}` };
  }
  // In seconds, as DynamoDB wants it. A job that is touched again is written anew, without it if it waits for something.
  const expiresAt = Math.ceil((touchedAt + idleMilliseconds) / 1000);
  return { restPk: idleOf(tenant), restSk: `${timeText(touchedAt)}#${conversationId}`, [ttlAttribute]: expiresAt };
}

const eventDigest = ({ topic, sessionId, eventTime }: InboxEvent): string =>
  createHash("sha256")
    .update(JSON.stringify([topic, sessionId, eventTime]))
    .digest("base64url")
    .slice(0, 22);

/** The job with one more event, or the same when the event is known. */
export function withEvent(
  tenant: string,
  before: Job | null,
  event: InboxEvent,
  { now, dueAt }: { readonly now: number; readonly dueAt: number },
): Job {
  const digest = eventDigest(event);
  if (before?.events.includes(digest) === true) return before;
  const { deadLetterId: _, due: __, ...kept } = before ?? newJob(tenant, event);
  const triggered = kept.triggered || event.triggers;
  return {
    ...kept,
    topic: event.topic,
    revision: kept.revision + 1,
    triggered,
    ...(triggered && { due: dueAt }),
    attempts: 0,
    passes: 0,
    touchedAt: now,
    events: [...kept.events, digest],
  };
}

const newJob = (tenant: string, { conversationId, topic }: InboxEvent): Job => ({
  tenant,
  conversationId,
  change: 0,
  topic,
  revision: 0,
  triggered: false,
  attempts: 0,
  passes: 0,
  touchedAt: 0,
  events: [],
});

export function canBeLeased(one: Job, now: number): boolean {
  const at = leasableAt(one);
  return at !== undefined && at <= now;
}

/** Null when the lease was lost. */
export function withoutLease(before: Job, lease: Lease, verdict: Verdict, now: number): Job | null {
  if (before.leaseToken !== lease.token) return null;
  const { leaseToken: _, leaseUntil: __, ...free } = before;
  const ended: Job = { ...free, touchedAt: now };
  if (ended.revision === lease.revision) return judged(ended, verdict, now);
  // What was seen is older than what the job is due for now: only the digest of what was written still counts.
  const digest = verdict.kind === "done" ? verdict.digest : lease.digest;
  return { ...ended, attempts: 0, ...(digest !== null && { digest }) };
}

function judged(one: Job, verdict: Verdict, now: number): Job {
  const failedAt = { firstFailedAt: one.firstFailedAt ?? now, lastFailedAt: now };
  switch (verdict.kind) {
    case "done": {
      const { due: _, reason: __, firstFailedAt: ___, lastFailedAt: ____, ...kept } = one;
      const due = verdict.dueAt === null ? {} : { due: verdict.dueAt };
      return { ...kept, ...due, digest: verdict.digest, attempts: 0, passes: one.passes + 1 };
    }
    case "failed":
      return { ...one, ...failedAt, due: verdict.dueAt, reason: verdict.reason };
    case "postponed":
      return { ...one, due: verdict.dueAt, attempts: one.attempts - 1 };
    case "dead": {
      const { due: _, ...kept } = one;
      return { ...kept, ...failedAt, reason: verdict.reason, deadLetterId: verdict.deadLetterId };
    }
    default:
      return verdict satisfies never;
  }
}

export const isHeld = ({ due, deadLetterId }: Job): boolean => due !== undefined || deadLetterId !== undefined;
