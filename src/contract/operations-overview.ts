import * as z from "zod/mini";
import { erasureReceipt } from "./customer.ts";
import { utcTime } from "./primitives.ts";

const count = z.int().check(z.nonnegative());
/** Each label's number since the process began to count. */
const counts = z.record(z.string(), count);

/** Estimated between the bounds of a histogram's buckets; null while nothing was measured. */
export const percentiles = z.object({
  count,
  p50: z.nullable(z.number()),
  p95: z.nullable(z.number()),
  p99: z.nullable(z.number()),
});
export type Percentiles = z.infer<typeof percentiles>;

/** One passage of what takes out what is past its days. */
export const retentionRun = z.object({
  at: utcTime,
  removed: z.object({ interactions: count, sessions: count, auditEntries: count }),
});
export type RetentionRun = z.infer<typeof retentionRun>;

/** What operators look at. Nothing in it is about a customer or an agent. */
export const operationsOverview = z.object({
  at: utcTime,
  /** Since when the process that answers counts: counts and percentiles are its own, for all its organisations, and begin anew with it. */
  countingSince: utcTime,
  isStoreReachable: z.boolean(),
  events: z.object({
    accepted: count,
    ignored: count,
    /** Since `countingSince`; null when none came. */
    lastAcceptedAt: z.nullable(utcTime),
    /** Of this organisation, as the store has it now; null while it cannot be reached. */
    queue: z.nullable(z.object({ waiting: count, deadLetters: count, overdueSeconds: z.number() })),
    /** From the end of the customer's part to the first record, which includes the configured `settleSeconds`. */
    secondsToRecord: percentiles,
    /** Tries to make a record, by how they ended. */
    tries: counts,
  }),
  /** From the moment the widget began to load to the brief on screen, by where it came from. */
  millisecondsToBrief: z.object({ cache: percentiles, network: percentiles }),
  /** By the type of the identifier that matched, or `first_contact` or `ambiguous`. */
  lookups: counts,
  conflicts: z.object({
    /** Writes that were refused because the record had changed. */
    versions: count,
    ambiguousLookups: count,
    /** Links that were refused because another customer has the identifier. */
    alreadyLinked: count,
    /** Identifiers of lookups that pointed to someone else, by type. */
    lookupIdentifiers: counts,
  }),
  retention: z.object({
    days: z.object({ interactions: count, sessions: count, audit: count }),
    /** Newest first; kept in the store as long as the audit. */
    runs: z.array(retentionRun),
  }),
});
export type OperationsOverview = z.infer<typeof operationsOverview>;

/** Receipts of erasures, newest first, as long as the audit is kept. */
export const erasuresPage = z.object({ items: z.array(erasureReceipt), nextCursor: z.nullable(z.string()) });
export type ErasuresPage = z.infer<typeof erasuresPage>;

/** How long one agent waited for the brief, as the agent's browser measured it. */
export const briefMeasurement = z.strictObject({
  acceptToBriefMilliseconds: z.int().check(z.minimum(0), z.maximum(600_000)),
  source: z.enum(["cache", "network"]),
});
export type BriefMeasurement = z.infer<typeof briefMeasurement>;
