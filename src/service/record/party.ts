import * as z from "zod/mini";
import { interactionSummary } from "../../contract/interaction.ts";
import { sentimentPoint } from "../../contract/record.ts";
import { interactionPlace, supersedes, type Interaction } from "./interaction.ts";
import { comparePlaces } from "./order.ts";

/** Sorts before every character of an id, so that a conversation and its further parties stand together in every store's order. */
const separator = " ";

/**
 * A conversation with several customers is one fact for each of them. The first party's has the conversation's own id,
 * those of further parties an id that no caller can send: an answer shows {@link conversationOf} it.
 */
export function partyFactId(conversationId: string, party: string | null): string {
  return party === null ? conversationId : conversationId + separator + party;
}

export function conversationOf(factId: string): string {
  const [conversationId = factId] = factId.split(separator, 1);
  return conversationId;
}

export const isFurtherParty = (factId: string): boolean => factId.includes(separator);

/** As engines keep them: with the id of the fact. */
export const storedSummary = z.extend(interactionSummary, { conversationId: z.string() });
export const storedSentimentPoint = z.extend(sentimentPoint, { conversationId: z.string() });

/** A fact that a customer has as a further party of its conversation. */
export const partyFact = z.object({ id: z.string(), at: z.string() });
export type PartyFact = z.infer<typeof partyFact>;

/** The earliest beyond are forgotten: a conversation of that age then counts twice for somebody who was two of its parties. */
const rememberedFacts = 50;

export function replacePartyFact(
  known: readonly PartyFact[],
  before: Interaction | null,
  after: Interaction | null,
): PartyFact[] {
  const places = [before, after].flatMap((fact) => (fact ? [interactionPlace(fact.summary)] : []));
  if (!places.some(({ id }) => isFurtherParty(id))) return [...known];
  const others = known.filter((one) => !places.some(({ id }) => id === one.id));
  const added = after ? [interactionPlace(after.summary)].filter(({ id }) => isFurtherParty(id)) : [];
  return [...others, ...added].toSorted((a, b) => comparePlaces(b, a)).slice(0, rememberedFacts);
}

/** Every conversation once, newest first as they were given; of several copies the latest revision, with what all of them collected. */
export function eachOnce(interactions: readonly Interaction[]): readonly Interaction[] {
  const byConversation = new Map<string, Interaction>();
  for (const { summary, values } of interactions) {
    const conversationId = conversationOf(summary.conversationId);
    const shown: Interaction = { summary: { ...summary, conversationId }, values };
    const other = byConversation.get(conversationId);
    const [older, newer] = other && supersedes(other, shown) ? [shown, other] : [other, shown];
    byConversation.set(conversationId, { ...newer, values: { ...older?.values, ...newer.values } });
  }
  return [...byConversation.values()];
}

export function eachPointOnce<T extends { readonly conversationId: string }>(points: readonly T[]): readonly T[] {
  const shown = points.map((point) => ({ ...point, conversationId: conversationOf(point.conversationId) }));
  const seen = new Set<string>();
  return shown.filter(({ conversationId }) => !seen.has(conversationId) && seen.add(conversationId));
}
