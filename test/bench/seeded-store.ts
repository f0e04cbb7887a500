import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { createCustomers } from "../../src/service/customers/create-customers.ts";
import { createIdentifierKeys } from "../../src/service/identity/keys.ts";
import { openDatabase } from "../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../src/service/stores/sqlite/inbox-store.ts";
import { limits } from "../../src/contract/limits.ts";
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
  database.exec(
    "PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1048576; BEGIN",
  );
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
  const { interaction: firstCall } = anInteraction(0, "first");
  const { sentiment, sentimentScore: score } = firstCall;
  const keyOf = (customer: number) => keys.keysOf(benchOrganization.id, "phone", phoneOf(customer))[0];
  const [ready, key, interaction, customer] = [
    takeFirst(database, "ready_answers", [
      customerIdOf(0),
      keyOf(0),
      '"interactionCount":1,',
      /"recentInteractions":\[.*\](?=,"interactionCount")/g,
      /,"sentimentHistory":.*$/g,
    ]),
    takeFirst(database, "identifier_keys", [customerIdOf(0), keyOf(0)]),
    takeFirst(database, "interactions", ['"conversationId":"first"', firstCall.startTime]),
    takeFirst(database, "customers", [customerIdOf(0), keyOf(0), '"interactionCount":1,']),
  ];
  let conversations = 0;
  for (let index = 0; index < customers; index += 1) {
    const past = pastOf(index);
    const [ownId, ownKey, ownCount] = [customerIdOf(index), keyOf(index), `"interactionCount":${past},`];
    const newest: { readonly conversationId: string; readonly at: string; readonly summary: string }[] = [];
    customer.insert({ customer: index + 1 }, [ownId, ownKey, ownCount]);
    key.insert({ customer: index + 1 }, [ownId, ownKey]);
    for (let number = 0; number < past; number += 1) {
      const at = new Date(Date.UTC(2026, 2, 4) - number * 3_600_000).toISOString();
      const conversationId = `past-${String((conversations += 1)).padStart(9, "0")}`;
      const words = [`"conversationId":"${conversationId}"`, at];
      interaction.insert({ customer: index + 1, conversation_id: conversationId, at }, words);
      if (newest.length <= limits.recentSize)
        newest.push({ conversationId, at, summary: interaction.text("summary", words) });
    }
    const areAll = past <= limits.recentSize;
    const points = newest.toReversed().map(({ conversationId, at }) => ({ conversationId, at, sentiment, score }));
    const shown = newest.slice(0, limits.recentSize).map(({ summary }) => summary);
    ready.insert({ customer: index + 1, has_sentiments: areAll ? 1 : 0 }, [
      ownId,
      ownKey,
      ownCount,
      `"recentInteractions":[${shown.join(",")}]`,
      areAll ? `,"sentimentHistory":${JSON.stringify(points)}` : "",
    ]);
  }
}

/** Takes the one row of a table out and puts it back as often as asked, with other values and, in its texts, other words in the place of those given. */
function takeFirst(database: DatabaseSync, table: string, words: readonly (string | RegExp)[]) {
  const row = database.prepare(`SELECT * FROM ${table}`).get() ?? {};
  database.exec(`PRAGMA defer_foreign_keys = ON; DELETE FROM ${table}`);
  const names = Object.keys(row);
  const insert = database.prepare(
    `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
  );
  return {
    insert(values: Readonly<Record<string, SQLInputValue>>, others: readonly string[]): void {
      const cells = names.map((name) => {
        if (name in values) return values[name] ?? null;
        const cell = row[name] ?? null;
        if (cell instanceof Uint8Array) return Buffer.from(replaced(Buffer.from(cell).toString(), others));
        return typeof cell === "string" ? replaced(cell, others) : cell;
      });
      insert.run(...cells);
    },
    text: (name: string, others: readonly string[]): string => replaced(String(row[name]), others),
  };

  function replaced(text: string, others: readonly string[]): string {
    return words.reduce<string>((changed, word, index) => changed.replaceAll(word, () => others[index] ?? ""), text);
  }
}
