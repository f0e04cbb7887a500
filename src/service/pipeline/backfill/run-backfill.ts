import * as z from "zod/mini";
import type { Organization } from "../../config.ts";
import { readTime } from "../facts/times.ts";
import type { Platform } from "../genesys/platform.ts";
import type { BackfillOrder } from "./command-line.ts";
import { daysToRead, type Day } from "./days.ts";
import { untilAnswered, type Patience } from "./patience.ts";
import type { DayProgress, ProgressFile } from "./progress-file.ts";
import { readDay, type DayEnd } from "./read-day.ts";
import { takeConversation, type TakeDeps } from "./take-conversation.ts";
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
  /** ISO 8601; null when it was never answered. What is newer was not read. */
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

/** Reads the past days of one organisation, or what an earlier run left of them. Rejects only when the store does. */
export async function backfillOrganization(
  deps: BackfillDeps,
  { organization, platform }: Target,
  order: Pick<BackfillOrder, "days" | "withInsights" | "restart">,
): Promise<BackfillReport> {
  const { id: organizationId, retentionDays, retry } = organization;
  const { progress } = deps;
  const patience: Patience = { ...deps.patience, retry };
  const nothing = { organizationId, days: 0, daysRead: 0, daysKnown: 0, tally: emptyTally, availableUntil: null };
  const available = await untilAnswered(patience, () => platform.detailsJobs.availableUntil());
  if (!available.ok) {
    const isStopped = available.failure.kind === "stopped";
    const faults = isStopped ? [] : [available.failure.reason];
    return { ...nothing, ending: isStopped ? "stopped" : "failed", faults };
  }
  if (order.restart) progress.forget(organizationId);
  const days = daysToRead(
    { days: order.days, keptDays: retentionDays.interactions },
    { now: patience.now(), availableUntil: available.value },
  );
  const progressOf = (day: Day): DayProgress => knownOf(progress, organizationId, day, order.withInsights);
  const total = (): Tally => days.map((day) => progressOf(day).tally).reduce(plus, emptyTally);
  const daysKnown = days.filter((day) => progressOf(day).isRead).length;
  const faults: string[] = [];
  const source = { organization, platform, withInsights: order.withInsights };
  const wasSeen = seenBefore();
  let ending: BackfillReport["ending"] = "done";
  let failedOnEnd = 0;

  for (const [index, day] of days.entries()) {
    if (progressOf(day).isRead) continue;
    const show = (): void => {
      const daysRead = days.filter((one) => progressOf(one).isRead).length;
      const view = { organizationId, days: days.length, daysRead, day: day.name, conversations: readIn(total()) };
      deps.show(view);
    };
    show();
    const end: DayEnd = await readDay(
      {
        jobs: platform.detailsJobs,
        patience,
        day,
        save: (change) => {
          progress.save(organizationId, day.name, change);
          show();
        },
        take: (conversations) =>
          takeAll(
            conversations.filter((one) => !wasSeen(one, day)),
            (one) => takeConversation({ ...deps, patience }, source, one),
          ),
        fulfilled: () => prepare(days.slice(index + 1).find((one) => !progressOf(one).isRead)),
      },
      progressOf(day),
    );
    failedOnEnd = end.kind === "failed" ? failedOnEnd + 1 : 0;
    if (end.kind === "failed") faults.push(`${day.name} was not read: ${end.reason}`);
    if (end.kind === "failed") ending = "failed";
    if (end.kind === "stopped") ending = "stopped";
    if (end.kind === "stopped" || (end.kind === "failed" && end.concerns === "all")) break;
    if (failedOnEnd === mostFailedDays) break;
  }

  /** Genesys Cloud takes a while over a job: the next one's begins while this one's results are read. */
  async function prepare(day: Day | undefined): Promise<void> {
    if (day === undefined || progressOf(day).jobId !== null) return;
    const job = await platform.detailsJobs.create(day);
    if (job.ok) progress.save(organizationId, day.name, { ...progressOf(day), jobId: job.value });
  }

  const report: BackfillReport = {
    organizationId,
    ending,
    days: days.length,
    daysRead: days.filter((day) => progressOf(day).isRead).length,
    daysKnown,
    tally: total(),
    availableUntil: new Date(available.value).toISOString(),
    faults,
  };
  if (ending === "done") progress.forget(organizationId);
  return report;
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
