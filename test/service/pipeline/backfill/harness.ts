import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import * as z from "zod/mini";
import type { StartRequest } from "../../../../src/desk/control/requests.ts";
import { demoDirectory, demoIds, demoWrapUpResolution } from "../../../../src/desk/organization/directory.ts";
import { systemRuntime } from "../../../../src/desk/runtime.ts";
import { startDesk, type Desk } from "../../../../src/desk/server.ts";
import { organization as organizationSchema, type Organization } from "../../../../src/service/config.ts";
import type { Customers } from "../../../../src/service/customers/customers.ts";
import { createCustomers } from "../../../../src/service/customers/create-customers.ts";
import type { BackfillOrder } from "../../../../src/service/pipeline/backfill/command-line.ts";
import { openProgressFile } from "../../../../src/service/pipeline/backfill/progress-file.ts";
import {
  backfillOrganization,
  type BackfillDeps,
  type BackfillReport,
} from "../../../../src/service/pipeline/backfill/run-backfill.ts";
import { createPipeline, type Pipeline } from "../../../../src/service/pipeline/pipeline.ts";
import { createPlatform } from "../../../../src/service/pipeline/genesys/platform.ts";
import { openDatabase } from "../../../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../../../src/service/stores/sqlite/inbox-store.ts";
import { createSqliteStore } from "../../../../src/service/stores/sqlite/sqlite-store.ts";
import { fakeClock, type FakeClock } from "../../../desk/support/fake-clock.ts";

// Real files and sockets take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

export const pipelineSecret = "pipeline-secret";
export const day = 24 * 60 * 60_000;

export interface PastDesk extends Desk {
  readonly clock: FakeClock;
}

/** A desk whose clock begins some days before a moment, on which a test lets things happen. */
export async function startPastDesk(daysAgo: number, now = Date.UTC(2026, 10, 20, 9, 0, 0)): Promise<PastDesk> {
  const clock = fakeClock(now - daysAgo * day);
  const desk = await startDesk({
    port: 0,
    directory: demoDirectory(["http://127.0.0.1:8787/"], pipelineSecret),
    agentId: demoIds.agent,
    widgetOrigin: "http://127.0.0.1:8787",
    eventTarget: null,
    runtime: { ...systemRuntime(), clock },
    // A backfill does not ask for summaries and transcripts, so that live events find none either.
    settings: { requestsPerMinute: 300, hasCopilot: false, hasSpeechAnalytics: false },
  });
  onTestFinished(() => desk.stop());
  return { ...desk, clock };
}

/** Somebody calls, an agent answers after some seconds, wraps up, and it is over two minutes later. */
export function aConversation(
  desk: PastDesk,
  request: Partial<StartRequest> & Pick<StartRequest, "customers">,
  wrapUp: { readonly code: string; readonly notes?: string } = { code: "Plan upgrade" },
): string {
  const { id } = desk.control.start({ medium: "voice", ...request });
  desk.clock.advance(5000);
  desk.control.answer(id);
  desk.clock.advance(115_000);
  desk.control.end(id);
  desk.clock.advance(10_000);
  desk.control.wrapUp(id, wrapUp);
  return id;
}

export function organizationAt(
  apiOrigin: string,
  more: Partial<z.input<typeof organizationSchema>> = {},
): Organization {
  return z.parse(organizationSchema, {
    id: demoIds.organization,
    environments: ["mypurecloud.ie"],
    oauthClientIds: [demoIds.pkceClient],
    apiOrigin,
    client: { id: demoIds.pipelineClient, secretEnv: "SECRET" },
    wrapUpResolution: demoWrapUpResolution,
    collectedAttributes: ["accountNumber"],
    defaultRegion: "LK",
    settleSeconds: 0,
    retry: { attempts: 4, firstSeconds: 1, maxSeconds: 30 },
    ...more,
  });
}

export interface Bench {
  readonly organization: Organization;
  readonly customers: Customers;
  readonly deps: BackfillDeps;
  readonly path: string;
  readonly inbox: ReturnType<typeof createSqliteInboxStore>;
  /** Every request to Genesys Cloud, as `GET /api/v2/…`. */
  readonly calls: string[];
  readonly callsTo: (part: string) => number;
  readonly call: Parameters<Customers["read"]>[0];
  run(order?: Partial<BackfillOrder>, more?: Partial<BackfillDeps>): Promise<BackfillReport>;
}

/** A backfill over real HTTP into a real file, in a time that passes when it sleeps. */
export function createBench(
  apiOrigin: string,
  clock: Pick<FakeClock, "now" | "advance">,
  more: Parameters<typeof organizationAt>[1] = {},
): Bench {
  const folder = mkdtempSync(join(tmpdir(), "backfill-"));
  const path = join(folder, "uic.db");
  const organization = organizationAt(apiOrigin, more);
  const database = openDatabase(path);
  const store = createSqliteStore(database);
  const inbox = createSqliteInboxStore(database);
  const outside = { now: () => clock.now(), random: () => 0.5, newId: () => crypto.randomUUID() };
  const customers = createCustomers({
    ...outside,
    store,
    inbox,
    identifierKey: "a secret under identifiers, of 32 characters",
  });
  const opened = openProgressFile(`${path}.backfill`, "this store");
  if (!opened.ok) throw new Error(opened.fault);
  const stopping = new AbortController();
  const calls: string[] = [];
  const deps: BackfillDeps = {
    ...outside,
    customers,
    store,
    inbox,
    progress: opened.file,
    patience: {
      ...outside,
      stopping: stopping.signal,
      sleep: (milliseconds) => {
        clock.advance(milliseconds);
        return Promise.resolve();
      },
    },
    show: () => undefined,
  };
  onTestFinished(async () => {
    opened.file.close();
    await store.close();
    await database.close();
    rmSync(folder, { recursive: true });
  });
  return {
    organization,
    customers,
    deps,
    path,
    inbox,
    calls,
    callsTo: (part) => calls.filter((one) => one.includes(part)).length,
    call: { organization, actor: { type: "service", id: "test" }, requestId: "test" },
    run(order = {}, other = {}) {
      const platform = createPlatform({
        organization,
        client: { id: demoIds.pipelineClient, secret: pipelineSecret },
        fetch: (url, init) => {
          calls.push(`${init.method ?? "GET"} ${url.pathname}${url.search}`);
          return fetch(url, init);
        },
        now: () => clock.now(),
        signal: new AbortController().signal,
        callsPerMinute: order.callsPerMinute ?? 150,
      });
      return backfillOrganization(
        { ...deps, ...other },
        { organization, platform },
        { days: 5, withInsights: false, restart: false, ...order },
      );
    },
  };
}

const quiet = () => undefined;

/** The pipeline of live events over the same store. */
export function pipelineOf(bench: Bench): Pipeline {
  return createPipeline({
    organizations: [bench.organization],
    customers: bench.customers,
    store: bench.inbox,
    clientSecret: () => pipelineSecret,
    digestKey: "a secret under digests, of 32 characters",
    fetch,
    now: bench.deps.patience.now,
    random: () => 0.5,
    newId: () => crypto.randomUUID(),
    log: { info: quiet, warn: quiet, error: quiet },
    metrics: {
      countEvents: quiet,
      noteArrival: quiet,
      observeLag: quiet,
      countOutcome: quiet,
      countModelQuestion: quiet,
      watchBacklog: quiet,
    },
  });
}

/** What an agent would be told of a customer, without what differs from one telling to the next. */
export async function journeyOf(
  { customers, call }: Pick<Bench, "customers" | "call">,
  customerId: string,
): Promise<unknown> {
  const answer = await customers.lookup(call, { identifiers: [{ type: "customerId", value: customerId }] });
  return JSON.parse(
    JSON.stringify(answer, (key, value: unknown) =>
      ["version", "lastUpdated", "linkedAt", "revisedAt", "identifierId"].includes(key) ? undefined : value,
    ),
  );
}
