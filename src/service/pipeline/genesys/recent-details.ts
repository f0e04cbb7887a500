import type sdk from "purecloud-platform-client-v2";
import * as z from "zod/mini";
import { catch as orElse } from "zod/mini";
import { id, isInstant } from "../../../contract/primitives.ts";
import type { Answer } from "./answer.ts";
import { read } from "./read.ts";

/** `POST /api/v2/analytics/conversations/details/query`: what is too new for details jobs, without attributes. Nothing rejects. */
export interface RecentDetails {
  /** A page, counted from 1, of the conversations that were active in an interval of at most 31 days and have ended. */
  ended(interval: { readonly from: number; readonly until: number }, page: number): Promise<Answer<EndedPage>>;
}

export interface EndedPage {
  /** `endedAt` in milliseconds since the epoch. */
  readonly conversations: readonly { readonly conversationId: string; readonly endedAt: number }[];
  readonly isLast: boolean;
}

const item = z.object({ conversationId: id, conversationEnd: z.string().check(z.refine(isInstant)) });
const answer = z.object({ conversations: z.optional(z.array(orElse(z.nullable(item), null))) });

const pageSize = 100;

export function createRecentDetails(conversations: sdk.ConversationsApi): RecentDetails {
  return {
    async ended({ from, until }, page) {
      const interval = `${new Date(from).toISOString()}/${new Date(until).toISOString()}`;
      const query = { interval, paging: { pageSize, pageNumber: page }, order: "asc", orderBy: "conversationStart" };
      const found = await read(() => conversations.postAnalyticsConversationsDetailsQuery(query), answer);
      if (!found.ok) return found;
      const all = found.value.conversations ?? [];
      const ended = all.flatMap((one) =>
        one === null ? [] : [{ conversationId: one.conversationId, endedAt: Date.parse(one.conversationEnd) }],
      );
      return { ok: true, value: { conversations: ended, isLast: all.length < pageSize } };
    },
  };
}
