import * as z from "zod/mini";
import { catch as orElse } from "zod/mini";
import { readTime } from "../facts/times.ts";
import type { DetailsJobs } from "../genesys/details-jobs.ts";
import type { PlatformFailure } from "../genesys/answer.ts";
import type { Day } from "./days.ts";
import { untilAnswered, type Patience } from "./patience.ts";
import type { DayProgress } from "./progress-file.ts";
import { plus, tallyOf, type Fate } from "./tally.ts";

export interface ReadDayDeps {
  readonly jobs: DetailsJobs;
  readonly patience: Patience;
  readonly day: Day;
  /** Durable before it returns. */
  readonly save: (progress: DayProgress) => void;
  /** What became of each; null as a whole when the run is to stop and not all of them came to an end. */
  readonly take: (conversations: readonly unknown[]) => Promise<readonly Fate[] | null>;
  /** The day's own job is done: the time in which its results are read is good for another job. */
  readonly fulfilled: () => Promise<void>;
}

export type DayEnd =
  | { readonly kind: "read" }
  | { readonly kind: "stopped" }
  /** `concerns: "all"`: other days would fare no better now. */
  | { readonly kind: "failed"; readonly reason: string; readonly concerns: "day" | "all" };

/** So often a job is made for one day, when it failed or its results expired. */
const mostJobs = 5;
const longestPoll = 10_000;

/** Reads one day to its end, from where `known` left it; whatever is read twice is recorded once. */
export async function readDay(deps: ReadDayDeps, known: DayProgress): Promise<DayEnd> {
  let progress = known;
  const save = (change: Partial<DayProgress>): void => {
    progress = { ...progress, ...change };
    deps.save(progress);
  };
  for (let made = 0; ;) {
    if (progress.jobId === null) {
      if (made === mostJobs) return failedDay(`Genesys Cloud's job for it failed or expired ${mostJobs} times.`);
      const job = await untilAnswered(deps.patience, () => deps.jobs.create(deps.day));
      if (!job.ok) return endOf(job.failure);
      made += 1;
      save({ jobId: job.value, cursor: null });
    }
    const end = await readJob(deps, progress.jobId ?? "", () => progress, save);
    if (end !== "lost") return end;
    const { isOrdered, takenUntil, skipBefore } = progress;
    const taken = isOrdered ? Math.max(skipBefore, takenUntil) : skipBefore;
    save({ jobId: null, cursor: null, skipBefore: taken, takenUntil: 0, isOrdered: true });
  }
}

async function readJob(
  deps: ReadDayDeps,
  jobId: string,
  progress: () => DayProgress,
  save: (change: Partial<DayProgress>) => void,
): Promise<DayEnd | "lost"> {
  const { jobs, patience } = deps;
  const waited = await untilFulfilled(jobs, patience, jobId);
  if (waited !== "fulfilled") return waited;
  await deps.fulfilled();
  for (;;) {
    const { cursor, skipBefore, takenUntil, isOrdered, tally } = progress();
    const page = await untilAnswered(patience, () => jobs.page(jobId, cursor));
    if (!page.ok) return isLost(page.failure) ? "lost" : endOf(page.failure);
    const { conversations, cursor: next } = page.value;
    const fates = await deps.take(conversations.filter((one) => (startOf(one) ?? skipBefore) >= skipBefore));
    if (fates === null) return { kind: "stopped" };
    const starts = [takenUntil, ...conversations.flatMap((one) => startOf(one) ?? [])];
    const isLast = next === null;
    save({
      cursor: next,
      takenUntil: Math.max(...starts),
      isOrdered: isOrdered && starts.every((start, index) => start >= (starts[index - 1] ?? start)),
      tally: plus(tally, tallyOf(fates)),
      isRead: isLast,
      ...(isLast ? { jobId: null } : {}),
    });
    if (isLast) return { kind: "read" };
    if (next === cursor) return failedDay("Genesys Cloud answered the same page of results again.");
  }
}

async function untilFulfilled(
  jobs: DetailsJobs,
  patience: Patience,
  jobId: string,
): Promise<DayEnd | "lost" | "fulfilled"> {
  for (let pause = 250; ; pause = Math.min(pause * 2, longestPoll)) {
    const state = await untilAnswered(patience, () => jobs.state(jobId));
    if (!state.ok) return endOf(state.failure);
    if (state.value === "fulfilled") return "fulfilled";
    if (state.value !== "waiting") return "lost";
    await patience.sleep(pause);
  }
}

/** The job is gone, or no longer takes its cursor. */
function isLost({ kind }: PlatformFailure): boolean {
  return kind === "missing" || kind === "refused" || kind === "unreadable";
}

function endOf(failure: PlatformFailure): DayEnd {
  if (failure.kind === "stopped") return { kind: "stopped" };
  return { kind: "failed", reason: failure.reason, concerns: failure.kind === "unreadable" ? "day" : "all" };
}

function failedDay(reason: string): DayEnd {
  return { kind: "failed", reason, concerns: "day" };
}

const started = z.object({ conversationStart: orElse(z.optional(z.string()), undefined) });

function startOf(candidate: unknown): number | null {
  const read = started.safeParse(candidate);
  return read.success ? readTime(read.data.conversationStart) : null;
}
