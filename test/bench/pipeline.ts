import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { createCustomers } from "../../src/service/customers/create-customers.ts";
import { openProgressFile } from "../../src/service/pipeline/backfill/progress-file.ts";
import { backfillOrganization } from "../../src/service/pipeline/backfill/run-backfill.ts";
import { createPlatform } from "../../src/service/pipeline/genesys/platform.ts";
import { createPipeline } from "../../src/service/pipeline/pipeline.ts";
import { openDatabase } from "../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../src/service/stores/sqlite/inbox-store.ts";
import { createSqliteStore } from "../../src/service/stores/sqlite/sqlite-store.ts";
import { conversationIdOf, envelopeOf } from "../service/pipeline/genesys-shapes.ts";
import { organizationOf } from "../service/pipeline/organizations.ts";
import { identifierKey } from "./installation.ts";
import { remove, temporaryFile } from "./seeded-store.ts";
import { toMarkdown } from "./table.ts";

/** No budget stands in the way: the question is what the pipeline itself can do. */
const callsPerMinute = 10_000_000;
const budget = 300;
const topics = ["customer.end", "wrapup", "acw", "user.end", "attributes"] as const;

interface Measured {
  readonly what: string;
  readonly conversations: number;
  readonly events: number;
  readonly seconds: number;
  readonly calls: number;
}

/** Conversations through the whole pipeline: from envelopes over a platform that answers at once to records in a real file. */
export async function measurePipeline(conversations: number): Promise<void> {
  const busy = loadavg()[0] ?? 0;
  const measured = [
    ...(await measureEvents("no", conversations)),
    ...(await measureEvents("yes", conversations)),
    await measureBackfill(conversations),
  ];
  const head = [
    "what",
    "conversations",
    "events/s",
    "conversations/s",
    "platform calls each",
    `at ${budget} calls a minute`,
  ];
  const rows = measured.map(({ what, conversations: count, events, seconds, calls }) => [
    what,
    count.toLocaleString("en"),
    events === 0 || count === 1 ? "" : Math.round(events / seconds).toLocaleString("en"),
    count === 1 ? "" : Math.round(count / seconds).toLocaleString("en"),
    (calls / count).toFixed(2),
    count === 1 ? "" : `${Math.round((budget * count) / calls).toLocaleString("en")} a minute`,
  ]);
  process.stdout.write(
    `\n${toMarkdown([head, ...rows])}\n\nNode ${process.version}, ${availableParallelism()} cores, ${busy.toFixed(1)} others running at the start. ` +
      `Events: five a conversation, accepted a hundred at a time and durable before the pipeline begins; the platform is a process of its own over HTTP.\n`,
  );
}

async function measureEvents(licensed: "yes" | "no", conversations: number): Promise<readonly Measured[]> {
  const stub = await startStub({ LICENSED: licensed });
  const file = temporaryFile(`pipeline-${licensed}`);
  const house = openHouse(file, stub.origin);
  const pipeline = createPipeline({
    ...house.deps,
    store: house.inbox,
    organizations: [house.organization],
    clientSecret: () => "s3cret",
    digestKey: "a secret under digests, of 32 characters",
    log: { info: quiet, warn: quiet, error: quiet },
    metrics: {
      countEvents: quiet,
      noteArrival: quiet,
      observeLag: quiet,
      countOutcome: quiet,
      countModelQuestion: quiet,
      watchBacklog: quiet,
    },
    callsPerMinute,
  });

  async function through(what: string, first: number, count: number): Promise<Measured> {
    const before = await stub.calls();
    const began = performance.now();
    const envelopes = Array.from({ length: count }, (_, index) => conversationIdOf(first + index)).flatMap((id) =>
      topics.map((topic) => envelopeOf(topic, id)),
    );
    for (let at = 0; at < envelopes.length; at += 100) {
      const accepted = await pipeline.inbox.accept(house.organization, envelopes.slice(at, at + 100));
      if (!accepted.ok) throw new Error(accepted.detail);
    }
    const tries = await pipeline.runDue();
    const seconds = (performance.now() - began) / 1000;
    if (tries !== count) throw new Error(`${tries} tries for ${count} conversations: the numbers would mean nothing.`);
    return { what, conversations: count, events: envelopes.length, seconds, calls: (await stub.calls()) - before };
  }

  const names = licensed === "yes" ? "with summaries and sentiment" : "without these licences";
  const measured = [
    await through(`the first conversation, ${names}`, 0, 1),
    await through(`names cached, ${names}`, 1, conversations),
  ];
  await house.close();
  remove(file);
  await stub.stop();
  return measured;
}

async function measureBackfill(conversations: number): Promise<Measured> {
  const pages = Math.ceil(conversations / 100);
  const stub = await startStub({ PAGES: String(pages) });
  const file = temporaryFile("pipeline-backfill");
  const house = openHouse(file, stub.origin);
  const progress = openProgressFile(`${file}.backfill`, "bench");
  if (!progress.ok) throw new Error(progress.fault);
  const { organization } = house;
  const signal = new AbortController().signal;
  const client = { id: "bench", secret: "s3cret" };
  const platform = createPlatform({ ...house.deps, organization, client, signal, callsPerMinute });
  const began = performance.now();
  const report = await backfillOrganization(
    {
      ...house.deps,
      store: house.store,
      inbox: house.inbox,
      progress: progress.file,
      patience: { ...house.deps, stopping: signal, sleep: () => Promise.resolve() },
      show: quiet,
    },
    { organization, platform },
    { days: 1, withInsights: false, restart: true },
  );
  const seconds = (performance.now() - began) / 1000;
  const count = pages * 100;
  if (report.tally.added !== count) throw new Error("The backfill did not add every conversation.");
  progress.file.close();
  await house.close();
  remove(file);
  rmSync(`${file}.backfill`, { force: true });
  const calls = await stub.calls();
  await stub.stop();
  return { what: "backfill from details jobs", conversations: count, events: 0, seconds, calls };
}

const quiet = (): undefined => undefined;

function openHouse(file: string, apiOrigin: string) {
  remove(file);
  const database = openDatabase(file);
  const store = createSqliteStore(database);
  const inbox = createSqliteInboxStore(database);
  const outside = { now: Date.now, random: Math.random, newId: () => crypto.randomUUID(), fetch };
  const customers = createCustomers({ ...outside, store, inbox, identifierKey });
  return {
    store,
    inbox,
    deps: { ...outside, customers },
    organization: organizationOf({
      apiOrigin,
      settleSeconds: 0,
      client: { id: "bench", secretEnv: "SECRET" },
      retentionDays: { interactions: 36_500, sessions: 36_500, audit: 36_500 },
    }),
    async close() {
      await store.close();
      await database.close();
    },
  };
}

const counted = z.object({ calls: z.int() });

async function startStub(variables: Readonly<Record<string, string>>) {
  const program = fileURLToPath(new URL("platform-stub.ts", import.meta.url));
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env["PATH"] ?? "", ...variables },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  const origin = String(line).trim();
  return {
    origin,
    async calls() {
      return counted.parse(await (await fetch(`${origin}/calls`)).json()).calls;
    },
    async stop() {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
  };
}
