import { createHash } from "node:crypto";
import type { Place } from "../../record/order.ts";

/** Primary key of an item. What each is for stands in keys.md. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** Ids have no `#`; an organisation's id is any text, so it is encoded until it has none. */
const first = (tenant: string): string => encodeURIComponent(tenant);

export const customerKey = (tenant: string, customerId: string): ItemKey => ({
  pk: `${first(tenant)}#customer#${customerId}`,
  sk: "customer",
});
export const identifierKey = (tenant: string, key: string): ItemKey => ({
  pk: `${first(tenant)}#identifier#${key}`,
  sk: "identifier",
});
export const conversationKey = (tenant: string, conversationId: string): ItemKey => ({
  pk: `${first(tenant)}#conversation#${conversationId}`,
  sk: "conversation",
});
export const sessionKey = (tenant: string, sessionId: string): ItemKey => ({
  pk: `${first(tenant)}#session#${sessionId}`,
  sk: "session",
});
export const workKey = (tenant: string, epoch: string): ItemKey => ({ pk: `${first(tenant)}#work`, sk: epoch });
/** Bodies on S3 that nothing leads to any more. */
export const trashKey = (tenant: string, prefix: string): ItemKey => ({ pk: `${first(tenant)}#trash`, sk: prefix });
export const jobKey = (tenant: string, conversationId: string): ItemKey => ({
  pk: `${first(tenant)}#job#${conversationId}`,
  sk: "job",
});
export const deadLetterKey = (tenant: string, id: string): ItemKey => ({
  pk: `${first(tenant)}#dead-letter#${id}`,
  sk: "dead-letter",
});
/** The one partition that belongs to no organisation: which organisations have jobs, for the sweep over all of them. */
export const organizationKey = (tenant: string): ItemKey => ({ pk: "organizations", sk: tenant });

/** Partition of all facts of one life of a customer. */
export const factsOf = (tenant: string, epoch: string): string => `${first(tenant)}#facts#${epoch}`;
export const placeText = ({ at, id }: Place): string => `${at}#${id}`;
export const interactionPrefix = "i#";
export const actionPrefix = "a#";
export const sessionPrefix = "s#";

export const auditOf = (tenant: string, customerId: string): string => `${first(tenant)}#audit#${customerId}`;

/** Partitions of the indexes. */
export const oldestOf = (tenant: string): string => `${first(tenant)}#oldest`;
export const restingOf = (tenant: string): string => `${first(tenant)}#resting`;
export const dueOf = (tenant: string): string => `${first(tenant)}#due`;
export const deadOf = (tenant: string): string => `${first(tenant)}#dead`;
export const idleOf = (tenant: string): string => `${first(tenant)}#idle`;

/** Every read of a customer writes an audit entry: one partition of an index would not take an organisation's. */
export const auditShards: readonly string[] = ["0", "1", "2", "3", "4", "5", "6", "7"];
export const auditByTimeOf = (tenant: string, shard: string): string => `${first(tenant)}#audit-time#${shard}`;
export const auditShardOf = (entryId: string): string =>
  auditShards[(createHash("sha256").update(entryId).digest()[0] ?? 0) % auditShards.length] ?? "0";

/** Milliseconds as a text that sorts like the number. */
export const timeText = (milliseconds: number): string =>
  String(Math.max(0, Math.trunc(milliseconds))).padStart(15, "0");

/** Prefixes of S3 keys: an epoch is a random id, so no address says who the customer is. */
export const epochPrefix = (tenant: string, epoch: string): string => `${first(tenant)}/${epoch}/`;
export const bodyPrefix = (tenant: string, epoch: string, item: string): string =>
  `${epochPrefix(tenant, epoch)}${createHash("sha256").update(item).digest("base64url").slice(0, 22)}/`;
/** `unique` tells attempts apart that may not land; the archive has none, since what landed at a revision is one text. */
export const objectKey = (prefix: string, revision: number, unique?: string): string =>
  `${prefix}${String(revision).padStart(10, "0")}${unique === undefined ? "" : `-${unique}`}`;
export const objectRevision = (key: string): number => Number(/\/(\d{10})(?:-[^/]*)?$/.exec(key)?.[1] ?? Number.NaN);
