import { randomUUID } from "node:crypto";
import process from "node:process";
import { createContext } from "./context.ts";
import { listen } from "./http/listen.ts";
import { openStores } from "./open-stores.ts";
import type { Settings } from "./settings.ts";
import { readSettings } from "./settings.ts";
import type { Logger } from "./telemetry/logger.ts";
import { createLogger } from "./telemetry/logger.ts";
import { createLogOutput, type LogOutput } from "./telemetry/log-output.ts";
import { isDirectory, readText } from "./settings-files.ts";

/** What is under way may take so long to finish once a stop was asked for; the whole stop takes at most 20 s. */
const requestGrace = 12_000;
const stopDeadline = 19_000;
const logGrace = 500;

const read = readSettings({ env: process.env, readText, isDirectory });
if (read.ok) await run(read.settings);
else refuseToStart(read.faults);

async function run(settings: Settings): Promise<void> {
  const output = createLogOutput(process.stdout);
  const logger = createLogger(settings.logLevel, output);
  endOnBrokenAssumption(logger, output);
  for (const warning of settings.warnings) logger.warn(warning);
  const opened = await openStores(settings.store, logger);
  if (!opened.ok) return refuseToStart([opened.fault]);
  const { stores } = opened;
  const context = createContext({
    settings,
    stores,
    logger,
    secret: (variable) => process.env[variable] ?? null,
    fetch,
    now: Date.now,
    random: Math.random,
    newId: randomUUID,
  });
  const { host, port } = settings;
  const listening = await listen({ fetch: context.fetch, host, port, newRequestId: randomUUID });
  if (!listening.ok) {
    await stores.close();
    return refuseToStart([listening.fault]);
  }
  context.start();
  logger.info(`The service listens on ${listening.url}`);
  const signal = await nextSignal();
  logger.info({ signal }, "Stopping: what is under way finishes first");
  setTimeout(() => {
    logger.error(
      "Stopped with work unfinished: what was acknowledged is stored, the rest is taken up at the next start",
    );
    void exit(output, 1);
  }, stopDeadline);
  await Promise.all([listening.stop(requestGrace), context.stop()]);
  await stores.close();
  logger.info("Stopped");
  await exit(output, 0);
}

function refuseToStart(faults: readonly string[]): void {
  process.stderr.write(`The service does not start:\n${faults.map((fault) => `- ${fault}\n`).join("")}`);
  process.exitCode = 1;
}

function nextSignal(): Promise<string> {
  return new Promise((received) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => received(signal));
  });
}

/** Node would print the message of such an error, which can quote what a caller sent. */
function endOnBrokenAssumption(logger: Logger, output: LogOutput): void {
  for (const event of ["uncaughtException", "unhandledRejection"] as const)
    process.on(event, (err: unknown) => {
      logger.error({ err }, "The process ends: something happened that must not");
      void exit(output, 1);
    });
}

/** What was logged last says why the process ends; a reader that does not take it cannot keep it from ending. */
async function exit(output: LogOutput, code: number): Promise<void> {
  await output.flush(logGrace);
  process.exit(code);
}
