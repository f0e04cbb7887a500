import * as z from "zod/mini";
import { catch as orElse } from "zod/mini";
import { masked } from "./masked.ts";

const text = orElse(z.optional(z.string()), undefined);

const phrase = z.object({
  text,
  /** With punctuation, where it was made. */
  decoratedText: text,
  participantPurpose: text,
});

const scored = z.object({
  phraseIndex: orElse(z.optional(z.int()), undefined),
  /** -1, 0 or 1. */
  sentiment: z.number(),
  participant: text,
});

const tolerant = <T extends z.ZodMiniType>(item: T) => orElse(z.array(orElse(z.nullable(item), null)), []);

const transcript = z.object({
  /** A tag such as `en-US`. */
  language: text,
  phrases: tolerant(phrase),
  analytics: orElse(z.optional(z.object({ sentiment: tolerant(scored) })), undefined),
});

/** A transcript file of speech and text analytics, as far as it is read. */
export const transcriptFile = z.object({ transcripts: tolerant(transcript) });
export type TranscriptFile = z.infer<typeof transcriptFile>;

const longestPhrase = 500;

export interface Phrase {
  readonly speaker: "customer" | "agent";
  readonly text: string;
}

/** Who said what, in order, without the numbers that were spelt out. Phrases of nobody known are left out. */
export function phrasesOf({ transcripts }: TranscriptFile): readonly Phrase[] {
  return transcripts
    .flatMap((one) => one?.phrases ?? [])
    .flatMap((said): Phrase[] => {
      const whole = (said?.decoratedText ?? said?.text ?? "").slice(0, 2 * longestPhrase);
      const words = masked(whole).slice(0, longestPhrase).trim();
      const speaker = speakerOf(said?.participantPurpose);
      return words === "" || speaker === null ? [] : [{ speaker, text: words }];
    });
}

/** What the transcripts say that they are in; undefined when they do not, or do not agree. */
export function languageOf(files: readonly TranscriptFile[]): string | undefined {
  const tags = new Set(files.flatMap(({ transcripts }) => transcripts.flatMap((one) => one?.language ?? [])));
  return tags.size === 1 ? [...tags][0] : undefined;
}

/** The mood of each phrase of the customer that was scored: -1, 0 or 1. */
export function customerScoresOf({ transcripts }: TranscriptFile): readonly number[] {
  return transcripts.flatMap((one) =>
    (one?.analytics?.sentiment ?? []).flatMap((score) => {
      if (score === null) return [];
      const said = score.phraseIndex === undefined ? null : one?.phrases[score.phraseIndex];
      const speaker = speakerOf(score.participant) ?? speakerOf(said?.participantPurpose);
      return speaker === "customer" ? [Math.sign(score.sentiment)] : [];
    }),
  );
}

function speakerOf(purpose: string | undefined): Phrase["speaker"] | null {
  const known = purpose?.toLowerCase() ?? "";
  if (known === "external" || known === "customer") return "customer";
  return known === "internal" || known === "agent" || known === "user" ? "agent" : null;
}
