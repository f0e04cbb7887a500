import type { InteractionSummary, ResolutionStatus } from "../../../contract/interaction.ts";
import type { Channel } from "../../../contract/primitives.ts";

export interface TimelineFilter {
  readonly channel: Channel | null;
  readonly outcome: ResolutionStatus | null;
  /** Every word must occur somewhere in an interaction. */
  readonly search: string;
}

export const noFilter: TimelineFilter = { channel: null, outcome: null, search: "" };

export function isFiltering({ channel, outcome, search }: TimelineFilter): boolean {
  return channel !== null || outcome !== null || search.trim() !== "";
}

export function filterInteractions(
  interactions: readonly InteractionSummary[],
  { channel, outcome, search }: TimelineFilter,
): readonly InteractionSummary[] {
  const words = folded(search).split(/\s+/).filter(Boolean);
  return interactions.filter(
    (one) =>
      (channel === null || one.channel === channel) &&
      (outcome === null || one.resolutionStatus === outcome) &&
      (words.length === 0 || matches(searchable(one), words)),
  );
}

function matches(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

/** Folding 1,300 interactions again for every key pressed would be felt. */
const searchables = new WeakMap<InteractionSummary, string>();

function searchable(one: InteractionSummary): string {
  const known = searchables.get(one);
  if (known !== undefined) return known;
  const { intent, outcomeNotes, agentName, queueName, wrapUpCode, followUps } = one;
  const text = folded(
    [intent, outcomeNotes, agentName, queueName, wrapUpCode, ...followUps.map((promise) => promise.text)].join("\n"),
  );
  searchables.set(one, text);
  return text;
}

/** Without case and accents: "sao" finds "São". */
function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}
