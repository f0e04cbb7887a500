import * as z from "zod/mini";
import { identifiers, identifierType } from "./identifier.ts";
import { interactionSummary } from "./interaction.ts";
import { channel, id, utcTime } from "./primitives.ts";
import { collectedData, linkedIdentifier, sentimentPoint } from "./record.ts";

/** The cascade: identifiers are tried in the order given, the first that finds a record wins. */
export const lookupRequest = z.strictObject({
  conversationId: z.optional(id),
  identifiers,
});
export type LookupRequest = z.infer<typeof lookupRequest>;

const index = z.int().check(z.nonnegative());

export const openSession = z.object({ sessionId: id, channel, startedAt: utcTime, lastActivityAt: utcTime });
export type OpenSession = z.infer<typeof openSession>;

/** An identifier of the request that points elsewhere: to its one owner, or to how many share it. */
export const conflict = z.object({
  type: identifierType,
  index,
  customerId: z.optional(id),
  shared: z.optional(z.int()),
});
export type Conflict = z.infer<typeof conflict>;

export const candidate = z.object({
  customerId: id,
  displayName: z.nullable(z.string()),
  activeIssue: z.nullable(z.string()),
  lastInteractionAt: z.nullable(utcTime),
  interactionCount: z.int(),
});
export type Candidate = z.infer<typeof candidate>;

export const returningCustomer = z.object({
  status: z.literal("returning_customer"),
  matchedBy: z.object({ type: identifierType, index, identifierId: z.nullable(z.string()) }),
  customerId: id,
  displayName: z.nullable(z.string()),
  version: z.int(),
  lastUpdated: utcTime,
  activeIssue: z.nullable(z.string()),
  activeIssueSince: z.nullable(utcTime),
  recentInteractions: z.array(interactionSummary),
  interactionCount: z.int(),
  collectedData,
  sentimentHistory: z.array(sentimentPoint),
  identifiers: z.array(linkedIdentifier),
  openSessions: z.array(openSession),
  conflicts: z.array(conflict),
});
export type ReturningCustomer = z.infer<typeof returningCustomer>;

export const firstContact = z.object({
  status: z.literal("first_contact"),
  recentInteractions: z.array(interactionSummary),
  tried: z.array(identifierType),
});

export const ambiguous = z.object({
  status: z.literal("ambiguous"),
  candidates: z.array(candidate),
  recentInteractions: z.array(interactionSummary),
  tried: z.array(identifierType),
});
export type Ambiguous = z.infer<typeof ambiguous>;

export const lookupAnswer = z.discriminatedUnion("status", [returningCustomer, firstContact, ambiguous]);
export type LookupAnswer = z.infer<typeof lookupAnswer>;
