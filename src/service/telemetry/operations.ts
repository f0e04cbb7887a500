import { Counter, Histogram, type Registry } from "prom-client";
import type { BriefMeasurement, OperationsOverview, RetentionRun } from "../../contract/operations-overview.ts";
import type { ProblemCode } from "../../contract/problem.ts";
import type { Organization } from "../config.ts";
import type { InboxBacklog } from "../stores/inbox-store.ts";
import { countsOf, percentilesOf, valueOf } from "./readings.ts";

export interface OperationsDeps {
  /** Where the other rooms count. */
  readonly registry: Registry;
  readonly ping: () => Promise<void>;
  readonly backlog: (organizationId: string, now: number) => Promise<InboxBacklog>;
  readonly retentionRuns: (organization: Organization, count: number) => Promise<readonly RetentionRun[]>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What operators look at, and what is counted for them alone. */
export interface Operations {
  /** Counts an answer that was a refusal. */
  countRefusal(code: ProblemCode): void;
  observeBrief(measured: BriefMeasurement): void;
  /** Never about a person; parts that the store would have to tell are left empty while it cannot be reached. */
  overview(organization: Organization): Promise<OperationsOverview>;
}

const shownRuns = 10;

export function createOperations({ registry, ping, backlog, retentionRuns, now }: OperationsDeps): Operations {
  const countingSince = new Date(now()).toISOString();
  const registers = [registry];
  const refusals = new Counter({
    name: "uic_refusals_total",
    help: "Requests that were refused, by the code of the problem.",
    labelNames: ["code"],
    registers,
  });
  const waits = new Histogram({
    name: "uic_accept_to_brief_seconds",
    help: "Time from the moment the widget began to load to the brief on screen, as browsers measured it.",
    labelNames: ["source"],
    buckets: [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8, 13, 30],
    registers,
  });
  const wait = (source: BriefMeasurement["source"]) =>
    percentilesOf(registry, "uic_accept_to_brief_seconds", { labels: { source }, scale: 1000 });

  return {
    countRefusal(code) {
      refusals.inc({ code });
    },
    observeBrief({ acceptToBriefMilliseconds, source }) {
      waits.observe({ source }, acceptToBriefMilliseconds / 1000);
    },
    async overview(organization) {
      const [isStoreReachable, waiting, runs] = await Promise.all([
        ping().then(yes, no),
        backlog(organization.id, now()).catch(nothing),
        retentionRuns(organization, shownRuns).catch(() => []),
      ]);
      const events = await countsOf(registry, "uic_pipeline_events_total", "kind");
      const arrival = await valueOf(registry, "uic_pipeline_last_event_timestamp_seconds");
      const lookups = await countsOf(registry, "uic_lookups_total", "outcome");
      const refused = await countsOf(registry, "uic_refusals_total", "code");
      return {
        at: new Date(now()).toISOString(),
        countingSince,
        isStoreReachable,
        events: {
          accepted: events["accepted"] ?? 0,
          ignored: events["ignored"] ?? 0,
          lastAcceptedAt: arrival === 0 ? null : new Date(arrival * 1000).toISOString(),
          queue: waiting && {
            waiting: waiting.waiting,
            deadLetters: waiting.dead,
            overdueSeconds: waiting.overdueSince === null ? 0 : Math.max(0, (now() - waiting.overdueSince) / 1000),
          },
          secondsToRecord: await percentilesOf(registry, "uic_pipeline_lag_seconds"),
          tries: await countsOf(registry, "uic_pipeline_tries_total", "outcome"),
        },
        millisecondsToBrief: { cache: await wait("cache"), network: await wait("network") },
        lookups,
        conflicts: {
          versions: (refused["version_conflict"] ?? 0) + (refused["precondition_failed"] ?? 0),
          ambiguousLookups: lookups["ambiguous"] ?? 0,
          alreadyLinked: refused["already_linked"] ?? 0,
          lookupIdentifiers: await countsOf(registry, "uic_lookup_conflicts_total", "type"),
        },
        retention: { days: organization.retentionDays, runs: [...runs] },
      };
    },
  };
}

const yes = (): boolean => true;
const no = (): boolean => false;
const nothing = (): null => null;
