import * as z from "zod/mini";
import { id } from "../../../contract/primitives.ts";
import type { Organization } from "../../config.ts";
import type { InboxStore, Lease } from "../../stores/inbox-store.ts";
import type { Store } from "../../stores/store.ts";
import { conversationDetail, type ConversationDetail } from "../facts/detail.ts";
import { hasCustomerEnded } from "../facts/facts.ts";
import { readTime } from "../facts/times.ts";
import { failed } from "../genesys/answer.ts";
import type { Platform } from "../genesys/platform.ts";
import type { Outcome } from "../jobs/outcome.ts";
import { callsOfOneJob, runJob, type RunJobDeps } from "../jobs/run-job.ts";
import { triesOf } from "../jobs/verdict.ts";
import { backfillEvent } from "./hand-over-newest.ts";
import { pauseAfter, type Patience } from "./patience.ts";
import { revisionOf } from "./revision.ts";
import type { Fate } from "./tally.ts";

export interface TakeDeps extends Omit<RunJobDeps, "now" | "metrics" | "digestKey" | "models"> {
  readonly store: Pick<Store, "conversation">;
  readonly inbox: Pick<InboxStore, "addEvents">;
  readonly patience: Patience;
}

export interface Source {
  readonly organization: Organization;
  readonly platform: Platform;
  readonly withInsights: boolean;
}

const dayMilliseconds = 24 * 60 * 60_000;

/** What else is in it may be unreadable. */
const outline = z.object({ conversationId: id });

/** Records one conversation of a job's results as a live event of it would. Null when the run is to stop before it came to an end. */
export async function takeConversation(deps: TakeDeps, source: Source, candidate: unknown): Promise<Fate | null> {
  const { organization } = source;
  if (deps.patience.stopping.aborted) return null;
  const named = outline.safeParse(candidate);
  if (!named.success) return "unreadable";
  const { conversationId } = named.data;
  const read = conversationDetail.safeParse(candidate);
  if (!read.success) return handOver(deps, organization, conversationId, 0);
  const detail = read.data;
  const start = readTime(detail.conversationStart);
  if (start !== null && start < deps.patience.now() - organization.retentionDays.interactions * dayMilliseconds) {
    return "expired";
  }
  if (!hasCustomerEnded(detail)) return "ongoing";
  return untilDone(deps, source, conversationId, detail);
}

async function untilDone(
  deps: TakeDeps,
  source: Source,
  conversationId: string,
  detail: ConversationDetail,
): Promise<Fate | null> {
  const { organization } = source;
  const { patience, store } = deps;
  const revisedAt = revisionOf(detail, { now: patience.now(), withInsights: source.withInsights });
  const before = await store.conversation(organization.id, conversationId);
  for (let tries = 1; ;) {
    const outcome = await once(deps, source, conversationId, detail, revisedAt);
    switch (outcome.kind) {
      case "done":
        return fateOf(outcome.result, before, () => store.conversation(organization.id, conversationId));
      case "postponed":
        if (patience.stopping.aborted) return null;
        await patience.sleep(Math.max(outcome.until - patience.now(), 0));
        break;
      case "failed":
        if (outcome.retryAfterMilliseconds === null) tries += 1;
        if (outcome.unreadable || tries > triesOf(organization.retry, false)) {
          return handOver(deps, organization, conversationId, revisedAt);
        }
        if (patience.stopping.aborted) return null;
        await patience.sleep((outcome.retryAfterMilliseconds ?? 0) + pauseAfter(patience, tries));
        break;
      default:
        return outcome satisfies never;
    }
  }
}

/** The live path over what the job told: no call is spent on detail and conversation. A fault of the service's own costs a try, as it does there. */
async function once(
  deps: TakeDeps,
  { organization, platform, withInsights }: Source,
  conversationId: string,
  detail: ConversationDetail,
  revisedAt: number,
): Promise<Outcome> {
  // One that ran out of budget half-way would ask for everything again.
  const closedUntil = withInsights ? platform.closedUntil(callsOfOneJob) : null;
  if (closedUntil !== null) return { kind: "postponed", until: closedUntil, reason: "The budget is used up." };
  const told: Platform = {
    ...(withInsights ? platform : { ...platform, ...noInsights }),
    detail: () => Promise.resolve({ ok: true, value: detail }),
    // Attributes, which are what else it would be asked for, are in the results of jobs.
    conversation: () => missing,
  };
  const lease: Lease = {
    organizationId: organization.id,
    conversationId,
    topic: "backfill",
    token: "",
    revision: 0,
    attempt: 1,
    passes: 0,
    digest: null,
  };
  const asOf = {
    ...deps,
    now: () => revisedAt,
    // Nothing is compared with what an earlier run recorded: the record itself says what is news.
    digestKey: "backfill",
    metrics: { observeLag: () => undefined },
    // Months of transcripts would cost more than they are worth.
    models: new Map<string, never>(),
  };
  try {
    return await runJob(asOf, organization, told, lease);
  } catch {
    return { kind: "failed", reason: "It failed inside.", unreadable: false, retryAfterMilliseconds: null };
  }
}

const missing = Promise.resolve(failed({ kind: "missing", reason: "A backfill does not ask for it." }));
const noInsights = { summaries: () => missing, sentimentScore: () => missing, transcript: () => missing };

type Stored = Awaited<ReturnType<Store["conversation"]>>;

async function fateOf(
  result: Extract<Outcome, { kind: "done" }>["result"],
  before: Stored,
  readAfter: () => Promise<Stored>,
): Promise<Fate> {
  switch (result) {
    case "anonymous":
    case "erased":
      return result;
    case "no_customer":
      return "noCustomer";
    case "recorded":
    case "unchanged":
      if (before === null) return "added";
      return JSON.stringify(before) === JSON.stringify(await readAfter()) ? "unchanged" : "renewed";
    default:
      return result satisfies never;
  }
}

/** What cannot be read or finished here becomes a job like any other, which ends as a dead letter where it cannot be done either. */
async function handOver(
  { inbox, patience }: TakeDeps,
  organization: Organization,
  conversationId: string,
  eventTime: number,
): Promise<Fate> {
  const now = patience.now();
  await inbox.addEvents(organization.id, [backfillEvent(conversationId, eventTime)], { now, dueAt: now });
  return "handedOver";
}
