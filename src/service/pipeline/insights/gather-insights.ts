import { limits } from "../../../contract/limits.ts";
import type { ConversationDetail } from "../facts/detail.ts";
import { noInsights, type FollowUp, type Insights } from "../facts/insights.ts";
import { customerParticipants, sessionsOf } from "../facts/sessions.ts";
import { cleanText } from "../facts/text.ts";
import { readTime } from "../facts/times.ts";
import type { Answer, PlatformFailure } from "../genesys/answer.ts";
import type { Platform } from "../genesys/platform.ts";
import { insightsOfCopilot, type SummaryInsights } from "./copilot.ts";
import { extractSummary } from "./extractive.ts";
import type { Told } from "./language-model/language-model.ts";
import { lexiconScores } from "./lexicon.ts";
import { promisedFor } from "./promises.ts";
import { moodOf } from "./sentiment.ts";
import { customerScoresOf, languageOf, phrasesOf, type TranscriptFile } from "./transcript.ts";

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

/** Promises are looked for in so many phrases, and the last so many of them are kept: earlier ones were talked over again. */
const mostPhrases = 1000;
const mostPromises = 2;

/** Transcripts of so many of the customer's sessions are read. */
const mostTranscripts = 3;

export interface GatheredInsights {
  readonly insights: Insights;
  /** What a language model may sum up in place of the extract; null where there is a summary of Genesys Cloud's, or nothing was said. */
  readonly told: Told | null;
}

/**
 * What the optional sources say: Copilot's summary, else an extract of the transcripts; the mood from speech and text
 * analytics, else by a lexicon over the transcripts.
 */
export async function gatherInsights(
  platform: Platform,
  circumstances: Circumstances,
): Promise<Answer<GatheredInsights>> {
  const { conversationId, detail, isRecorded, now } = circumstances;
  const summaries = optional(await platform.summaries(conversationId), isRecorded);
  if (!summaries.ok) return summaries;
  const scored = await platform.sentimentScore(conversationId);
  const score = optional(scored, isRecorded);
  if (!score.ok) return score;
  // There are transcripts without a score, since not every language has one; right after the end neither is there.
  const mayHaveTranscripts = scored.ok || (isRecorded && scored.failure.kind === "missing");
  const files = mayHaveTranscripts ? await readTranscripts(platform, circumstances) : nothing;
  if (!files.ok) return files;

  const told: Told = {
    phrases: files.value.flatMap((file) => phrasesOf(file)),
    language: languageOf(files.value),
    endedAt: readTime(detail.conversationEnd) ?? now,
  };
  const copilot = summaries.value ? insightsOfCopilot(summaries.value, told.endedAt) : null;
  const scores = files.value.flatMap((file) => customerScoresOf(file));
  const isScored = (score.value ?? null) !== null || scores.length > 0;
  const mood = moodOf(score.value ?? null, isScored ? scores : lexiconScores(told.phrases, told.language));
  return {
    ok: true,
    value: {
      insights: { ...noInsights, ...(copilot ?? extracted(told)), ...mood },
      told: copilot === null && told.phrases.length > 0 ? told : null,
    },
  };
}

const nothing = { ok: true as const, value: [] };

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

function extracted({ phrases, language, endedAt }: Told): SummaryInsights | null {
  const promises = new Map<string, FollowUp>();
  for (const { speaker, text } of phrases.slice(-mostPhrases)) {
    const dueAt = speaker === "agent" ? promisedFor(text, endedAt, language) : null;
    if (dueAt !== null) promises.set(text, { text: cleanText(text, limits.followUpLength) ?? "", dueAt });
  }
  const last = [...promises].slice(-mostPromises);
  const notes = extractSummary(phrases, new Set(last.map(([text]) => text)));
  if (notes === null) return null;
  return { notes, source: "extractive", resolution: null, followUps: last.map(([, promise]) => promise) };
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
