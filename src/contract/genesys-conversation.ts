import * as z from "zod/mini";
import { hasEnded, identifiersOf, legsOf, mediumOf, type Medium } from "./genesys-addresses.ts";
import { participant, text, type Participant } from "./genesys-participant.ts";
import type { Identifier, IdentifierType } from "./identifier.ts";
import { limits } from "./limits.ts";
import { isInstant, toUtc } from "./primitives.ts";

const readableParticipants = z.pipe(
  z.array(z.unknown()),
  z.transform((participants) => participants.flatMap((candidate) => participant.safeParse(candidate).data ?? [])),
);

/** `GET /api/v2/conversations/{id}` as far as it is read; unknown members are ignored, missing and malformed ones count as absent. */
export const conversation = z.object({
  id: z.string(),
  startTime: text,
  endTime: text,
  participants: z._default(readableParticipants, []),
});
export type Conversation = z.infer<typeof conversation>;

/** One customer of a conversation; `identifiers` are in the order of the cascade. */
export interface ConversationCustomer extends Medium {
  readonly participantId: string;
  /** For display only: carriers, cities and numbers stand here too, so it identifies nobody. Null when it holds no name. */
  readonly name: string | null;
  readonly connected: boolean;
  /** UTC, or null when Genesys Cloud does not say. */
  readonly joinedAt: string | null;
  readonly identifiers: readonly Identifier[];
}

const lookupCascade: readonly IdentifierType[] = ["customerId", "phone", "email", "externalContact", "channel"];

/**
 * Every customer participant (`customer`, else `external`): who is connected comes first, then who joined first.
 * Identifiers follow `cascade`, at most as many as one request may carry.
 */
export function customersOf(
  { participants }: Conversation,
  cascade: readonly IdentifierType[] = lookupCascade,
): readonly ConversationCustomer[] {
  const withPurpose = (purpose: string) => participants.filter((candidate) => candidate.purpose === purpose);
  const customers = withPurpose("customer");
  return (customers.length > 0 ? customers : withPurpose("external"))
    .map((one) => toCustomer(one, cascade))
    .toSorted(byPresence);
}

function toCustomer(from: Participant, cascade: readonly IdentifierType[]): ConversationCustomer {
  const joined = [from.connectedTime, from.startTime].find((time) => time !== undefined && isInstant(time));
  const rank = ({ type }: Identifier) => cascade.indexOf(type);
  return {
    ...mediumOf(from),
    participantId: from.id,
    name: nameOf(from),
    connected: from.endTime === undefined && (legsOf(from).length === 0 || !legsOf(from).every(hasEnded)),
    joinedAt: joined === undefined ? null : toUtc(joined),
    identifiers: identifiersOf(from)
      .filter((one) => rank(one) >= 0)
      .toSorted((one, other) => rank(one) - rank(other))
      .slice(0, limits.identifiersPerRequest),
  };
}

/** A number or an address in the place of a name would show in clear what is masked everywhere else. */
function nameOf(from: Participant): string | null {
  const name = [from.name, ...from.callbacks.map((callback) => callback.callbackUserName)].find(isName);
  return name?.trim().slice(0, limits.nameLength) ?? null;
}

function isName(value: string | undefined): value is string {
  return value !== undefined && /\p{L}/u.test(value) && !/@|\d{5}|^name not provided$/iu.test(value.trim());
}

function byPresence(one: ConversationCustomer, other: ConversationCustomer): number {
  if (one.connected !== other.connected) return one.connected ? -1 : 1;
  if (one.joinedAt === other.joinedAt) return 0;
  if (one.joinedAt === null || other.joinedAt === null) return one.joinedAt === null ? 1 : -1;
  return one.joinedAt < other.joinedAt ? -1 : 1;
}
