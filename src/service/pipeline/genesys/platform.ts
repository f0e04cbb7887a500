import sdk from "purecloud-platform-client-v2";
import * as z from "zod/mini";
import { catch as orElse } from "zod/mini";
import { conversation, type Conversation } from "../../../contract/genesys-conversation.ts";
import type { Organization } from "../../config.ts";
import { conversationDetail, type ConversationDetail } from "../facts/detail.ts";
import { copilotSummaries, type CopilotSummaries } from "../insights/copilot.ts";
import { transcriptFile, type TranscriptFile } from "../insights/transcript.ts";
import { PlatformError, type Answer } from "./answer.ts";
import { createDetailsJobs, type DetailsJobs } from "./details-jobs.ts";
import { fetchJson, type Fetch } from "./fetch-json.ts";
import { createGate } from "./gate.ts";
import { GatedHttpClient } from "./http-client.ts";
import { createNames } from "./names.ts";
import { read } from "./read.ts";
import { createRecentDetails, type RecentDetails } from "./recent-details.ts";
import { whileAllowed } from "./while-allowed.ts";
import { createTokenSource } from "./token.ts";

/** What the pipeline reads of one organisation in Genesys Cloud. Nothing rejects. */
export interface Platform {
  detail(conversationId: string): Promise<Answer<ConversationDetail>>;
  conversation(conversationId: string): Promise<Answer<Conversation>>;
  /** Null when it has no name or may not be read. */
  queueName(id: string): Promise<Answer<string | null>>;
  userName(id: string): Promise<Answer<string | null>>;
  wrapUpName(id: string): Promise<Answer<string | null>>;
  summaries(conversationId: string): Promise<Answer<CopilotSummaries>>;
  /** The customer's mood in the whole conversation, -100 to 100; null when it was not scored. */
  sentimentScore(conversationId: string): Promise<Answer<number | null>>;
  /** What was said in one session. */
  transcript(conversationId: string, sessionId: string): Promise<Answer<TranscriptFile>>;
  readonly detailsJobs: DetailsJobs;
  readonly recentDetails: RecentDetails;
  /** When that many calls can be made; null when at once. */
  closedUntil(calls: number): number | null;
}

export interface PlatformSettings {
  readonly organization: Pick<Organization, "environments" | "apiOrigin" | "retry">;
  readonly client: { readonly id: string; readonly secret: string };
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly callsPerMinute?: number;
  readonly timeoutMilliseconds?: number;
}

const metrics = z.object({ sentimentScore: orElse(z.nullish(z.number()), null) });
const transcriptUrl = z.object({ url: z.string() });
const named = z.object({ name: z.string() });

/** An organisation lives in one region: the first of its environments, or the `apiOrigin` that stands in for it. */
export function createPlatform(settings: PlatformSettings): Platform {
  const { organization, client, fetch, now, signal, callsPerMinute = 300, timeoutMilliseconds = 10_000 } = settings;
  const [environment = ""] = organization.environments;
  const gate = createGate({
    now,
    callsPerMinute,
    firstPauseMilliseconds: organization.retry.firstSeconds * 1000,
    longestPauseMilliseconds: Math.min(organization.retry.maxSeconds, 60) * 1000,
  });
  const loginOrigin = organization.apiOrigin ?? `https://login.${environment}`;
  const tokens = createTokenSource({ loginOrigin, client, fetch, now, timeoutMilliseconds });
  const apiOrigin = organization.apiOrigin ?? `https://api.${environment}`;

  const api = new sdk.ApiClientClass();
  // It would watch a file in the home directory for as long as the process lives.
  api.config.live_reload_config = false;
  api.setHttpClient(new GatedHttpClient({ apiOrigin, fetch, gate, tokens, now, timeoutMilliseconds, signal }));
  const conversations = new sdk.ConversationsApi(api);
  const routing = new sdk.RoutingApi(api);
  const users = new sdk.UsersApi(api);
  const speech = new sdk.SpeechTextAnalyticsApi(api);
  const summariesAllowed = whileAllowed(now);
  const speechAllowed = whileAllowed(now);

  const names = (ask: (id: string) => Promise<unknown>) =>
    createNames({ now, load: async (id) => nameIn(await read(() => ask(id), named)) });

  return {
    detail: (id) => read(() => conversations.getAnalyticsConversationDetails(id), conversationDetail),
    conversation: (id) => read(() => conversations.getConversation(id), conversation),
    queueName: names((id) => routing.getRoutingQueue(id)),
    userName: names((id) => users.getUser(id)),
    wrapUpName: names((id) => routing.getRoutingWrapupcode(id)),
    summaries: (id) => summariesAllowed(() => read(() => conversations.getConversationSummaries(id), copilotSummaries)),
    sentimentScore: (id) =>
      speechAllowed(async () => {
        const answer = await read(() => speech.getSpeechandtextanalyticsConversation(id), metrics);
        return answer.ok ? { ok: true, value: answer.value.sentimentScore ?? null } : answer;
      }),
    transcript: (id, sessionId) =>
      speechAllowed(async () => {
        const link = await read(
          () => speech.getSpeechandtextanalyticsConversationCommunicationTranscripturl(id, sessionId),
          transcriptUrl,
        );
        if (!link.ok) return link;
        return read(() => fetchFile(settings, apiOrigin, link.value.url, timeoutMilliseconds), transcriptFile);
      }),
    detailsJobs: createDetailsJobs(conversations),
    recentDetails: createRecentDetails(conversations),
    closedUntil: (calls) => gate.closedUntil(calls),
  };
}

function nameIn(answer: Answer<{ readonly name: string }>): Answer<string | null> {
  return answer.ok ? { ok: true, value: answer.value.name.trim() || null } : answer;
}

/** Transcripts are kept elsewhere, under links that end by themselves: they are fetched without the token, and over HTTPS or from the same origin only. */
async function fetchFile(
  { fetch, now, signal }: PlatformSettings,
  apiOrigin: string,
  link: string,
  timeoutMilliseconds: number,
): Promise<unknown> {
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url === null || (url.protocol !== "https:" && url.origin !== apiOrigin)) {
    throw new PlatformError({ kind: "unreadable", reason: "Genesys Cloud named a transcript that is not on HTTPS." });
  }
  const { status, body } = await fetchJson({ fetch, now, timeoutMilliseconds }, url, { signal });
  if (status === 200) return body;
  throw new PlatformError({ kind: "missing", reason: `The transcript's storage answered ${status}.` });
}
