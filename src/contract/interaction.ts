import * as z from "zod/mini";
import { limits } from "./limits.ts";
import { anyTime, channel, id, utcTime } from "./primitives.ts";

export const direction = z.enum(["inbound", "outbound"]);
export const resolutionStatus = z.enum(["RESOLVED", "UNRESOLVED", "ESCALATED", "ABANDONED"]);
export const summarySource = z.enum(["genesys", "llm", "extractive", "agent"]);
export const sentiment = z.enum(["POSITIVE", "NEUTRAL", "NEGATIVE", "MIXED"]);
export type ResolutionStatus = z.infer<typeof resolutionStatus>;
export type SummarySource = z.infer<typeof summarySource>;
export type Sentiment = z.infer<typeof sentiment>;

const score = z.number().check(z.minimum(-1), z.maximum(1));
const duration = z.number().check(z.minimum(0));

/** One interaction as the service answers it: every member present. Ordered by `startTime`, then `conversationId`, both descending. */
export const interactionSummary = z.object({
  conversationId: id,
  channel,
  direction: z.nullable(direction),
  startTime: utcTime,
  durationSeconds: duration,
  resolutionStatus,
  intent: z.nullable(z.string()),
  agentId: z.nullable(z.string()),
  agentName: z.nullable(z.string()),
  queueName: z.nullable(z.string()),
  wrapUpCode: z.nullable(z.string()),
  outcomeNotes: z.string(),
  summarySource: z.nullable(summarySource),
  sentiment: z.nullable(sentiment),
  sentimentScore: z.nullable(score),
  followUps: z.array(z.object({ text: z.string(), dueAt: z.nullable(utcTime) })),
  revisedAt: utcTime,
});
export type InteractionSummary = z.infer<typeof interactionSummary>;

const name = z.string().check(z.maxLength(limits.nameLength));

/** One interaction as a writer sends it: the five required members, the rest as far as known. */
export const interactionSummaryInput = z.strictObject({
  conversationId: id,
  channel,
  direction: z.optional(z.nullable(direction)),
  startTime: anyTime,
  durationSeconds: duration,
  resolutionStatus,
  intent: z.optional(z.nullable(z.string().check(z.maxLength(limits.intentLength)))),
  agentId: z.optional(z.nullable(name)),
  agentName: z.optional(z.nullable(name)),
  queueName: z.optional(z.nullable(name)),
  wrapUpCode: z.optional(z.nullable(name)),
  outcomeNotes: z.optional(z.nullable(z.string().check(z.maxLength(limits.notesLength)))),
  summarySource: z.optional(z.nullable(summarySource)),
  sentiment: z.optional(z.nullable(sentiment)),
  sentimentScore: z.optional(z.nullable(score)),
  followUps: z.optional(
    z.nullable(
      z
        .array(
          z.strictObject({
            text: z.string().check(z.maxLength(limits.followUpLength)),
            dueAt: z.optional(z.nullable(anyTime)),
          }),
        )
        .check(z.maxLength(limits.followUpsPerInteraction)),
    ),
  ),
  revisedAt: z.optional(anyTime),
});
export type InteractionSummaryInput = z.infer<typeof interactionSummaryInput>;
