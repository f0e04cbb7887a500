import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import type { Organization } from "../../../src/service/config.ts";
import { createPipeline, type Pipeline, type PipelineDeps } from "../../../src/service/pipeline/pipeline.ts";
import { openDatabase, type Database } from "../../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../../src/service/stores/sqlite/inbox-store.ts";
import type { InboxStore } from "../../../src/service/stores/inbox-store.ts";
import { startFakeGenesys, type FakeGenesys } from "./fake-genesys.ts";
import { envelopeOf } from "./genesys-shapes.ts";
import { organizationOf } from "./organizations.ts";
import { createRecorder, type Recorder } from "./recorder.ts";

// Real files and sockets take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

export interface Harness {
  readonly genesys: FakeGenesys;
  readonly recorder: Recorder;
  readonly organization: Organization;
  readonly pipeline: Pipeline;
  readonly path: string;
  readonly logged: string[];
  readonly outcomes: string[];
  /** How questions to the language model ended. */
  readonly questions: string[];
  /** Seconds from the end of a conversation to its first record. */
  readonly lags: number[];
  now: number;
  /** Another pipeline over the same file, with its own connection unless it is given a store. */
  readonly another: (more?: Partial<PipelineDeps>) => Pipeline;
  readonly accept: (topic: string, conversationId: string, more?: Record<string, unknown>) => Promise<void>;
  /** Lets so many seconds pass and works off what is due then. */
  readonly after: (seconds: number) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** A pipeline over a real file and real HTTP, in a time of its own. */
export async function startHarness(
  settings: Parameters<typeof organizationOf>[0] = {},
  shared?: FakeGenesys,
): Promise<Harness> {
  const folder = await mkdtemp(join(tmpdir(), "pipeline-"));
  const path = join(folder, "uic.db");
  const genesys = shared ?? (await startFakeGenesys());
  const organization = organizationOf({
    apiOrigin: genesys.origin,
    client: { id: "pipeline", secretEnv: "SECRET" },
    ...settings,
  });
  const recorder = createRecorder();
  const databases: Database[] = [];
  const logged: string[] = [];
  const outcomes: string[] = [];
  const questions: string[] = [];
  const lags: number[] = [];
  const log = (fields: unknown, message?: string) => logged.push(JSON.stringify([fields, message]));
  let ids = 0;

  function openStore(): InboxStore {
    const database = openDatabase(path);
    databases.push(database);
    return createSqliteInboxStore(database);
  }

  const another = (more: Partial<PipelineDeps> = {}): Pipeline => {
    const store = more.store ?? openStore();
    return createPipeline({
      organizations: [organization],
      customers: recorder,
      store,
      clientSecret: (name) => (name === "SECRET" ? "s3cret" : null),
      digestKey: "a secret under digests, of 32 characters",
      fetch,
      now: () => harness.now,
      random: () => 0.5,
      newId: () => `id-${(ids += 1)}`,
      log: { info: log, warn: log, error: log },
      metrics: {
        countEvents: () => undefined,
        noteArrival: () => undefined,
        observeLag: (seconds) => lags.push(seconds),
        countOutcome: (outcome) => outcomes.push(outcome),
        countModelQuestion: (outcome) => questions.push(outcome),
        watchBacklog: () => undefined,
      },
      ...more,
    });
  };
  const pipeline = another();
  const harness: Harness = {
    genesys,
    recorder,
    organization,
    pipeline,
    path,
    logged,
    outcomes,
    questions,
    lags,
    now: Date.parse("2026-05-04T10:08:00.000Z"),
    another,
    async accept(topic, conversationId, more = {}) {
      const accepted = await pipeline.inbox.accept(organization, [envelopeOf(topic, conversationId, more)]);
      if (!accepted.ok) throw new Error(accepted.detail);
    },
    async after(seconds) {
      harness.now += seconds * 1000;
      return pipeline.runDue();
    },
    async close() {
      await Promise.all(databases.map((database) => database.close()));
      if (!shared) await genesys.close();
      await rm(folder, { recursive: true });
    },
  };
  return harness;
}
