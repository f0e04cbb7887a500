import type { InteractionSummary } from "../../contract/interaction.ts";
import type { SentimentPoint } from "../../contract/record.ts";

/** The point of an interaction in the sentiment history, or null when its mood is not known. */
export function sentimentPoint(summary: InteractionSummary): SentimentPoint | null {
  return summary.sentiment === null
    ? null
    : {
        conversationId: summary.conversationId,
        at: summary.startTime,
        sentiment: summary.sentiment,
        score: summary.sentimentScore,
      };
}
