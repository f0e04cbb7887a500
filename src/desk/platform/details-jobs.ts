import { Hono } from "hono";
import * as z from "zod/mini";
import type { Settings } from "../control/requests.ts";
import { detailOf, jobDetailOf } from "../interactions/analytics.ts";
import type { Interaction } from "../interactions/interaction.ts";
import type { Switchboard } from "../interactions/switchboard.ts";
import type { Directory } from "../organization/directory.ts";
import { iso, type Runtime } from "../runtime.ts";
import { hasPermission, missingPermission, notFound, type PlatformEnv, refuse } from "./caller.ts";

interface Dependencies {
  readonly switchboard: Switchboard;
  readonly directory: Directory;
  readonly runtime: Pick<Runtime, "clock" | "newId">;
  readonly settings: () => Settings;
}

interface Interval {
  readonly from: number;
  readonly until: number;
}

interface Job extends Interval {
  readonly submittedAt: number;
  /** How often its state was asked for: it is queued, then at work, then done. */
  polls: number;
  pages: number;
}

const viewDetails = "analytics:conversationDetail:view";
const jobs = "/api/v2/analytics/conversations/details/jobs";
const day = 24 * 60 * 60_000;
const longestInterval = 31 * day;
const largestPage = 1000;

const recent = "/api/v2/analytics/conversations/details/query";
const count = z.int().check(z.minimum(1));
const query = z.object({ interval: z.string().check(z.regex(/^[^/]+\/[^/]+$/)) });
const recentQuery = z.extend(query, {
  paging: z.object({ pageSize: count.check(z.maximum(100)), pageNumber: count }),
});
const pageQuery = z.object({
  cursor: z._default(z.string().check(z.regex(/^\d+$/)), "0"),
  pageSize: z._default(z.string().check(z.regex(/^[1-9]\d{0,3}$/)), "100"),
});

/** Conversation details of an interval: by jobs that take a while, lag behind and have participant attributes, or at once without these. */
export function detailsJobRoutes({ switchboard, directory, runtime, settings }: Dependencies): Hono<PlatformEnv> {
  const { clock, newId } = runtime;
  const known = new Map<string, Job>();
  const routes = new Hono<PlatformEnv>();
  const availableUntil = (): number => clock.now() - settings().jobDataDelayMilliseconds;

  routes.post(recent, async (context) => {
    if (!hasPermission(context.get("caller"), viewDetails)) return missingPermission(context, viewDetails);
    const read = recentQuery.safeParse(await context.req.json().catch(() => null));
    const interval = read.success ? intervalOf(read.data.interval, clock.now()) : null;
    if (!read.success || interval === null) {
      return refuse(context, 400, "bad.request", "The interval is not one of at most 31 days in the past.");
    }
    const { pageSize, pageNumber } = read.data.paging;
    const found = activeIn(switchboard.list(), interval, clock.now() - settings().analyticsDelayMilliseconds);
    const page = found.slice((pageNumber - 1) * pageSize, pageNumber * pageSize);
    const conversations = page.map((interaction) => detailOf(interaction, directory));
    return context.json({ conversations, totalHits: found.length });
  });
  routes.use(`${jobs}/*`, async (context, next) =>
    hasPermission(context.get("caller"), viewDetails) ? next() : missingPermission(context, viewDetails),
  );
  routes.post(jobs, async (context) => {
    if (!hasPermission(context.get("caller"), viewDetails)) return missingPermission(context, viewDetails);
    const read = query.safeParse(await context.req.json().catch(() => null));
    const interval = read.success ? intervalOf(read.data.interval, clock.now()) : null;
    if (interval === null) {
      return refuse(context, 400, "bad.request", "The interval is not one of at most 31 days in the past.");
    }
    const jobId = newId();
    known.set(jobId, { ...interval, submittedAt: clock.now(), polls: 0, pages: 0 });
    return context.json({ jobId }, 202);
  });
  routes.get(`${jobs}/availability`, (context) => context.json({ dataAvailabilityDate: iso(availableUntil()) }));
  routes.get(`${jobs}/:id`, (context) => {
    const job = known.get(context.req.param("id"));
    if (job === undefined) return notFound(context, "job");
    job.polls += 1;
    const state = stateOf(job, settings().detailsJobs);
    return context.json({
      state,
      ...(state === "FAILED" ? { errorMessage: "The desk was told to fail this job." } : {}),
      submissionDate: iso(job.submittedAt),
      expirationDate: iso(job.submittedAt + day),
    });
  });
  routes.get(`${jobs}/:id/results`, (context) => {
    const job = known.get(context.req.param("id"));
    const read = pageQuery.safeParse(context.req.query());
    if (!read.success) return refuse(context, 400, "bad.request", "The cursor or page size is not valid.");
    if (job === undefined) return notFound(context, "job");
    job.pages += 1;
    if (settings().detailsJobs === "expiring" && job.pages > 1) {
      known.delete(context.req.param("id"));
      return notFound(context, "job");
    }
    const at = Number(read.data.cursor);
    const size = Math.min(Number(read.data.pageSize), largestPage);
    const found = activeIn(switchboard.list(), job, availableUntil());
    return context.json({
      conversations: found.slice(at, at + size).map((interaction) => jobDetailOf(interaction, directory)),
      ...(found.length > at + size ? { cursor: String(at + size) } : {}),
      dataAvailabilityDate: iso(availableUntil()),
    });
  });
  routes.delete(`${jobs}/:id`, (context) =>
    known.delete(context.req.param("id")) ? context.body(null, 204) : notFound(context, "job"),
  );
  return routes;
}

function intervalOf(text: string, now: number): Interval | null {
  const [from = Number.NaN, until = Number.NaN] = text.split("/").map(Date.parse);
  return from < until && until - from <= longestInterval && until <= now ? { from, until } : null;
}

function stateOf({ polls }: Job, behaviour: Settings["detailsJobs"]): string {
  if (polls === 1) return "QUEUED";
  return behaviour === "failing" ? "FAILED" : "FULFILLED";
}

/** What was active in the interval, as far as the data of jobs go; by start. */
function activeIn(
  interactions: readonly Interaction[],
  { from, until }: Interval,
  availableUntil: number,
): readonly Interaction[] {
  return interactions
    .filter(({ startedAt, endedAt }) => startedAt < until && (endedAt ?? availableUntil) >= from)
    .filter(({ startedAt, endedAt }) => (endedAt ?? startedAt) <= availableUntil)
    .toSorted((one, other) => one.startedAt - other.startedAt);
}
