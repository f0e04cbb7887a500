import vader from "vader-sentiment";
import { isEnglish } from "./english.ts";
import type { Phrase } from "./transcript.ts";

/** Politeness says nothing of a mood, and the lexicon counts it. */
const courtesies =
  /\b(?:thank(?:s| you)?(?: (?:so|very) much)?|please|hello|hi|welcome|good (?:morning|afternoon|evening|day)|goodbye|yes|yeah|no problem|ok(?:ay)?|sure|would like|can you help(?: me)?|help me)\b/giu;

/** One word is no mood. */
const fewestScored = 2;
/** A transcript may be of hours. */
const mostScored = 1000;

/**
 * How each of the customer's phrases sounds by the VADER lexicon, -1 to 1, of those in which it knows a word. Empty where it
 * does not know the language, or hardly anything that was said: then there is nothing to go by.
 */
export function lexiconScores(phrases: readonly Phrase[], language: string | undefined): readonly number[] {
  const said = phrases
    .filter(({ speaker }) => speaker === "customer")
    .slice(0, mostScored)
    .map(({ text }) => text);
  if (!isEnglish(said.join("\n"), language)) return [];
  const scores = said
    .map((text) => vader.SentimentIntensityAnalyzer.polarity_scores(text.replaceAll(courtesies, " ")).compound)
    .filter((score) => score !== 0);
  return scores.length < fewestScored ? [] : scores;
}
