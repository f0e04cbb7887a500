import type { ConversationDetail } from "../facts/detail.ts";
import { readTime } from "../facts/times.ts";

const dayMilliseconds = 24 * 60 * 60_000;
/** Both ranks together stay below a second. */
const mostDays = 400;
const insightsRank = 500;

/**
 * As of when the facts of a job's results count: the start of the conversation, in milliseconds since the epoch.
 * Whatever live events gathered of it was gathered later and had more sources, so that it stays, whichever of the two came first.
 * Of two backfills the one with insights wins, then the one made on a later day, when Genesys Cloud had corrected its data.
 */
export function revisionOf(
  detail: ConversationDetail,
  { now, withInsights }: { readonly now: number; readonly withInsights: boolean },
): number {
  const start = Math.min(firstMoment(detail) ?? 0, now - 1000);
  const age = Math.min(Math.floor((now - start) / dayMilliseconds), mostDays);
  return start + age + (withInsights ? insightsRank : 0);
}

function firstMoment({ conversationStart, participants }: ConversationDetail): number | null {
  const start = readTime(conversationStart);
  if (start !== null) return start;
  const segments = participants.flatMap(({ sessions }) => sessions).flatMap((session) => session.segments);
  const starts = segments.map(({ segmentStart }) => readTime(segmentStart)).filter((time) => time !== null);
  return starts.length === 0 ? null : Math.min(...starts);
}
