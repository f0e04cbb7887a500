import type { InboxEvent, InboxStore } from "../../stores/inbox-store.ts";
import type { Store } from "../../stores/store.ts";
import type { PlatformFailure } from "../genesys/answer.ts";
import type { RecentDetails } from "../genesys/recent-details.ts";
import { untilAnswered, type Patience } from "./patience.ts";

export interface HandOverDeps {
  readonly recent: RecentDetails;
  readonly store: Pick<Store, "conversation">;
  readonly inbox: Pick<InboxStore, "addEvents">;
  readonly patience: Patience;
}

export interface HandedOver {
  readonly conversations: number;
  /** Why it is not all of them. */
  readonly failure: PlatformFailure | null;
}

/** Newer than that is not even in analytics yet. */
const leftToEvents = 60_000;

/**
 * Makes jobs of the running service's pipeline of what is too new for Genesys Cloud's own jobs and not recorded yet: what ended
 * before events were sent here would never come otherwise.
 */
export async function handOverNewest(
  { recent, store, inbox, patience }: HandOverDeps,
  organizationId: string,
  interval: { readonly from: number; readonly until: number },
): Promise<HandedOver> {
  let conversations = 0;
  if (interval.until - interval.from < leftToEvents) return { conversations, failure: null };
  for (let page = 1; ; page += 1) {
    const answer = await untilAnswered(patience, () => recent.ended(interval, page));
    if (!answer.ok) return { conversations, failure: answer.failure };
    const events: InboxEvent[] = [];
    for (const { conversationId, endedAt } of answer.value.conversations) {
      if ((await store.conversation(organizationId, conversationId)) !== null) continue;
      events.push(backfillEvent(conversationId, endedAt));
    }
    const now = patience.now();
    if (events.length > 0) await inbox.addEvents(organizationId, events, { now, dueAt: now });
    conversations += events.length;
    if (answer.value.isLast) return { conversations, failure: null };
  }
}

/** Stands for an event that Genesys Cloud sent before anybody listened. */
export function backfillEvent(conversationId: string, eventTime: number): InboxEvent {
  return { conversationId, topic: "backfill", sessionId: "", eventTime, triggers: true };
}
