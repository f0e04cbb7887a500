import * as z from "zod/mini";
import { catch as orElse } from "zod/mini";

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

/** Who said what, in order. Phrases of nobody known are left out. */
export function phrasesOf({ transcripts }: TranscriptFile): readonly Phrase[] {
  return transcripts
    .flatMap((one) => one?.phrases ?? [])
    .flatMap((said): Phrase[] => {
      const words = (said?.decoratedText ?? said?.text ?? "").slice(0, longestPhrase).trim();
      const speaker = speakerOf(said?.participantPurpose);
      return words === "" || speaker === null ? [] : [{ speaker, text: words }];
    });
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
