import * as z from "zod/mini";
import { collectedValues, erasureReceipt } from "./customer.ts";
import { identifiers } from "./identifier.ts";
import { interactionSummaryInput } from "./interaction.ts";
import { limits } from "./limits.ts";
import { anyTime, channel, id, utcTime } from "./primitives.ts";

/** One ended interaction from any channel or bot. */
export const interactionRequest = z.strictObject({
  identifiers,
  interaction: interactionSummaryInput,
  collectedData: z.optional(collectedValues),
});
export type InteractionRequest = z.infer<typeof interactionRequest>;

/** Whose interaction it became; nulls when it was anonymous and not stored. */
export const interactionAnswer = z.object({ customerId: z.nullable(id), version: z.nullable(z.int()) });
export type InteractionAnswer = z.infer<typeof interactionAnswer>;

const channelUserId = z.string().check(z.minLength(1), z.maxLength(limits.identifierLength));
/** Whatever a bot keeps under one name. */
export const anyJson = z.json();
const sessionData = z.record(z.string(), anyJson);

/** A conversation that is still going on, on any channel; `data` is replaced whole. */
export const sessionRequest = z.strictObject({
  channel,
  channelUserId,
  identifiers: z.optional(identifiers),
  data: sessionData,
  endedAt: z.optional(z.nullable(anyTime)),
});
export type SessionRequest = z.infer<typeof sessionRequest>;

export const session = z.object({
  sessionId: id,
  customerId: z.nullable(id),
  channel,
  startedAt: utcTime,
  lastActivityAt: utcTime,
  endedAt: z.nullable(utcTime),
  data: sessionData,
});
export type Session = z.infer<typeof session>;

export const channelUserRequest = z.strictObject({ channel, channelUserId });
export type ChannelUserRequest = z.infer<typeof channelUserRequest>;
export const resolvedIdentity = z.object({ customerId: id });

export const changesRequest = z.strictObject({
  customers: z
    .array(z.strictObject({ customerId: id, version: z.optional(z.int().check(z.nonnegative())) }))
    .check(z.minLength(1), z.maxLength(limits.customersPerStream)),
});
export type ChangesRequest = z.infer<typeof changesRequest>;

export const identifiersRequest = z.strictObject({ identifiers: identifiers.check(z.minLength(1)) });
export const erasuresRequest = z.strictObject({
  identifiers: identifiers.check(z.minLength(1)),
  dryRun: z.optional(z.boolean()),
});
export const erasuresAnswer = z.object({ receipts: z.array(erasureReceipt) });

export const eventsAnswer = z.object({ accepted: z.int(), ignored: z.int() });

export const deadLetter = z.object({
  id: z.string(),
  conversationId: z.nullable(z.string()),
  topic: z.string(),
  reason: z.string(),
  attempts: z.int(),
  firstFailedAt: utcTime,
  lastFailedAt: utcTime,
});
export const deadLettersPage = z.object({ items: z.array(deadLetter), nextCursor: z.nullable(z.string()) });
export type DeadLettersPage = z.infer<typeof deadLettersPage>;
