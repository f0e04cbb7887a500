import { limits } from "../../../contract/limits.ts";
import { cleanText } from "../facts/text.ts";
import type { Phrase } from "./transcript.ts";

const mostPhrases = 5;
const longestPhrase = 220;
/** A transcript may be of hours; what lies beyond is not weighed, so that no other work waits for it. */
const mostWeighed = 1000;
const noPromises: ReadonlySet<string> = new Set();

interface Telling extends Phrase {
  readonly words: ReadonlySet<string>;
}

interface Weighed extends Phrase {
  readonly place: number;
  readonly weight: number;
}

/**
 * The phrases that say most, in their order and word for word: those whose words come up again and again, how the customer
 * began, the promises that were found, and what the agent said last. Null when nothing worth it was said.
 */
export function extractSummary(phrases: readonly Phrase[], promises: ReadonlySet<string> = noPromises): string | null {
  const telling = distinct(phrases.slice(0, mostWeighed))
    .map(({ speaker, text }) => ({ speaker, text, words: new Set(wordsOf(text)) }))
    .filter((phrase) => isTelling(phrase));
  const counts = countWords(telling);
  const weighed = telling.map(({ speaker, text, words }, place) => ({
    speaker,
    text,
    place,
    weight: weigh(words, counts),
  }));
  const openings = weighed.filter(({ speaker }) => speaker === "customer").slice(0, 1);
  const promised = weighed.filter(({ speaker, text }) => speaker === "agent" && promises.has(text));
  const closings = weighed.filter(({ speaker }) => speaker === "agent").slice(-1);
  const rest = weighed
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight || one.place - other.place);
  const chosen = [...new Set<Weighed>([...openings, ...promised, ...closings, ...rest])].slice(0, mostPhrases);
  const lines = chosen
    .toSorted((one, other) => one.place - other.place)
    .map(
      ({ speaker, text }) =>
        `${speaker === "customer" ? "Customer" : "Agent"}: ${cleanText(text, longestPhrase) ?? ""}`,
    );
  return cleanText(lines.join("\n"), limits.notesLength);
}

function distinct(phrases: readonly Phrase[]): readonly Phrase[] {
  const seen = new Set<string>();
  return phrases.filter(({ text }) => !seen.has(text.toLowerCase()) && seen.add(text.toLowerCase()));
}

/** Greetings and assents are short in every language; scripts without spaces say as much in fewer characters. */
function isTelling({ text, words }: Telling): boolean {
  if (words.size < 2) return false;
  return text.split(/\s+/u).length >= 4 || /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]{6}/u.test(text);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

/** Words that carry meaning, roughly: the short ones of any language are its grammar. */
function wordsOf(text: string): readonly string[] {
  return [...segmenter.segment(text.toLowerCase())]
    .filter(({ isWordLike, segment }) => isWordLike && (segment.length >= 4 || /\p{scx=Han}/u.test(segment)))
    .map(({ segment }) => segment);
}

function countWords(phrases: readonly Telling[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { words } of phrases) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function weigh(words: ReadonlySet<string>, counts: ReadonlyMap<string, number>): number {
  const shared = [...words].reduce((sum, word) => sum + (counts.get(word) ?? 1) - 1, 0);
  return shared / Math.sqrt(words.size);
}
