import * as z from "zod/mini";
import { identifierType } from "../../contract/identifier.ts";
import { channel, utcTime } from "../../contract/primitives.ts";
import { mergeEntry } from "../../contract/record.ts";
import { noIssue, issueState } from "./issue.ts";
import { tellings } from "./collected.ts";
import { partyFact } from "./party.ts";

/** An identifier that leads to a customer: `key` is the keyed hash, `display` the masked form. The value itself is kept nowhere. */
export const identifierLink = z.object({
  id: z.string(),
  key: z.string(),
  /** What it is under earlier secrets, while those are still written too. */
  otherKeys: z._default(z.array(z.string()), []),
  type: identifierType,
  channel: z.nullable(channel),
  display: z.string(),
  verified: z.boolean(),
  linkedAt: utcTime,
  linkedBy: z.string(),
  /** Of a channel id that is a phone or an email: the key of that phone or email. */
  sameAs: z.nullable(z.string()),
  /** Start of the latest interaction that carried it; null when an agent linked it. */
  seenAt: z.nullable(utcTime),
});
export type IdentifierLink = z.infer<typeof identifierLink>;

/** Everything under which it leads to its customer. */
export const keysOfLink = ({ key, otherKeys }: IdentifierLink): readonly string[] => [key, ...otherKeys];

/**
 * What is kept of a customer beside the facts themselves, of one size however many there are.
 * Everything is about the facts that belong to this very id; only `issue` is about the whole group of merged customers and is kept on its survivor.
 */
export const customerHead = z.object({
  /** True when no caller named this customer and the service had to. */
  made: z.boolean(),
  createdAt: utcTime,
  lastUpdated: utcTime,
  /** The latest agent action and its number: a clock that jumps back must not put the next one before it. */
  lastActionAt: z.nullable(utcTime),
  actionSequence: z.int(),
  interactionCount: z.int(),
  /** Not later than the start of the oldest fact: reading looks at retention only when this is past it. */
  oldestAt: z.nullable(utcTime),
  sessionCount: z.int(),
  /** Not later than the last activity of the session that rests longest. */
  restingSince: z.nullable(utcTime),
  collected: tellings,
  issue: issueState,
  identifiers: z.array(identifierLink),
  /** Identifiers that an agent took away, and when: interactions from before that do not link them again. */
  unlinked: z.record(z.string(), utcTime),
  /** Customers merged into this one; each keeps its own facts, so that undoing a merge takes nothing apart. */
  merges: z.array(mergeEntry),
  /** What it has as a further party of a conversation, the latest first. */
  parties: z._default(z.array(partyFact), []),
});
export type CustomerHead = z.infer<typeof customerHead>;

export function newHead(at: string, made: boolean): CustomerHead {
  return {
    made,
    createdAt: at,
    lastUpdated: at,
    lastActionAt: null,
    actionSequence: 0,
    interactionCount: 0,
    oldestAt: null,
    sessionCount: 0,
    restingSince: null,
    collected: {},
    issue: noIssue,
    identifiers: [],
    unlinked: {},
    merges: [],
    parties: [],
  };
}

/** One customer of a group: the survivor first, then those merged into it. */
export interface Member {
  readonly customerId: string;
  readonly version: number;
  readonly head: CustomerHead;
}
