import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import type { Organization } from "./config.ts";
import { createCustomers } from "./customers/create-customers.ts";
import { createHttpResolver } from "./identity/http-resolver.ts";
import { openStores } from "./open-stores.ts";
import { help, readCommandLine, type BackfillOrder } from "./pipeline/backfill/command-line.ts";
import { createInterruption } from "./pipeline/backfill/interruption.ts";
import { openProgressFile } from "./pipeline/backfill/progress-file.ts";
import { createProgressView } from "./pipeline/backfill/progress-view.ts";
import { describeReport } from "./pipeline/backfill/report.ts";
import { backfillOrganization, type BackfillDeps } from "./pipeline/backfill/run-backfill.ts";
import { createPlatform } from "./pipeline/genesys/platform.ts";
import { readSettings, type Settings } from "./settings.ts";
import { StoreUnavailable } from "./stores/store-unavailable.ts";
import { isDirectory, readText } from "./settings-files.ts";

const outside = { now: Date.now, random: Math.random, newId: randomUUID, fetch };

/** `npm run backfill -- --days N`: reads the past into the store that UIC_STORE names, beside a running service too. */
const commandLine = readCommandLine(process.argv.slice(2));
if (commandLine.kind === "help") process.stdout.write(help);
else if (commandLine.kind === "wrong") refuse(2, [commandLine.fault]);
else await run(commandLine.order);

async function run(order: BackfillOrder): Promise<void> {
  const read = readSettings({ env: process.env, readText, isDirectory });
  if (!read.ok) return refuse(1, read.faults);
  const { settings } = read;
  const chosen = choose(settings.config.organizations, order.organizationId);
  if (!chosen.ok) return refuse(2, [chosen.fault]);
  const opened = await openStores(settings.store, { info: say, warn: say });
  if (!opened.ok) return refuse(1, [opened.fault]);
  const { stores } = opened;
  const progress = openProgressFile(...progressPlace(settings.store));
  if (!progress.ok) {
    await stores.close();
    return refuse(1, [progress.fault]);
  }
  const view = createProgressView(process.stderr);
  const interruption = createInterruption(process, (sentence) => {
    view.end();
    say(sentence);
  });
  const deps: BackfillDeps = {
    customers: createCustomers({
      ...outside,
      store: stores.customers,
      inbox: stores.inbox,
      identifierKey: settings.identifierKey,
      earlierIdentifierKeys: settings.earlierIdentifierKeys,
      resolvers: [createHttpResolver({ ...outside, secret: secretOf, count: () => undefined })],
    }),
    store: stores.customers,
    inbox: stores.inbox,
    progress: progress.file,
    patience: { ...outside, sleep: interruption.sleep, stopping: interruption.stopping },
    newId: randomUUID,
    show: (seen) => view.show(seen),
  };
  try {
    for (const organization of chosen.organizations) {
      if (interruption.stopping.aborted) break;
      await runOne(deps, organization, order, () => view.end(), interruption.calledOff);
    }
  } catch (error) {
    view.end();
    // Only the store's own words are known to hold nobody's data.
    const what = error instanceof StoreUnavailable ? error.message : `It failed inside (${nameOf(error)}).`;
    refuse(1, [`${what} The same command goes on where it was.`]);
  } finally {
    view.end();
    interruption.dispose();
    progress.file.close();
    await stores.close();
  }
  if (interruption.signal !== null) process.exitCode = interruption.signal === "SIGINT" ? 130 : 143;
}

async function runOne(
  deps: BackfillDeps,
  organization: Organization,
  order: BackfillOrder,
  endView: () => void,
  signal: AbortSignal,
): Promise<void> {
  const secret = organization.client && secretOf(organization.client.secretEnv);
  if (!organization.client || !secret) {
    process.stdout.write(`Organisation ${organization.id}: left out, it has no "client" in the configuration.\n`);
    return;
  }
  const client = { id: organization.client.id, secret };
  const { callsPerMinute } = order;
  const platform = createPlatform({ ...outside, organization, client, signal, callsPerMinute });
  const report = await backfillOrganization(deps, { organization, platform }, order);
  endView();
  process.stdout.write(describeReport(report));
  if (report.ending === "failed") process.exitCode = 1;
}

type Chosen =
  | { readonly ok: true; readonly organizations: readonly Organization[] }
  | { readonly ok: false; readonly fault: string };

function choose(organizations: readonly Organization[], id: string | null): Chosen {
  if (id === null) return { ok: true, organizations };
  const found = organizations.find((one) => one.id === id);
  if (!found) return { ok: false, fault: `The configuration has no organisation ${id}; name one of its ids.` };
  if (!found.client) {
    return {
      ok: false,
      fault: `The organisation ${id} has no "client" in the configuration; add its client credentials.`,
    };
  }
  return { ok: true, organizations: [found] };
}

/** Beside the embedded store, else where that would be; with what tells the store from another in the same place. */
function progressPlace(store: Settings["store"]): [path: string, identity: string] {
  switch (store.engine) {
    case "sqlite":
      return [`${resolve(store.path)}.backfill`, `sqlite ${statSync(store.path).ino}`];
    case "redis":
      return [resolve("data/backfill.progress"), `redis ${new URL(store.url).host}${new URL(store.url).pathname}`];
    case "dynamodb":
      return [resolve("data/backfill.progress"), `dynamodb ${store.region} ${store.table}`];
    default:
      return store satisfies never;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

function secretOf(variable: string): string | null {
  return process.env[variable] ?? null;
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

function refuse(code: 1 | 2, faults: readonly string[]): void {
  process.stderr.write(faults.map((fault) => `${fault}\n`).join(""));
  process.exitCode = code;
}
