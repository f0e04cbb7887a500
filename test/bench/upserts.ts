import { randomInt, randomUUID } from "node:crypto";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { load } from "./load.ts";
import { median, timingOf, type Timing } from "./numbers.ts";
import { anInteraction, benchOrganization, customerIdOf } from "./installation.ts";
import { remove, seed, temporaryFile } from "./seeded-store.ts";
import { startService } from "./service-process.ts";
import { openStore, timedUpsert, type OpenStore } from "./store-in-process.ts";
import type { Row } from "./table.ts";

type Rate = Timing & { readonly perSecond: number };

const callers = 64;
const customers = 10_000;
const rounds = 3;
/** Of each before a round, in milliseconds, that reads pages into memory and is not counted. */
const warmUp = 1000;

/** Durable upserts of 64 callers at once, in turns with SQLite that commits the same bytes one at a time: as rows of one table, and as the rows and indexes of the store. */
export async function measureUpserts(seconds: number): Promise<readonly Row[]> {
  const file = temporaryFile("upserts");
  await seed(file, { customers, pastOf: () => 3 });
  try {
    const service = await startService(file);
    const order = { url: service.url, kind: "record", customers, connections: callers, seconds } as const;
    await load(order);
    const overHttp = await load(order);
    await service.stop();
    const bytes = await bytesOfOne(file);
    const runs: { readonly bare: Rate; readonly sameRows: Rate; readonly direct: Rate }[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const one = { bare: measureBare(bytes, seconds / 2), sameRows: measureSameRows(file, seconds / 2) };
      const run = { ...one, direct: await measureDirect(file, seconds / 2) };
      // The first round compiles the code and is not counted.
      if (round > 0) runs.push(run);
    }
    const bare = middle(runs.map((one) => one.bare));
    const sameRows = middle(runs.map((one) => one.sameRows));
    const direct = middle(runs.map((one) => one.direct));
    return [
      { what: "bare SQLite, one commit at a time: the same bytes in one row", ...bare },
      { what: "bare SQLite, one commit at a time: the same rows and indexes", ...sameRows },
      { what: "upsert, 64 callers, through Customers", ...direct },
      { what: "its rate against the same bytes in one row", ...against(direct.perSecond, bare.perSecond) },
      { what: "its rate against the same rows and indexes", ...against(direct.perSecond, sameRows.perSecond) },
      { what: "upsert, 64 callers, through HTTP", ...overHttp },
      { what: "its rate against the same bytes in one row", ...against(overHttp.perSecond, bare.perSecond) },
      { what: "its rate against the same rows and indexes", ...against(overHttp.perSecond, sameRows.perSecond) },
    ];
  } finally {
    remove(file);
  }
}

function middle(runs: readonly Rate[]): Rate {
  const of = (name: keyof Rate): number => median(runs.map((run) => run[name]));
  return { perSecond: of("perSecond"), median: of("median"), p99: of("p99") };
}

function against(rate: number, bareRate: number): Pick<Row, "ratio" | "reach"> {
  return { ratio: rate / bareRate, reach: { words: "≥ 2 ×", holds: rate / bareRate >= 2 } };
}

async function measureDirect(file: string, seconds: number): Promise<Rate> {
  const store = openStore(file);
  await upsertAll(store, warmUp);
  const rate = await upsertAll(store, seconds * 1000);
  await store.close();
  return rate;
}

async function upsertAll({ customers: service }: OpenStore, length: number): Promise<Rate> {
  const milliseconds: number[] = [];
  const begun = performance.now();
  const until = begun + length;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < until) milliseconds.push(await timedUpsert(service, randomInt(customers)));
    }),
  );
  const elapsed = performance.now() - begun;
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

function measureBare(bytes: number, seconds: number): Rate {
  const file = temporaryFile("bare");
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE facts (body TEXT NOT NULL)");
  const insert = database.prepare("INSERT INTO facts (body) VALUES (?)");
  const body = "x".repeat(bytes);
  const rate = measure(seconds, () => void insert.run(body));
  database.close();
  remove(file);
  return rate;
}

/** What one upsert changes, in the store's own tables: the customer's row and what is kept ready of it, the interaction's, an audit entry. */
function measureSameRows(file: string, seconds: number): Rate {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA synchronous = FULL; PRAGMA cache_size = -196608");
  const interaction = rowWriter(database, "interactions");
  const audit = database.prepare("INSERT INTO audit_waiting (tenant, entries) VALUES (?, ?)");
  const auditEntry = JSON.stringify([[customerIdOf(0), anInteraction(0, "").interaction.startTime, "x".repeat(120)]]);
  const ready = rowWriter(database, "ready_answers");
  const customer = database.prepare(
    "UPDATE customers SET revision = revision + 1, ready_revision = revision + 1, head = head || ' ' WHERE customer = ?",
  );
  const rate = measure(seconds, () => {
    const number = randomInt(customers) + 1;
    database.exec("BEGIN IMMEDIATE");
    customer.run(number);
    interaction({ customer: number, conversation_id: randomUUID() });
    ready({ customer: number, customer_id: customerIdOf(number - 1) });
    audit.run(benchOrganization.id, auditEntry);
    database.exec("COMMIT");
  });
  database.close();
  return rate;
}

/** Writes a row like the last one of a table, with some other values. */
function rowWriter(database: DatabaseSync, table: string): (values: Readonly<Record<string, SQLInputValue>>) => void {
  const like = database.prepare(`SELECT * FROM ${table} ORDER BY rowid DESC LIMIT 1`).get() ?? {};
  const names = Object.keys(like);
  const insert = database.prepare(
    `INSERT OR REPLACE INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
  );
  return (values) => {
    insert.run(...names.map((name) => (name in values ? (values[name] ?? null) : (like[name] ?? null))));
  };
}

function measure(seconds: number, work: () => void): Rate {
  repeat(warmUp, work);
  return repeat(seconds * 1000, work);
}

function repeat(length: number, work: () => void): Rate {
  const milliseconds: number[] = [];
  const begun = performance.now();
  while (performance.now() < begun + length) {
    const at = performance.now();
    work();
    milliseconds.push(performance.now() - at);
  }
  return { perSecond: (milliseconds.length / (performance.now() - begun)) * 1000, ...timingOf(milliseconds) };
}
