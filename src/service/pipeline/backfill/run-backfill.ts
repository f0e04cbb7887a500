import type { Organization } from "../../config.ts";
import type { PlatformFailure } from "../genesys/answer.ts";
import type { Platform } from "../genesys/platform.ts";
import type { BackfillOrder } from "./command-line.ts";
import { daysToRead, type Day } from "./days.ts";
import { handOverNewest } from "./hand-over-newest.ts";
import { untilAnswered, type Patience } from "./patience.ts";
import { progressOver, type KnownProgress } from "./known-progress.ts";
import type { ProgressFile } from "./progress-file.ts";
import { readDay } from "./read-day.ts";
import { takeConversation, type Source, type TakeDeps } from "./take-conversation.ts";
import { seenBefore, takeAll } from "./take-page.ts";
import { emptyTally, readIn, type Tally } from "./tally.ts";

export interface BackfillDeps extends Omit<TakeDeps, "patience"> {
  readonly patience: Omit<Patience, "retry">;
  readonly progress: ProgressFile;
  /** Called after everything that a person watching would like to see. */
  readonly show: (view: BackfillView) => void;
}

export interface BackfillView {
  readonly organizationId: string;
  readonly days: number;
  readonly daysRead: number;
  /** The day that is being read. */
  readonly day: string;
  readonly conversations: number;
}

/** What came of one organisation. */
export interface BackfillReport {
  readonly organizationId: string;
  readonly ending: "done" | "stopped" | "failed";
  readonly days: number;
  readonly daysRead: number;
  /** Those that an earlier, unfinished run had read. */
  readonly daysKnown: number;
  readonly tally: Tally;
  /** Conversations that ended after `availableUntil` and became jobs of the running service's pipeline. */
  readonly newest: number;
  /** ISO 8601; null when it was never answered. What is newer no job has yet. */
  readonly availableUntil: string | null;
  /** A sentence each. */
  readonly faults: readonly string[];
}

export interface Target {
  readonly organization: Organization;
  readonly platform: Platform;
}

/** Days that fail one after the other; then so will the rest. */
const mostFailedDays = 3;
const dayMilliseconds = 24 * 60 * 60_000;
/** A query of details takes no longer interval. */
const mostDaysAsked = 31;

/** Reads the past days of one organisation, or what an earlier run left of them. Rejects only when the store does. */
export async function backfillOrganization(
  deps: BackfillDeps,
  { organization, platform }: Target,
  order: Pick<BackfillOrder, "days" | "withInsights" | "restart">,
): Promise<BackfillReport> {
  const { id: organizationId, retentionDays, retry } = organization;
  const patience: Patience = { ...deps.patience, retry };
  const available = await untilAnswered(patience, () => platform.detailsJobs.availableUntil());
  if (!available.ok) return nothingRead(organizationId, available.failure);
  if (order.restart) deps.progress.forget(organizationId);
  const days = daysToRead(
    { days: order.days, keptDays: retentionDays.interactions },
    { now: patience.now(), availableUntil: available.value },
  );
  const source = { organization, platform, withInsights: order.withInsights };
  const known = progressOver(deps.progress, organizationId, days, order.withInsights);
  const daysKnown = known.daysRead();
  const { ending, faults } = await readDays({ ...deps, patience }, source, days, known);
  const newest =
    ending === "done"
      ? await handOverNewest({ ...deps, patience, recent: platform.recentDetails }, organizationId, {
          from: Math.max(available.value, patience.now() - Math.min(order.days, mostDaysAsked) * dayMilliseconds),
          until: patience.now(),
        })
      : { conversations: 0, failure: null };
  const report: BackfillReport = {
    organizationId,
    ending: newest.failure === null ? ending : endingBy(newest.failure),
    days: days.length,
    daysRead: known.daysRead(),
    daysKnown,
    tally: known.total(),
    newest: newest.conversations,
    availableUntil: new Date(available.value).toISOString(),
    faults: [
      ...faults,
      ...reasonOf(newest.failure).map((reason) => `What is too new for jobs was not read: ${reason}`),
    ],
  };
  if (report.ending === "done") deps.progress.forget(organizationId);
  return report;
}

function nothingRead(organizationId: string, failure: PlatformFailure): BackfillReport {
  const none = { days: 0, daysRead: 0, daysKnown: 0, tally: emptyTally, newest: 0, availableUntil: null };
  return { organizationId, ...none, ending: endingBy(failure), faults: reasonOf(failure) };
}

function endingBy({ kind }: PlatformFailure): BackfillReport["ending"] {
  return kind === "stopped" ? "stopped" : "failed";
}

function reasonOf(failure: PlatformFailure | null): readonly string[] {
  return failure === null || failure.kind === "stopped" ? [] : [failure.reason];
}

interface DaysRead {
  readonly ending: BackfillReport["ending"];
  readonly faults: readonly string[];
}

async function readDays(
  deps: Omit<BackfillDeps, "patience"> & { readonly patience: Patience },
  source: Source,
  days: readonly Day[],
  known: KnownProgress,
): Promise<DaysRead> {
  const { id: organizationId } = source.organization;
  const jobs = source.platform.detailsJobs;
  const wasSeen = seenBefore();
  const faults: string[] = [];
  let ending: BackfillReport["ending"] = "done";
  let failedOnEnd = 0;

  /** Genesys Cloud takes a while over a job: the next one's begins while this one's results are read. */
  async function prepare(day: Day | undefined): Promise<void> {
    if (day === undefined || known.of(day).jobId !== null) return;
    const job = await jobs.create(day);
    if (job.ok) known.save(day, { ...known.of(day), jobId: job.value });
  }

  for (const [index, day] of days.entries()) {
    if (known.of(day).isRead) continue;
    const show = (): void => {
      const conversations = readIn(known.total());
      deps.show({ organizationId, days: days.length, daysRead: known.daysRead(), day: day.name, conversations });
    };
    show();
    const end = await readDay(
      {
        jobs,
        patience: deps.patience,
        day,
        save: (progress) => {
          known.save(day, progress);
          show();
        },
        take: (conversations) =>
          takeAll(
            conversations.filter((one) => !wasSeen(one, day)),
            (one) => takeConversation(deps, source, one),
          ),
        fulfilled: () => prepare(days.slice(index + 1).find((one) => !known.of(one).isRead)),
      },
      known.of(day),
    );
    if (end.kind === "stopped") return { ending: "stopped", faults };
    failedOnEnd = end.kind === "failed" ? failedOnEnd + 1 : 0;
    if (end.kind === "read") continue;
    ending = "failed";
    faults.push(`${day.name} was not read: ${end.reason}`);
    if (end.concerns === "all" || failedOnEnd === mostFailedDays) break;
  }
  return { ending, faults };
}
