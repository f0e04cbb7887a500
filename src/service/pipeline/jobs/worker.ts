import type { Organization } from "../../config.ts";
import type { InboxStore, Lease, Verdict } from "../../stores/inbox-store.ts";
import type { Logger } from "../../telemetry/logger.ts";
import type { Platform } from "../genesys/platform.ts";
import type { PipelineMetrics } from "../metrics.ts";
import { createAlarm } from "./alarm.ts";
import type { Outcome } from "./outcome.ts";
import { callsOfOneJob, runJob, type RunJobDeps } from "./run-job.ts";
import { verdictOf } from "./verdict.ts";

export interface WorkerDeps extends RunJobDeps {
  readonly store: InboxStore;
  readonly random: () => number;
  readonly log: Pick<Logger, "info" | "warn" | "error">;
  readonly metrics: Pick<PipelineMetrics, "countOutcome" | "observeLag">;
  readonly workers: number;
  /** Whose jobs can be worked on, and where. */
  readonly places: ReadonlyMap<string, Place>;
}

export interface Place {
  readonly organization: Organization;
  readonly platform: Platform;
}

export interface Worker {
  start(): void;
  runDue(until?: number): Promise<number>;
  wake(): void;
  stop(callOff: () => void): Promise<void>;
}

/** Longer than any one try takes: every call has its timeout. Afterwards the worker counts as killed. */
const leaseMilliseconds = 5 * 60_000;
/** Events that another process took in are seen after this at the latest. */
const longestSleep = 5000;
const patienceAtStop = 12_000;
const purgeEvery = 60 * 60_000;
/** As long as Genesys Cloud or an event bus may say something again. */
const keptIdle = 45 * 24 * 60 * 60_000;

/** Takes due jobs, at most so many at once, and ends every lease with a verdict. */
export function createWorker(deps: WorkerDeps): Worker {
  const { store, workers, now, log } = deps;
  const active = new Set<Promise<void>>();
  const alarm = createAlarm();
  const stopping = new AbortController();
  let loop: Promise<void> | null = null;
  let purgedAt = Number.NEGATIVE_INFINITY;

  /** Jobs of an organisation whose calls are held back stay where they are, so that a long queue is not moved about for nothing. */
  function openPlaces(): { readonly ids: readonly string[]; readonly opensAt: number } {
    const until = [...deps.places].map(([id, { platform }]) => ({ id, until: platform.closedUntil(callsOfOneJob) }));
    return {
      ids: until.filter((place) => place.until === null).map(({ id }) => id),
      opensAt: Math.min(...until.map((place) => place.until ?? Number.POSITIVE_INFINITY)),
    };
  }

  async function leaseSome(limit: number): Promise<readonly Lease[]> {
    const organizationIds = openPlaces().ids;
    const due = limit > 0 ? await store.nextDueAt(organizationIds) : null;
    // A lease is a write that is synced to disk: none is made when nothing can be due.
    if (due === null || due > now()) return [];
    const until = now() + leaseMilliseconds;
    return store.leaseDue({ organizationIds, now: now(), until, limit, token: deps.newId() });
  }

  function begin(lease: Lease): void {
    const work: Promise<void> = workOn(deps, lease).finally(() => {
      active.delete(work);
      alarm.ring();
    });
    active.add(work);
  }

  async function fill(): Promise<number> {
    const leases = await leaseSome(workers - active.size);
    for (const lease of leases) begin(lease);
    return leases.length;
  }

  /** When the next job can be begun, as far as is known here; infinite when none waits. */
  async function beginsAt(): Promise<number> {
    const { ids, opensAt } = openPlaces();
    const due = (await store.nextDueAt(ids)) ?? Number.POSITIVE_INFINITY;
    return Math.min(due, opensAt);
  }

  /** How long nothing can be begun. */
  async function idleTime(): Promise<number> {
    if (active.size >= workers) return longestSleep;
    return Math.min(Math.max((await beginsAt()) - now(), 0), longestSleep);
  }

  async function keepWorking(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if (now() - purgedAt > purgeEvery) {
          purgedAt = now();
          while ((await store.purge(now() - keptIdle)) > 0);
        }
        await fill();
        await alarm.sleep(await idleTime());
      } catch (error) {
        log.error({ err: error }, "The pipeline could not read its inbox; it tries again.");
        await alarm.sleep(1000);
      }
    }
  }

  return {
    start() {
      loop ??= keepWorking();
    },
    async runDue(until) {
      let begun = 0;
      try {
        for (;;) {
          const leased = until === undefined || now() < until ? await fill() : 0;
          begun += leased;
          if (active.size > 0) await Promise.race(active);
          else if (leased === 0) {
            if (until === undefined || now() >= until || (await beginsAt()) >= until) return begun;
            await alarm.sleep(await idleTime());
          }
        }
      } finally {
        await Promise.all(active);
      }
    },
    wake: () => alarm.ring(),
    async stop(callOff) {
      stopping.abort();
      alarm.ring();
      await loop;
      const patience = setTimeout(callOff, patienceAtStop);
      await Promise.all(active);
      clearTimeout(patience);
      callOff();
    },
  };
}

/** Never rejects: a lease that could not be ended runs out, and the job is taken up again. */
async function workOn(deps: WorkerDeps, lease: Lease): Promise<void> {
  const { store, now, log, metrics } = deps;
  const about = { organizationId: lease.organizationId, conversationId: lease.conversationId, attempt: lease.attempt };
  try {
    const place = deps.places.get(lease.organizationId);
    if (!place) return;
    const outcome = await tried(deps, place.organization, place.platform, lease);
    const chance = { now: now(), random: deps.random(), deadLetterId: deps.newId() };
    const verdict = verdictOf(outcome, lease, place.organization.retry, chance);
    const held = await store.endLease(lease, verdict, now());
    metrics.countOutcome(held ? namedOutcome(outcome, verdict) : "lost");
    if (!held) log.info(about, "The lease had ended; another worker has the conversation.");
    else report(log, about, outcome, verdict);
  } catch (error) {
    metrics.countOutcome("lost");
    log.error({ ...about, err: error }, "The end of a try could not be noted; it is repeated when its lease ends.");
  }
}

async function tried(deps: WorkerDeps, organization: Organization, platform: Platform, lease: Lease): Promise<Outcome> {
  // Tries whose worker was killed never came to a verdict: without this such a job would go round for ever.
  if (lease.attempt > organization.retry.attempts) {
    return failure("The service ended in the middle of the last tries.");
  }
  try {
    return await runJob(deps, organization, platform, lease);
  } catch (error) {
    const { organizationId, conversationId } = lease;
    deps.log.error({ organizationId, conversationId, err: error }, "A try failed inside the service.");
    return failure(
      `The try failed inside the service (${error instanceof Error ? error.name : typeof error}); its log says where.`,
    );
  }
}

function failure(reason: string): Outcome {
  return { kind: "failed", reason, unreadable: false, retryAfterMilliseconds: null };
}

function namedOutcome(outcome: Outcome, verdict: Verdict): string {
  if (verdict.kind === "dead") return "dead";
  return outcome.kind === "done" ? outcome.result : outcome.kind;
}

function report(log: WorkerDeps["log"], about: object, outcome: Outcome, verdict: Verdict): void {
  switch (outcome.kind) {
    case "done":
      log.info({ ...about, result: outcome.result }, "A conversation was worked off.");
      return;
    case "failed":
      if (verdict.kind === "dead")
        log.error({ ...about, reason: outcome.reason }, "A conversation became a dead letter.");
      else log.warn({ ...about, reason: outcome.reason }, "A conversation could not be worked off yet.");
      return;
    case "postponed":
      log.warn({ ...about, reason: outcome.reason }, "A conversation waits; the try is not counted.");
      return;
    default:
      outcome satisfies never;
  }
}
