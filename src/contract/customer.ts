import * as z from "zod/mini";
import { limits } from "./limits.ts";
import { channel, plainValue, utcTime } from "./primitives.ts";

const limit = z.int().check(z.minimum(1), z.maximum(limits.maxPageSize));

/** The page parameters of a listing, after the query string's text was read as numbers. */
export const pageQuery = z.strictObject({
  limit: z._default(limit, limits.pageSize),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(1000))),
});
export type PageQuery = z.infer<typeof pageQuery>;

const collectedKey = z.string().check(z.minLength(1), z.maxLength(limits.collectedKeyLength));
const atMostKeys = z.refine<Record<string, unknown>>(
  (values) => Object.keys(values).length <= limits.collectedKeysPerRequest,
  `must have at most ${limits.collectedKeysPerRequest} keys`,
);

/** JSON Merge Patch of plain values; null removes a key. */
export const collectedDataPatch = z.record(collectedKey, z.nullable(plainValue)).check(atMostKeys);
export type CollectedDataPatch = z.infer<typeof collectedDataPatch>;

/** Values that came with an interaction or a session. */
export const collectedValues = z.record(collectedKey, plainValue).check(atMostKeys);
export type CollectedValues = z.infer<typeof collectedValues>;

export const activeIssueRequest = z.strictObject({
  issue: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.issueLength)),
});

const linkable = z.string().check(z.maxLength(limits.identifierLength));
const share = z.optional(z.boolean());

/** Links one identifier; `share` links it although another customer has it. */
export const linkRequest = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("customerId"), value: linkable, share }),
  z.strictObject({ type: z.literal("phone"), value: linkable, share }),
  z.strictObject({ type: z.literal("email"), value: linkable, share }),
  z.strictObject({ type: z.literal("externalContact"), value: linkable, share }),
  z.strictObject({ type: z.literal("channel"), value: linkable, channel, share }),
]);
export type LinkRequest = z.infer<typeof linkRequest>;

export const auditEntry = z.object({
  id: z.string(),
  at: utcTime,
  actor: z.object({ type: z.enum(["agent", "service"]), id: z.string() }),
  action: z.string(),
  conversationId: z.nullable(z.string()),
  requestId: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
export const auditPage = z.object({ items: z.array(auditEntry), nextCursor: z.nullable(z.string()) });

export const erasureReceipt = z.object({
  erasureId: z.string(),
  erasedAt: utcTime,
  dryRun: z.boolean(),
  removed: z.object({
    interactions: z.int(),
    archived: z.int(),
    identifiers: z.int(),
    sessions: z.int(),
    jobs: z.int(),
  }),
});
export type ErasureReceipt = z.infer<typeof erasureReceipt>;
