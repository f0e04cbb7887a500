import type { ResolutionStatus, Sentiment, SummarySource } from "../../../contract/interaction.ts";

export interface FollowUp {
  readonly text: string;
  /** UTC with milliseconds; null when no date was named. */
  readonly dueAt: string | null;
}

/** What sources beyond the detail say of a conversation: a summary, and what it holds, and the customer's mood. */
export interface Insights {
  readonly notes: string | null;
  readonly source: SummarySource | null;
  readonly resolution: ResolutionStatus | null;
  readonly followUps: readonly FollowUp[];
  readonly sentiment: Sentiment | null;
  /** -1 to 1. */
  readonly sentimentScore: number | null;
}

export const noInsights: Insights = {
  notes: null,
  source: null,
  resolution: null,
  followUps: [],
  sentiment: null,
  sentimentScore: null,
};
