import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { createCustomers } from "../../src/service/customers/create-customers.ts";
import { createIdentifierKeys } from "../../src/service/identity/keys.ts";
import { openDatabase } from "../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../src/service/stores/sqlite/inbox-store.ts";
import { migrations } from "../../src/service/stores/sqlite/schema.ts";
import { createSqliteStore } from "../../src/service/stores/sqlite/sqlite-store.ts";
import { anInteraction, benchOrganization, caller, customerIdOf, identifierKey, phoneOf } from "./installation.ts";

/** On the disk of the checkout: a folder in memory would make every sync free. */
export const cacheFolder = resolve("node_modules/.cache/bench");

/** How many customers there are, and how many interactions each has had. */
export interface Population {
  readonly customers: number;
  readonly pastOf: (customer: number) => number;
}

/** A file with so many customers of three interactions each, made once for every schema. */
export async function seededFile(customers: number): Promise<string> {
  const schema = createHash("sha256").update(migrations.join("\n")).digest("hex").slice(0, 12);
  const file = join(cacheFolder, `customers-${customers}-${schema}.db`);
  if (!existsSync(file)) {
    const unfinished = `${file}.unfinished`;
    await seed(unfinished, { customers, pastOf: () => 3 });
    renameSync(unfinished, file);
  }
  return file;
}

/** A fresh file beside the cached ones; whoever asks for it removes it. */
export function temporaryFile(name: string): string {
  const file = join(cacheFolder, `${name}-${process.pid}.db`);
  remove(file);
  return file;
}

export function remove(file: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
}

/**
 * One customer is made by the service itself; all others are that customer's rows with their own ids and keys,
 * so that a million take a minute and still look as the service writes them.
 */
export async function seed(file: string, { customers, pastOf }: Population): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  remove(file);
  await makeFirst(file);
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1048576; BEGIN");
  copyFirst(database, customers, pastOf);
  database.exec("COMMIT; PRAGMA journal_mode = WAL");
  database.close();
}

async function makeFirst(file: string): Promise<void> {
  const database = openDatabase(file);
  const store = createSqliteStore(database);
  const customers = createCustomers({
    store,
    inbox: createSqliteInboxStore(database),
    identifierKey,
    now: Date.now,
    random: Math.random,
    newId: () => "first",
  });
  const { identifiers, ...rest } = anInteraction(0, "first");
  await customers.recordInteraction(caller, {
    ...rest,
    identifiers: [{ type: "customerId", value: customerIdOf(0) }, ...identifiers],
  });
  await store.close();
  await database.close();
}

function copyFirst(database: DatabaseSync, customers: number, pastOf: (customer: number) => number): void {
  const keys = createIdentifierKeys([{ version: 1, secret: identifierKey }]);
  const keyOf = (customer: number) => keys.keysOf(benchOrganization.id, "phone", phoneOf(customer))[0];
  const [customer, key, interaction] = [
    takeFirst(database, "customers"),
    takeFirst(database, "identifier_keys"),
    takeFirst(database, "interactions"),
  ];
  const firstKey = keyOf(0);
  let conversations = 0;
  for (let index = 0; index < customers; index += 1) {
    const ownKey = keyOf(index);
    const past = pastOf(index);
    const ids = [
      [customerIdOf(0), customerIdOf(index)],
      [firstKey, ownKey],
      ['"interactionCount":1,', `"interactionCount":${past},`],
    ] as const;
    customer.insert({ customer: index + 1 }, ids);
    key.insert({}, ids);
    for (let number = 0; number < past; number += 1) {
      const at = new Date(Date.UTC(2026, 2, 4) - number * 3_600_000).toISOString();
      const conversation = `past-${String((conversations += 1)).padStart(9, "0")}`;
      interaction.insert({ customer: index + 1, conversation_id: conversation, at }, [
        ['"conversationId":"first"', `"conversationId":"${conversation}"`],
        ["2026-03-05T09:15:00.000Z", at],
      ]);
    }
  }
}

/** Takes the one row of a table out and puts it back as often as asked, with other values and other words in its texts. */
function takeFirst(database: DatabaseSync, table: string) {
  const row = database.prepare(`SELECT * FROM ${table}`).get() ?? {};
  database.exec(`PRAGMA defer_foreign_keys = ON; DELETE FROM ${table}`);
  const names = Object.keys(row);
  const insert = database.prepare(
    `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
  );
  return {
    insert(values: Readonly<Record<string, SQLInputValue>>, words: readonly (readonly [string, string])[]): void {
      const cells = names.map((name) => {
        const cell = values[name] ?? row[name] ?? null;
        return typeof cell === "string" ? words.reduce((text, [from, to]) => text.replaceAll(from, to), cell) : cell;
      });
      insert.run(...cells);
    },
  };
}
