import * as z from "zod/mini";
import { auditEntry, collectedValues, erasureReceipt, type AuditEntry } from "../../../contract/customer.ts";
import type { SentimentPoint } from "../../../contract/record.ts";
import { session } from "../../../contract/writes.ts";
import { agentAction, type AgentAction } from "../../record/action.ts";
import { tellings } from "../../record/collected.ts";
import { customerHead } from "../../record/head.ts";
import type { Interaction } from "../../record/interaction.ts";
import { comparePlaces, type Place } from "../../record/order.ts";
import { storedSentimentPoint, storedSummary } from "../../record/party.ts";
import type { ErasedCustomer, Owner, StoredConversation, StoredCustomer, StoredSession } from "../store.ts";

const text = z.string();
const maybe = z.nullable(z.string());

/** revision, version, mergedInto, erasedAt, head, receipt; nothing of a customer that is not there. */
export const customerRow = z.tuple([maybe, maybe, maybe, maybe, maybe, maybe]);
type CustomerRow = z.infer<typeof customerRow>;

export function toLiving(customerId: string, row: CustomerRow): StoredCustomer {
  const [revision, version, mergedInto, erasedAt, head] = row;
  return {
    state: "living",
    customerId,
    revision: Number(revision),
    version: Number(version),
    mergedInto,
    erasedAt,
    head: z.parse(customerHead, JSON.parse(head ?? "")),
  };
}

/** Null when there is nobody. */
export function toErased(customerId: string, row: CustomerRow): ErasedCustomer | null {
  const [revision, version, , , , kept] = row;
  if (kept === null) return null;
  const receipt = z.parse(erasureReceipt, JSON.parse(kept));
  const { erasedAt } = receipt;
  return { state: "erased", customerId, revision: Number(revision), version: Number(version), erasedAt, receipt };
}

/** customerId, survivorId, version, made, createdAt, erasedAt. */
export const ownerRow = z.tuple([text, text, text, text, text, maybe]);

export function toOwner(row: z.infer<typeof ownerRow>): Owner {
  const [customerId, survivorId, version, made, createdAt, erasedAt] = row;
  return { customerId, survivorId, version: Number(version), made: made === "1", createdAt, erasedAt };
}

/** summary, collected. */
export const interactionRow = z.tuple([text, maybe]);

export function toInteraction([summary, collected]: z.infer<typeof interactionRow>): Interaction {
  return {
    summary: z.parse(storedSummary, JSON.parse(summary)),
    values: collected === null ? {} : z.parse(collectedValues, JSON.parse(collected)),
  };
}

export const placeOfInteraction = ({ summary }: Interaction): Place => ({
  at: summary.startTime,
  id: summary.conversationId,
});

/** customerId, summary, collected. */
const conversationRow = z.tuple([maybe, maybe, maybe]);

export function toConversation(found: unknown): StoredConversation | null {
  const [customerId, summary, collected] = z.parse(conversationRow, found);
  if (customerId === null) return null;
  return { customerId, interaction: summary === null ? null : toInteraction([summary, collected]) };
}

/** conversationId, at, sentiment, score. */
export const sentimentRow = z.tuple([text, text, text, maybe]);

export function toSentiment([conversationId, at, sentiment, score]: z.infer<typeof sentimentRow>): SentimentPoint {
  return z.parse(storedSentimentPoint, { conversationId, at, sentiment, score: score === null ? null : Number(score) });
}

export const toAction = (member: string): AgentAction => z.parse(agentAction, JSON.parse(thirdOf(member)));
export const toAuditEntry = (member: string): AuditEntry => z.parse(auditEntry, JSON.parse(thirdOf(member)));

/** What stands behind the time and the id. */
function thirdOf(member: string): string {
  return member.slice(member.indexOf("\0", member.indexOf("\0") + 1) + 1);
}

/** customerId, session, told. */
export const sessionRow = z.tuple([text, text, text]);
const storedSession = z.omit(session, { customerId: true });

export function toSession([customerId, kept, told]: z.infer<typeof sessionRow>): StoredSession {
  return {
    customerId,
    session: z.parse(storedSession, JSON.parse(kept)),
    told: z.parse(tellings, JSON.parse(told)),
  };
}

export const placeOfSession = ({ session: { lastActivityAt, sessionId } }: StoredSession): Place => ({
  at: lastActivityAt,
  id: sessionId,
});

/** The newest of several lists that are each newest first. */
export function mergeNewest<T>(
  lists: readonly (readonly T[])[],
  placeOf: (item: T) => Place,
  limit?: number,
): readonly T[] {
  const [only] = lists;
  if (only && lists.length === 1) return only;
  return lists
    .flat()
    .toSorted((a, b) => comparePlaces(placeOf(b), placeOf(a)))
    .slice(0, limit);
}
