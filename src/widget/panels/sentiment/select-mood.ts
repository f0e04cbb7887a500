import type { Sentiment } from "../../../contract/interaction.ts";
import type { SentimentPoint } from "../../../contract/record.ts";

/** The customer's mood over the latest interactions. */
export interface Mood {
  readonly trend: "falling" | "rising" | "steady" | "single";
  /** Oldest first; `height` from 0 (worst) to 1 (best). */
  readonly points: readonly MoodPoint[];
}

export interface MoodPoint {
  readonly conversationId: string;
  readonly at: string;
  readonly sentiment: Sentiment;
  readonly height: number;
}

/** As many as fit beside the words with a target of 24 px each. */
const shown = 6;
/** On a scale from -1 to 1: less is the weather, not a trend. */
const change = 0.25;

/** From the history, oldest first; null without one. */
export function selectMood(history: readonly SentimentPoint[]): Mood | null {
  const points = history.slice(-shown);
  if (points.length === 0) return null;
  return {
    trend: trendOf(points.map(valueOf)),
    points: points.map((point) => ({
      conversationId: point.conversationId,
      at: point.at,
      sentiment: point.sentiment,
      height: (valueOf(point) + 1) / 2,
    })),
  };
}

/** The later half against the earlier; a fall must also have ended below the middle, a rise above it. */
function trendOf(values: readonly number[]): Mood["trend"] {
  if (values.length < 2) return "single";
  const half = Math.floor(values.length / 2);
  const difference = mean(values.slice(-half)) - mean(values.slice(0, half));
  const last = values.at(-1) ?? 0;
  if (difference <= -change && last < 0) return "falling";
  return difference >= change && last >= 0 ? "rising" : "steady";
}

function valueOf({ score, sentiment }: SentimentPoint): number {
  if (score !== null) return Math.max(-1, Math.min(1, score));
  return { POSITIVE: 0.6, NEUTRAL: 0, MIXED: -0.1, NEGATIVE: -0.6 }[sentiment];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
