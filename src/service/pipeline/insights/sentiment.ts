import type { Insights } from "../facts/insights.ts";

export type Mood = Pick<Insights, "sentiment" | "sentimentScore">;

const noMood: Mood = { sentiment: null, sentimentScore: null };
const threshold = 0.25;
/** This share of the customer's scored phrases on each side makes a conversation mixed. */
const mixedShare = 0.25;

/**
 * The customer's mood: the score of speech and text analytics (-100 to 100) for the conversation, else the mean of the scored
 * phrases (-1 to 1). Without either there is none: it is never guessed.
 */
export function moodOf(conversationScore: number | null, phraseScores: readonly number[]): Mood {
  const score = conversationScore === null ? meanOf(phraseScores) : conversationScore / 100;
  if (score === null || !Number.isFinite(score)) return noMood;
  const sentimentScore = Math.min(1, Math.max(-1, Math.round(score * 1000) / 1000));
  if (isMixed(phraseScores)) return { sentiment: "MIXED", sentimentScore };
  if (sentimentScore >= threshold) return { sentiment: "POSITIVE", sentimentScore };
  return { sentiment: sentimentScore <= -threshold ? "NEGATIVE" : "NEUTRAL", sentimentScore };
}

function meanOf(scores: readonly number[]): number | null {
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function isMixed(scores: readonly number[]): boolean {
  const enough = (count: number) => count > 0 && count >= scores.length * mixedShare;
  return (
    enough(scores.filter((score) => score >= threshold).length) &&
    enough(scores.filter((score) => score <= -threshold).length)
  );
}
