import type { Organization } from "../config.ts";
import type { Customers } from "../customers/customers.ts";
import type { InboxStore } from "../stores/inbox-store.ts";
import type { Logger } from "../telemetry/logger.ts";
import type { Fetch } from "./genesys/fetch-json.ts";
import { createPlatform } from "./genesys/platform.ts";
import type { Inbox } from "./inbox.ts";
import {
  createLanguageModel,
  type LanguageModel,
  type ModelOutcome,
} from "./insights/language-model/language-model.ts";
import { createInbox } from "./intake/create-inbox.ts";
import { createWorker, type Place } from "./jobs/worker.ts";
import type { PipelineMetrics } from "./metrics.ts";

export interface PipelineDeps {
  readonly organizations: readonly Organization[];
  readonly customers: Pick<Customers, "recordInteraction" | "readInteraction">;
  readonly store: InboxStore;
  /** The secret of the variable that `client.secretEnv` or `languageModel.secretEnv` names; null when it is not set. Null altogether where another process does the work, and this one only takes in. */
  readonly clientSecret: ((secretEnv: string) => string | null) | null;
  /** A secret under which digests of what was recorded are kept: it must stay the same from one start to the next. */
  readonly digestKey: string;
  readonly fetch: Fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 0 to 1, exclusive. */
  readonly random: () => number;
  readonly newId: () => string;
  readonly log: Pick<Logger, "info" | "warn" | "error">;
  readonly metrics: PipelineMetrics;
  /** How many conversations are worked on at once. */
  readonly workers?: number;
  /** What Genesys Cloud allows each organisation's client; 300 when left out. */
  readonly callsPerMinute?: number;
}

export interface Pipeline {
  readonly inbox: Inbox;
  /** Works until it is stopped. */
  start(): void;
  /**
   * Works off what is due now and resolves; for a run by schedule, in place of `start`. Answers how many tries that were.
   * With a time (milliseconds since the epoch) it also waits for what becomes due before it, and begins nothing from then on.
   */
  runDue(until?: number): Promise<number>;
  /** Lets what is under way finish for a while, then calls it off; what was not finished is taken up at the next start. */
  stop(): Promise<void>;
}

/** From events of Genesys Cloud to interactions of customers. */
export function createPipeline(deps: PipelineDeps): Pipeline {
  const { organizations, store, clientSecret, log, metrics, now } = deps;
  const calledOff = new AbortController();
  const platforms = new Map<string, Place>();
  for (const organization of clientSecret ? organizations : []) {
    const secret = organization.client && clientSecret?.(organization.client.secretEnv);
    if (!organization.client || !secret) {
      log.warn(
        { organizationId: organization.id },
        "The organisation has no client credentials: its events are kept and wait until `client` is configured.",
      );
      continue;
    }
    const client = { id: organization.client.id, secret };
    const platform = createPlatform({ ...deps, organization, client, signal: calledOff.signal });
    platforms.set(organization.id, { organization, platform });
  }

  const workers = deps.workers ?? 4;
  const models = languageModels(deps, workers, calledOff.signal);
  const worker = createWorker({ ...deps, places: platforms, models, workers });
  metrics.watchBacklog(
    () =>
      store.backlog(
        organizations.map(({ id }) => id),
        now(),
      ),
    now,
  );

  return {
    inbox: createInbox({ store, metrics, now, changed: () => worker.wake() }),
    start: () => worker.start(),
    runDue: (until) => worker.runDue(until),
    stop: () => worker.stop(() => calledOff.abort()),
  };
}

/** By organisation. One worker at least is left to those who wait for no model. */
function languageModels(
  { organizations, clientSecret, fetch, now, metrics }: PipelineDeps,
  workers: number,
  signal: AbortSignal,
): ReadonlyMap<string, LanguageModel> {
  const models = new Map<string, LanguageModel>();
  for (const { id, languageModel: settings } of clientSecret ? organizations : []) {
    if (!settings) continue;
    const secret = settings.secretEnv === undefined ? null : (clientSecret?.(settings.secretEnv) ?? null);
    const mostAtOnce = Math.max(1, workers - 1);
    const count = (outcome: ModelOutcome) => metrics.countModelQuestion(outcome);
    models.set(id, createLanguageModel({ settings, secret, fetch, now, signal, mostAtOnce, count }));
  }
  return models;
}
