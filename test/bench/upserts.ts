import { randomInt } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { load } from "./load.ts";
import { timingOf, type Timing } from "./numbers.ts";
import { anInteraction } from "./installation.ts";
import { remove, seed, temporaryFile } from "./seeded-store.ts";
import { startService } from "./service-process.ts";
import { openStore, timedUpsert } from "./store-in-process.ts";
import type { Row } from "./table.ts";

const callers = 64;
const customers = 10_000;

/** Durable upserts of 64 callers at once, against SQLite that commits the same bytes one at a time. */
export async function measureUpserts(seconds: number): Promise<readonly Row[]> {
  const file = temporaryFile("upserts");
  await seed(file, { customers, pastOf: () => 3 });
  try {
    const bare = measureBare(await bytesOfOne(file), seconds);
    const direct = await measureDirect(file, seconds);
    const service = await startService(file);
    const order = { url: service.url, kind: "record", customers, connections: callers, seconds } as const;
    const overHttp = await load(order);
    await service.stop();
    const bareAgain = measureBare(await bytesOfOne(file), seconds);
    const bareRate = (bare.perSecond + bareAgain.perSecond) / 2;
    const against = (rate: number): Pick<Row, "ratio" | "reach"> => ({
      ratio: rate / bareRate,
      reach: { words: "≥ 2 × bare SQLite", holds: rate / bareRate >= 2 },
    });
    return [
      { what: "bare SQLite, the same bytes one commit at a time", ...bare, perSecond: bareRate },
      { what: "upsert, 64 callers, through Customers", ...direct, ...against(direct.perSecond) },
      { what: "upsert, 64 callers, through HTTP", ...overHttp, ...against(overHttp.perSecond) },
    ];
  } finally {
    remove(file);
  }
}

async function measureDirect(file: string, seconds: number): Promise<Timing & { readonly perSecond: number }> {
  const store = openStore(file);
  const milliseconds: number[] = [];
  const begun = performance.now();
  const until = begun + seconds * 1000;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < until) milliseconds.push(await timedUpsert(store.customers, randomInt(customers)));
    }),
  );
  const elapsed = performance.now() - begun;
  await store.close();
  return { perSecond: (milliseconds.length / elapsed) * 1000, ...timingOf(milliseconds) };
}

/** What one upsert writes: its customer's row, its own and an audit entry, without keys and indexes. */
async function bytesOfOne(file: string): Promise<number> {
  const store = openStore(file);
  await timedUpsert(store.customers, 1);
  await store.close();
  const database = new DatabaseSync(file);
  const row = database
    .prepare(
      `SELECT length(customers.head) + length(interactions.summary) + length(interactions.collected) AS bytes
       FROM interactions JOIN customers USING (customer) ORDER BY interactions.rowid DESC LIMIT 1`,
    )
    .get();
  database.close();
  const asked = JSON.stringify(anInteraction(1, "one")).length;
  return Math.max(Number(row?.["bytes"]), asked);
}

function measureBare(bytes: number, seconds: number): Timing & { readonly perSecond: number } {
  const file = temporaryFile("bare");
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE facts (body TEXT NOT NULL)");
  const insert = database.prepare("INSERT INTO facts (body) VALUES (?)");
  const body = "x".repeat(bytes);
  const milliseconds: number[] = [];
  const begun = performance.now();
  while (performance.now() < begun + seconds * 1000) {
    const at = performance.now();
    insert.run(body);
    milliseconds.push(performance.now() - at);
  }
  const elapsed = performance.now() - begun;
  database.close();
  remove(file);
  return { perSecond: (milliseconds.length / elapsed) * 1000, ...timingOf(milliseconds) };
}
