import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { StoreUnavailable } from "../store-unavailable.ts";
import { createCheckpoints } from "./checkpoints.ts";
import { migrations as allMigrations } from "./schema.ts";
import { createWriteQueue, isOutOfReach } from "./write-queue.ts";

/** Statements of the open transaction, prepared once each. Write `LIMIT +?`: SQLite looks at a bare one and prepares the statement anew for every value. */
export interface Connection {
  readonly statement: (sql: string) => StatementSync;
  /** The same, for rows as lists of their columns: without names they cost half. */
  readonly listing: (sql: string) => StatementSync;
}

export interface Database {
  /** Runs on one snapshot, at once; reads that follow each other in one turn of the event loop share it. The work must not write. */
  read<T>(work: (connection: Connection) => T): T;
  /** The same, but in the next step of the event loop, where a few that wait share one snapshot: it is taken after the last of them asked. */
  readTogether<T>(work: (connection: Connection) => T): Promise<T>;
  /** Runs alone among all writers of the file, in a transaction shared with other waiting writes; resolves once synced to disk. The work must not wait. */
  write<T>(work: (connection: Connection) => T): Promise<T>;
  /** Writes the log into the file and empties it, as far as nobody else keeps reading from it. */
  truncateLog(): Promise<void>;
  /** Commits what is queued, then closes the file. */
  close(): Promise<void>;
}

/** A transaction costs as much as a short read; but whoever waits for one answer of many shall not wait for all of them. */
const readsTogether = 4;

/** Opens the file, and makes it and its folder when missing. Throws one sentence when the file or the SQLite at hand cannot be used. */
export function openDatabase(path: string, migrations: readonly string[] = allMigrations): Database {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  // The timeout must stand before the journal mode is asked for, or a second process that opens at the same moment is refused.
  const connection = new DatabaseSync(path, { timeout: 10_000, enableForeignKeyConstraints: true });
  try {
    requireSafeVersion(connection);
    connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
    // What finds the identifiers of a million customers, 115 MB, stays in memory where there are so many.
    connection.exec("PRAGMA cache_size = -196608; PRAGMA temp_store = MEMORY;");
    migrate(connection, migrations);
    // From here on a locked file is waited for between tries, not inside SQLite, where waiting stops the whole process.
    connection.exec("PRAGMA busy_timeout = 10");
  } catch (error) {
    connection.close();
    throw error;
  }

  const checkpoints = createCheckpoints(path, connection, endReading);
  const queue = createWriteQueue(connection, endReading, () => checkpoints.tend());
  const statements = new Map<string, StatementSync>();
  const listings = new Map<string, StatementSync>();
  const prepared: Connection = {
    statement(sql) {
      const known = statements.get(sql);
      if (known) return known;
      const made = connection.prepare(sql);
      statements.set(sql, made);
      return made;
    },
    listing(sql) {
      const known = listings.get(sql);
      if (known) return known;
      const made = connection.prepare(sql);
      made.setReturnArrays(true);
      listings.set(sql, made);
      return made;
    },
  };

  function reach<T>(work: (connection: Connection) => T): T {
    try {
      return work(prepared);
    } catch (error) {
      if (!isOutOfReach(error)) throw error;
      throw new StoreUnavailable("The store's file could not be read; look at its disk.", { cause: error });
    }
  }

  /** A snapshot lasts no longer than this turn of the event loop: whoever asks after another process's answer is heard in a later one. */
  let isReading = false;
  function beginReading(): void {
    if (connection.isTransaction) return;
    prepared.statement("BEGIN").run();
    isReading = true;
    process.nextTick(endReading);
  }
  function endReading(): void {
    if (isReading && connection.isOpen && connection.isTransaction) prepared.statement("ROLLBACK").run();
    isReading = false;
  }

  const waiting: (() => void)[] = [];
  function readWaiting(): void {
    for (const run of waiting.splice(0, readsTogether)) run();
    endReading();
  }

  function read<T>(work: (connection: Connection) => T): T {
    try {
      return reach((own) => {
        beginReading();
        return work(own);
      });
    } catch (error) {
      endReading();
      throw error;
    }
  }

  return {
    read,
    readTogether: (work) =>
      new Promise((resolve, reject) => {
        if (waiting.length % readsTogether === 0) setImmediate(readWaiting);
        waiting.push(() => {
          try {
            resolve(read(work));
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
      }),
    write: (work) => queue.write(() => work(prepared)),
    truncateLog: () => checkpoints.truncate(),
    async close() {
      await queue.finish();
      await checkpoints.close();
      while (waiting.length > 0) readWaiting();
      endReading();
      if (connection.isOpen) connection.close();
    },
  };
}

/** Earlier versions can corrupt a WAL file that two connections write: https://sqlite.org/wal.html#walresetbug */
function requireSafeVersion(connection: DatabaseSync): void {
  const version = String(connection.prepare("SELECT sqlite_version() AS version").get()?.["version"]);
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  if (major * 1_000_000 + minor * 1000 + patch < 3_051_003) {
    throw new Error(
      `SQLite ${version} can corrupt a file that two processes write; use a Node with SQLite 3.51.3 or later.`,
    );
  }
}

function migrate(connection: DatabaseSync, migrations: readonly string[]): void {
  connection.exec("BEGIN IMMEDIATE");
  try {
    const present = Number(connection.prepare("PRAGMA user_version").get()?.["user_version"]);
    if (present > migrations.length) {
      throw new Error(
        `The store's file has schema ${present} and this version knows ${migrations.length}; start the newer version that wrote it.`,
      );
    }
    for (const migration of migrations.slice(present)) connection.exec(migration);
    connection.exec(`PRAGMA user_version = ${migrations.length}`);
    connection.exec("COMMIT");
  } catch (error) {
    if (connection.isTransaction) connection.exec("ROLLBACK");
    throw error;
  }
}
