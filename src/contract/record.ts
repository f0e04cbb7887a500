import * as z from "zod/mini";
import { identifierType } from "./identifier.ts";
import { interactionSummary, sentiment } from "./interaction.ts";
import { channel, id, plainValue, utcTime } from "./primitives.ts";

/** One collected value with where and when it was told. `channel` and `conversationId` are null when an agent's PATCH set it. */
export const collectedValue = z.object({
  value: plainValue,
  channel: z.nullable(channel),
  conversationId: z.nullable(z.string()),
  collectedAt: utcTime,
});

export const collectedData = z.record(z.string(), collectedValue);
export type CollectedData = z.infer<typeof collectedData>;

export const sentimentPoint = z.object({
  conversationId: id,
  at: utcTime,
  sentiment,
  score: z.nullable(z.number()),
});
export type SentimentPoint = z.infer<typeof sentimentPoint>;

/** An identifier as the service shows it: the value itself is masked, only `id` names it. */
export const linkedIdentifier = z.object({
  id: z.string(),
  type: identifierType,
  channel: z.nullable(channel),
  display: z.string(),
  verified: z.boolean(),
  linkedAt: utcTime,
  linkedBy: z.string(),
});
export type LinkedIdentifier = z.infer<typeof linkedIdentifier>;

export const mergeEntry = z.object({
  customerId: id,
  mergeId: z.string(),
  mergedAt: utcTime,
  automatic: z.boolean(),
});
export type MergeEntry = z.infer<typeof mergeEntry>;

/** Everything known of one customer. `interactions` is the window (the 50 most recent, newest first), `sentimentHistory` is oldest first. */
export const unifiedInteractionContext = z.object({
  customerId: id,
  displayName: z.nullable(z.string()),
  customerPhone: z.nullable(z.string()),
  customerEmail: z.nullable(z.string()),
  version: z.int(),
  lastUpdated: utcTime,
  activeIssue: z.nullable(z.string()),
  activeIssueSince: z.nullable(utcTime),
  interactionCount: z.int(),
  interactions: z.array(interactionSummary),
  collectedData,
  sentimentHistory: z.array(sentimentPoint),
  identifiers: z.array(linkedIdentifier),
  mergedFrom: z.array(mergeEntry),
});
export type UnifiedInteractionContext = z.infer<typeof unifiedInteractionContext>;
