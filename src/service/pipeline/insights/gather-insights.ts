import type { ConversationDetail } from "../facts/detail.ts";
import { noInsights, type Insights } from "../facts/insights.ts";
import { customerParticipants, sessionsOf } from "../facts/sessions.ts";
import { readTime } from "../facts/times.ts";
import type { Answer, PlatformFailure } from "../genesys/answer.ts";
import type { Platform } from "../genesys/platform.ts";
import { insightsOfCopilot, type SummaryInsights } from "./copilot.ts";
import { extractSummary } from "./extractive.ts";
import { moodOf } from "./sentiment.ts";
import { customerScoresOf, phrasesOf, type TranscriptFile } from "./transcript.ts";

interface Circumstances {
  readonly conversationId: string;
  readonly detail: ConversationDetail;
  /**
   * Whether the conversation was recorded before. The first record does not wait for a source that is out of reach;
   * a later one does, so that it never takes away what an earlier one had.
   */
  readonly isRecorded: boolean;
  readonly now: number;
}

/** Transcripts of so many of the customer's sessions are read. */
const mostTranscripts = 3;

/** What the optional sources say: Copilot's summary, else an extract of the transcripts; the mood from speech and text analytics. */
export async function gatherInsights(platform: Platform, circumstances: Circumstances): Promise<Answer<Insights>> {
  const { conversationId, detail, isRecorded, now } = circumstances;
  const summaries = optional(await platform.summaries(conversationId), isRecorded);
  if (!summaries.ok) return summaries;
  const score = optional(await platform.sentimentScore(conversationId), isRecorded);
  if (!score.ok) return score;
  const transcripts =
    score.value === undefined ? { ok: true as const, value: [] } : await readTranscripts(platform, circumstances);
  if (!transcripts.ok) return transcripts;

  const endedAt = readTime(detail.conversationEnd) ?? now;
  const summarised = (summaries.value && insightsOfCopilot(summaries.value, endedAt)) ?? extracted(transcripts.value);
  const scores = transcripts.value.flatMap((file) => customerScoresOf(file));
  return { ok: true, value: { ...noInsights, ...summarised, ...moodOf(score.value ?? null, scores) } };
}

async function readTranscripts(
  platform: Platform,
  { conversationId, detail, isRecorded }: Circumstances,
): Promise<Answer<readonly TranscriptFile[]>> {
  const files: TranscriptFile[] = [];
  const sessionIds = sessionsOf(customerParticipants(detail)).flatMap(({ session }) => session.sessionId ?? []);
  for (const sessionId of sessionIds.slice(0, mostTranscripts)) {
    const file = optional(await platform.transcript(conversationId, sessionId), isRecorded);
    if (!file.ok) return file;
    if (file.value !== undefined) files.push(file.value);
  }
  return { ok: true, value: files };
}

function extracted(files: readonly TranscriptFile[]): SummaryInsights | null {
  const notes = extractSummary(files.flatMap((file) => phrasesOf(file)));
  return notes === null ? null : { notes, source: "extractive", resolution: null, followUps: [] };
}

/** Undefined where the source has nothing or may not be read, and where it is out of reach and that does no harm. */
function optional<T>(answer: Answer<T>, isRecorded: boolean): Answer<T | undefined> {
  return answer.ok || isNeeded(answer.failure, isRecorded) ? answer : { ok: true, value: undefined };
}

function isNeeded({ kind }: PlatformFailure, isRecorded: boolean): boolean {
  switch (kind) {
    case "missing":
    case "refused":
    case "unreadable":
      return false;
    case "unavailable":
      return isRecorded;
    case "held_back":
    case "stopped":
      return true;
    default:
      return kind satisfies never;
  }
}
