import type sdk from "purecloud-platform-client-v2";
import * as z from "zod/mini";
import { failed, type Answer } from "./answer.ts";
import { read } from "./read.ts";

/** `POST /api/v2/analytics/conversations/details/jobs` and what follows it: the past, with participant attributes. Nothing rejects. */
export interface DetailsJobs {
  /** Up to when the data of jobs are complete, in milliseconds since the epoch; what is newer only the details themselves have. */
  availableUntil(): Promise<Answer<number>>;
  /** Asks for whatever was active in an interval of at most 31 days, earliest start first; answers the job's id. */
  create(interval: { readonly from: number; readonly until: number }): Promise<Answer<string>>;
  state(jobId: string): Promise<Answer<DetailsJobState>>;
  /** A page of conversations as they came; `cursor` null is the first page, and null with the last one. */
  page(jobId: string, cursor: string | null): Promise<Answer<DetailsPage>>;
}

/** `gone`: cancelled, or its results have expired. */
export type DetailsJobState = "waiting" | "fulfilled" | "failed" | "gone";

export interface DetailsPage {
  readonly conversations: readonly unknown[];
  readonly cursor: string | null;
}

const availability = z.object({
  dataAvailabilityDate: z.pipe(
    z.string(),
    z.transform((text) => Date.parse(text)),
  ),
});
const created = z.object({ jobId: z.string().check(z.minLength(1)) });
const status = z.object({ state: z.string() });
const page = z.object({ conversations: z.optional(z.array(z.unknown())), cursor: z.nullish(z.string()) });

/** A conversation's detail is some 10 KB: a page of them is read in one piece. */
const pageSize = 100;

export function createDetailsJobs(conversations: sdk.ConversationsApi): DetailsJobs {
  return {
    async availableUntil() {
      const answer = await read(() => conversations.getAnalyticsConversationsDetailsJobsAvailability(), availability);
      if (!answer.ok) return answer;
      const { dataAvailabilityDate: at } = answer.value;
      if (Number.isNaN(at)) {
        return failed({ kind: "unreadable", reason: "Genesys Cloud answered no date up to which data are available." });
      }
      return { ok: true, value: at };
    },
    async create({ from, until }) {
      const interval = `${new Date(from).toISOString()}/${new Date(until).toISOString()}`;
      const query = { interval, order: "asc", orderBy: "conversationStart" };
      const answer = await read(() => conversations.postAnalyticsConversationsDetailsJobs(query), created);
      return answer.ok ? { ok: true, value: answer.value.jobId } : answer;
    },
    async state(jobId) {
      const answer = await read(() => conversations.getAnalyticsConversationsDetailsJob(jobId), status);
      if (answer.ok) return { ok: true, value: stateOf(answer.value.state) };
      return answer.failure.kind === "missing" ? { ok: true, value: "gone" } : answer;
    },
    async page(jobId, cursor) {
      const place = cursor === null ? { pageSize } : { pageSize, cursor };
      const answer = await read(() => conversations.getAnalyticsConversationsDetailsJobResults(jobId, place), page);
      if (!answer.ok) return answer;
      return {
        ok: true,
        value: { conversations: answer.value.conversations ?? [], cursor: answer.value.cursor || null },
      };
    },
  };
}

function stateOf(state: string): DetailsJobState {
  switch (state.toUpperCase()) {
    case "FULFILLED":
      return "fulfilled";
    case "FAILED":
      return "failed";
    case "CANCELLED":
    case "EXPIRED":
      return "gone";
    default:
      return "waiting";
  }
}
