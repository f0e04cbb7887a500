import { randomUUID } from "node:crypto";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import type { LambdaEvent, LambdaContext } from "hono/aws-lambda";
import * as z from "zod/mini";
import { readFunctionSettings, readIntakeSettings, type FunctionKind } from "./aws/function-settings.ts";
import { FunctionFailed } from "./aws/function-failures.ts";
import { once } from "./aws/once.ts";
import { readSecrets } from "./aws/secrets.ts";
import type { SqsAnswer } from "./aws/take-in.ts";
import type { Context } from "./context.ts";
import { openDynamoStores, type DynamoLocation, type DynamoStores } from "./stores/dynamodb/open.ts";
import { createLogger, logLevels } from "./telemetry/logger.ts";
import { createLogOutput } from "./telemetry/log-output.ts";
import { readText } from "./settings-files.ts";

/** An API of HTTP holds no stream open: readers of changes come back this often. */
const streamsRetryAfter = 20_000;
/** A run works on for as long as it takes until the next one is started. */
const runMilliseconds = 55_000;
/** Nothing is begun that could not end: one try asks Genesys Cloud at most nine times, for ten seconds each, and a model for a minute. */
const longestTry = 170_000;
const longestSweepStep = 30_000;
const logGrace = 500;

const output = createLogOutput(process.stdout);
const logger = createLogger(logLevels.find((level) => level === process.env["UIC_LOG_LEVEL"]) ?? "info", output);

const opened = {
  events: once(openIntake),
  work: once(() => openService("work")),
  api: once(openApi),
  sweep: once(() => openService("sweep")),
} as const;

// A start is not charged for its first seconds, so that what a function needs is opened in them.
const [, ownName] = /\.(events|work|api|sweep)$/.exec(process.env["_HANDLER"] ?? "") ?? [];
if (ownName === "events" || ownName === "work" || ownName === "api" || ownName === "sweep")
  opened[ownName]().catch(() => undefined);

/** A batch of an SQS queue with EventBridge envelopes of Genesys Cloud; needs `ReportBatchItemFailures`. */
export async function events(event: unknown): Promise<SqsAnswer> {
  const { takeIn } = await opened.events();
  return thenQuiet(null, () => takeIn(event));
}

/** Every minute, one at a time: works off the conversations that are due now or become due until the next run. */
export async function work(_event: unknown, invocation: unknown): Promise<{ readonly tries: number }> {
  const { service, stores, organizationIds } = await opened.work();
  return thenQuiet(stores, async () => {
    const left = millisecondsLeft(invocation);
    const tries = await service.runDue(Date.now() + Math.min(runMilliseconds, left - longestTry));
    const dueAt = await stores.inbox.nextDueAt(organizationIds);
    const overdueSeconds = dueAt === null ? 0 : Math.max(0, Math.round((Date.now() - dueAt) / 1000));
    logger.info({ tries, overdueSeconds }, "What was due was worked off.");
    return { tries };
  });
}

/** An HTTP API (payload 2.0) or function URL: the UIC API without streams that stay open. */
export async function api(event: LambdaEvent, invocation?: LambdaContext): Promise<unknown> {
  const { answer, stores } = await opened.api();
  return thenQuiet(stores, () => answer(event, invocation));
}

/** Every hour: removes what is past its days. */
export async function sweep(_event: unknown, invocation: unknown): Promise<void> {
  const { service, stores } = await opened.sweep();
  const left = Math.max(1, millisecondsLeft(invocation) - longestSweepStep);
  await thenQuiet(stores, () => service.sweep(AbortSignal.timeout(left)));
}

async function openIntake(): Promise<{ readonly takeIn: (event: unknown) => Promise<SqsAnswer> }> {
  const { organizations, location } = readIntakeSettings({ env: process.env, readText });
  const [{ takeIn }, { createInbox }, { createPipelineMetrics }, { Registry }] = await Promise.all([
    import("./aws/take-in.ts"),
    import("./pipeline/intake/create-inbox.ts"),
    import("./pipeline/metrics.ts"),
    import("prom-client"),
  ]);
  const { inbox: store } = await openStores(location);
  const metrics = createPipelineMetrics(new Registry());
  const inbox = createInbox({ store, metrics, now: Date.now, changed: () => undefined });
  return { takeIn: (event) => takeIn({ organizations, inbox, log: logger }, event) };
}

interface OpenedService {
  readonly service: Context;
  readonly stores: DynamoStores;
  readonly organizationIds: readonly string[];
}

async function openService(kind: Exclude<FunctionKind, "events">): Promise<OpenedService> {
  const { createContext } = await import("./context.ts");
  const secrets = await readSecrets((process.env["UIC_SECRETS"] ?? "").split(",").filter((name) => name !== ""));
  const env = { ...process.env, ...secrets };
  const { settings, location } = readFunctionSettings(kind, { env, readText });
  const stores = await openStores(location);
  const service = createContext({
    settings,
    stores,
    logger,
    secret: (variable) => env[variable] ?? null,
    fetch,
    now: Date.now,
    random: Math.random,
    newId: randomUUID,
    worksElsewhere: kind !== "work",
    streamsEndAndRetryAfter: streamsRetryAfter,
  });
  const organizationIds = settings.config.organizations.flatMap(({ id, client }) => (client ? id : []));
  return { service, stores, organizationIds };
}

async function openApi(): Promise<{
  readonly answer: (event: LambdaEvent, invocation?: LambdaContext) => Promise<unknown>;
  readonly stores: DynamoStores;
}> {
  const [{ Hono }, { handle }] = await Promise.all([import("hono"), import("hono/aws-lambda")]);
  const { service, stores } = await openService("api");
  const app = new Hono().all("*", (c) => service.fetch(c.req.raw));
  // All that the API answers is text, streams of events included.
  return { answer: handle(app, { isContentTypeBinary: () => false }), stores };
}

function openStores(location: DynamoLocation): Promise<DynamoStores> {
  return openDynamoStores(location, { random: Math.random, newId: randomUUID, wait: pause, say: null });
}

const pause = (milliseconds: number): Promise<void> => wait(milliseconds);

/** The function is frozen once it has answered, and may never wake again: what goes on behind answers is finished before. */
async function thenQuiet<T>(stores: DynamoStores | null, answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (err) {
    logger.error({ err }, "The function failed");
    throw new FunctionFailed("The function failed; its log says where.");
  } finally {
    await stores?.settle();
    await output.flush(logGrace);
  }
}

const timed = z.object({ getRemainingTimeInMillis: z.custom<() => number>((member) => typeof member === "function") });

function millisecondsLeft(invocation: unknown): number {
  return z.parse(timed, invocation).getRemainingTimeInMillis();
}
