import { interactionPlace } from "../../record/interaction.ts";
import type { AuditRecord, Change, CustomerChange, InteractionChange } from "../store.ts";

export const nothingChanged: Change = {
  customers: [],
  keys: [],
  interactions: [],
  actions: [],
  sessions: [],
  audit: [],
};

/** A change as the commit script takes it: what is null is left out, and what Redis only keeps is text already. */
export function encodeChange(change: Change): string {
  requireOwners(change);
  const { expired = { customerIds: [], limits: { facts: "", sessions: "" } } } = change;
  const encoded = {
    customers: change.customers.map(encodeCustomer),
    keys: change.keys.map(({ key, revision, customerIds, erasedAt }) => ({
      id: key,
      revision,
      fields: fields({ revision: String(revision + 1), customerIds: JSON.stringify(customerIds), erasedAt }),
    })),
    interactions: change.interactions.map(encodeInteraction),
    actions: change.actions.map(({ customerId, action }) => ({
      customerId,
      member: joined(action.place.at, action.place.id, JSON.stringify(action)),
    })),
    sessions: change.sessions.map(({ sessionId, before, after }) => ({
      id: sessionId,
      before: before?.customerId,
      ...(after && {
        after: after.customerId,
        at: after.session.lastActivityAt,
        fields: fields({
          customerId: after.customerId,
          lastActivityAt: after.session.lastActivityAt,
          session: JSON.stringify(after.session),
          told: JSON.stringify(after.told),
        }),
      }),
    })),
    erased: change.erased ?? [],
    expired: expired.customerIds.map((id) => ({ id, facts: expired.limits.facts, sessions: expired.limits.sessions })),
    audit: change.audit.map(encodeAudit),
  };
  // The script's reader of JSON takes no lone surrogates.
  return JSON.stringify(encoded, (_, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value));
}

/** Texts that one member of a sorted set holds; none of them but the last has a zero character in it. */
export const joined = (...texts: readonly string[]): string => texts.join("\0");

function encodeCustomer({ customerId: id, revision, after }: CustomerChange): object {
  if (after === null) return { id, revision };
  const stored = { revision: String(revision + 1), version: String(after.version), erasedAt: after.erasedAt };
  if (after.state === "erased")
    return { id, revision, fields: fields({ ...stored, receipt: JSON.stringify(after.receipt) }) };
  const { head, mergedInto } = after;
  const { oldestAt, restingSince } = head;
  return {
    id,
    revision,
    ...(oldestAt !== null && { oldestAt }),
    ...(restingSince !== null && { restingSince }),
    fields: fields({
      ...stored,
      mergedInto,
      made: head.made ? "1" : "0",
      createdAt: head.createdAt,
      oldestAt,
      restingSince,
      merged: JSON.stringify(head.merges.map(({ customerId }) => customerId)),
      head: JSON.stringify(head),
    }),
  };
}

function encodeInteraction({ conversationId, before, after }: InteractionChange): object {
  const held = { id: conversationId, before: before?.customerId };
  if (after === null) return held;
  const { summary, values } = after.interaction;
  const { at } = interactionPlace(summary);
  const { sentiment, sentimentScore } = summary;
  return {
    ...held,
    after: after.customerId,
    at,
    hasSentiment: sentiment !== null,
    fields: fields({
      customerId: after.customerId,
      at,
      sentiment,
      score: sentiment === null || sentimentScore === null ? null : String(sentimentScore),
      summary: JSON.stringify(summary),
      collected: Object.keys(values).length === 0 ? null : JSON.stringify(values),
    }),
  };
}

function encodeAudit({ customerId, ...entry }: AuditRecord): object {
  return { customerId, place: joined(entry.at, entry.id), entry: JSON.stringify(entry) };
}

function fields(members: Readonly<Record<string, string | null>>): readonly string[] {
  return Object.entries(members).flatMap(([name, value]) => (value === null ? [] : [name, value]));
}

/** The revisions of a change guard its facts only when every owner of a fact is among its customers. */
function requireOwners(change: Change): void {
  const named = new Set(change.customers.map(({ customerId }) => customerId));
  const owners = [
    ...[...change.interactions, ...change.sessions].flatMap(({ before, after }) => [before, after]),
    ...change.actions,
  ].flatMap((owner) => owner?.customerId ?? []);
  for (const owner of [...owners, ...(change.erased ?? []), ...(change.expired?.customerIds ?? [])])
    if (!named.has(owner)) throw new Error("A change of facts must name the customer that they belong to.");
}
