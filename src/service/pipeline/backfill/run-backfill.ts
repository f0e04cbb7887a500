import * as z from "zod/mini";
import type { Organization } from "../../config.ts";
import { readTime } from "../facts/times.ts";
import type { PlatformFailure } from "../genesys/answer.ts";
import type { Platform } from "../genesys/platform.ts";
import type { BackfillOrder } from "./command-line.ts";
import { daysToRead, type Day } from "./days.ts";
import { handOverNewest } from "./hand-over-newest.ts";
import { untilAnswered, type Patience } from "./patience.ts";
import type { DayProgress, ProgressFile } from "./progress-file.ts";
import { readDay } from "./read-day.ts";
import { takeConversation, type Source, type TakeDeps } from "./take-conversation.ts";
import { emptyTally, plus, readIn, type Fate, type Tally } from "./tally.ts";

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

/** Conversations that are worked on at once: their writes share syncs to disk. */
const atOnce = 8;
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

/** What earlier runs and this one have read of the days that are asked for. */
interface KnownProgress {
  of(day: Day): DayProgress;
  save(day: Day, progress: DayProgress): void;
  total(): Tally;
  daysRead(): number;
}

function progressOver(
  file: ProgressFile,
  organizationId: string,
  days: readonly Day[],
  withInsights: boolean,
): KnownProgress {
  const of = (day: Day): DayProgress => knownOf(file, organizationId, day, withInsights);
  return {
    of,
    save: (day, progress) => file.save(organizationId, day.name, progress),
    total: () => days.map((day) => of(day).tally).reduce(plus, emptyTally),
    daysRead: () => days.filter((day) => of(day).isRead).length,
  };
}

function knownOf(progress: ProgressFile, organizationId: string, day: Day, withInsights: boolean): DayProgress {
  const known = progress.day(organizationId, day.name);
  if (known && known.until >= day.until && known.withInsights === withInsights) return known;
  return {
    until: day.until,
    withInsights,
    isRead: false,
    jobId: null,
    cursor: null,
    takenUntil: 0,
    isOrdered: true,
    skipBefore: 0,
    tally: emptyTally,
  };
}

const spanning = z.object({ conversationId: z.string(), conversationStart: z.string() });

/** A conversation that went on for days is in the job of each of them; the newest is read first. */
function seenBefore(): (candidate: unknown, day: Day) => boolean {
  const seen = new Set<string>();
  return (candidate, day) => {
    const read = spanning.safeParse(candidate);
    if (!read.success) return false;
    const { conversationId, conversationStart } = read.data;
    if (seen.has(conversationId)) return true;
    if ((readTime(conversationStart) ?? day.from) < day.from) seen.add(conversationId);
    return false;
  };
}

/** In no order, some at once; null when one of them did not come to its end. */
async function takeAll(
  candidates: readonly unknown[],
  take: (candidate: unknown) => Promise<Fate | null>,
): Promise<readonly Fate[] | null> {
  const fates: (Fate | null)[] = [];
  const left = candidates.values();
  const work = async (): Promise<void> => {
    for (const candidate of left) {
      const fate = await take(candidate);
      fates.push(fate);
      if (fate === null) return;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const known = fates.filter((fate) => fate !== null);
  return known.length === candidates.length ? known : null;
}
