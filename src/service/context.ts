import { hkdfSync } from "node:crypto";
import type { Customers } from "./customers/customers.ts";
import { createCustomers } from "./customers/create-customers.ts";
import { createApp } from "./http/app.ts";
import { createCacheKeys } from "./http/cache-keys.ts";
import { createCredentials } from "./http/credentials.ts";
import { createOperatorsPage } from "./http/operators-page.ts";
import { createRateLimiter } from "./http/rate-limiter.ts";
import { createWidget } from "./http/widget.ts";
import { createHttpResolver } from "./identity/http-resolver.ts";
import type { IdentityResolver } from "./identity/resolver.ts";
import { createPipelineMetrics } from "./pipeline/metrics.ts";
import { createPipeline } from "./pipeline/pipeline.ts";
import type { Settings } from "./settings.ts";
import type { InboxStore } from "./stores/inbox-store.ts";
import type { Store } from "./stores/store.ts";
import { createSweeper } from "./sweeper.ts";
import type { Logger } from "./telemetry/logger.ts";
import { measured, type Measurement } from "./telemetry/measured.ts";
import { createOperations } from "./telemetry/operations.ts";
import { createMetrics } from "./telemetry/metrics.ts";

/** An opened engine with everything that is kept in it. */
export interface Stores {
  readonly customers: Store;
  readonly inbox: InboxStore;
  close(): Promise<void>;
}

export interface ContextDeps {
  readonly settings: Settings;
  readonly stores: Stores;
  readonly logger: Logger;
  /** The value of an environment variable that the configuration names as a secret. */
  readonly secret: (variable: string) => string | null;
  readonly fetch: typeof fetch;
  /** An integrator's own, asked before the one that the configuration names. */
  readonly resolvers?: readonly IdentityResolver[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: () => number;
  readonly newId: () => string;
  /** Whether other processes work on the conversations that this one takes in: then no client's secret is asked for. */
  readonly worksElsewhere?: boolean;
  /** Where no stream can be held open it tells what is new and ends, and asks its reader to come back after so long. */
  readonly streamsEndAndRetryAfter?: number;
}

/** Everything wired together, with nothing started yet. */
export interface Context {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly customers: Customers;
  start(): void;
  /** In place of `start`, for a run by schedule: as the pipeline's own. */
  runDue(until: number): Promise<number>;
  /** In place of `start`, for a run by schedule: removes what is past its days, until the signal aborts. */
  sweep(signal: AbortSignal): Promise<void>;
  /** Ends what runs in the background; the stores are closed by who opened them, afterwards. */
  stop(): Promise<void>;
}

export function createContext(deps: ContextDeps): Context {
  const { settings, logger, now } = deps;
  const { config, identifierKey, earlierIdentifierKeys } = settings;
  const metrics = createMetrics();
  const observe = (measurement: Measurement): void => metrics.observeStore(settings.store.engine, measurement);
  const store = measured(deps.stores.customers, observe);
  const inbox = measured(deps.stores.inbox, observe);
  const customers = createCustomers({
    ...deps,
    store,
    inbox,
    identifierKey,
    earlierIdentifierKeys,
    followsOnce: deps.streamsEndAndRetryAfter !== undefined,
    resolvers: [
      ...(deps.resolvers ?? []),
      createHttpResolver({ ...deps, count: (outcome) => metrics.countIdentityQuestion(outcome) }),
    ],
  });
  const pipeline = createPipeline({
    ...deps,
    organizations: config.organizations,
    customers,
    store: inbox,
    clientSecret: deps.worksElsewhere === true ? null : deps.secret,
    digestKey: derived(identifierKey, "pipeline-digest"),
    log: logger,
    metrics: createPipelineMetrics(metrics.registry),
  });
  const sweeper = createSweeper({ organizations: config.organizations, customers, logger });
  const stopping = new AbortController();
  const pages = [
    ...(settings.widget ? [createWidget(settings.widget, config)] : []),
    ...(settings.operatorsPage === null ? [] : [createOperatorsPage(settings.operatorsPage)]),
  ];
  const app = createApp({
    stopping: stopping.signal,
    retryAfter: deps.streamsEndAndRetryAfter,
    config,
    logger,
    serveWidget: (request) => {
      for (const serve of pages) {
        const answer = serve(request);
        if (answer) return answer;
      }
      return null;
    },
    newRequestId: deps.newId,
    isReady: () =>
      store.ping().then(
        () => true,
        () => false,
      ),
    credentials: createCredentials({ config, fetch: deps.fetch, now }),
    rateLimiter: createRateLimiter({ now }),
    services: {
      customers,
      inbox: pipeline.inbox,
      metrics,
      operations: createOperations({
        registry: metrics.registry,
        ping: () => store.ping(),
        backlog: (organizationId, at) => inbox.backlog([organizationId], at),
        retentionRuns: (organization, count) => customers.listRetentionRuns(organization, count),
        now,
      }),
      cacheKeys: createCacheKeys({ secret: identifierKey, now }),
    },
  });
  return {
    fetch: app,
    customers,
    start() {
      pipeline.start();
      sweeper.start();
    },
    runDue: (until) => pipeline.runDue(until),
    sweep: (signal) => sweeper.sweepOnce(signal),
    async stop() {
      stopping.abort();
      await Promise.all([pipeline.stop(), sweeper.stop()]);
    },
  };
}

/** Another secret for another purpose, so that none says anything of another. */
function derived(secret: string, purpose: string): string {
  return Buffer.from(hkdfSync("sha256", secret, "", purpose, 32)).toString("base64");
}
