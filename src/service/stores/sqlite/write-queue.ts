import { setTimeout as wait } from "node:timers/promises";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { StoreUnavailable } from "../store-unavailable.ts";

const jobsPerTransaction = 256;
const lockPatienceMilliseconds = 15_000;

interface Job {
  readonly run: () => void;
  readonly settle: () => void;
  readonly fail: (reason: unknown) => void;
}

interface Savepoint {
  readonly mark: StatementSync;
  readonly release: StatementSync;
}

export interface WriteQueue {
  write<T>(work: () => T): Promise<T>;
  /** Refuses further writes and resolves when the queued ones are committed. */
  finish(): Promise<void>;
}

/**
 * Group commit: writes that wait at the same time share one transaction and one sync to disk, and no promise resolves before the COMMIT that holds it.
 * When one throws, all are done again with a savepoint each, so that it takes back only its own changes: a savepoint costs each write copies of the pages it touches.
 * `endReading` ends what the connection is reading, `mayBegin` is awaited before each transaction.
 */
export function createWriteQueue(
  connection: DatabaseSync,
  endReading: () => void,
  mayBegin: () => Promise<void>,
): WriteQueue {
  const savepoint = { mark: connection.prepare("SAVEPOINT job"), release: connection.prepare("RELEASE job") };
  let waiting: Job[] = [];
  let draining: Promise<void> | null = null;
  let finished = false;

  async function drain(): Promise<void> {
    // One turn of the event loop lets writers that arrived together into the same transaction.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      await mayBegin();
      await writeTogether();
      await new Promise((resolve) => setImmediate(resolve));
    }
    draining = null;
  }

  async function writeTogether(): Promise<void> {
    const refusal = await begin(connection, endReading);
    const batch = waiting.splice(0, jobsPerTransaction);
    if (refusal) return failAll(batch, refusal);
    const failure = doAll(connection, batch);
    if (!failure) return commit(connection, batch);
    const [only, ...others] = batch;
    if (only && others.length === 0) return only.fail(toOutcome(failure.error));
    const refusedNow = await begin(connection, endReading);
    if (refusedNow) return failAll(batch, refusedNow);
    const done = doEach(connection, savepoint, batch);
    if (done) commit(connection, done);
  }

  return {
    write<T>(work: () => T) {
      if (finished) return Promise.reject(new StoreUnavailable("The store is closing; try again on another process."));
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      let answer: { readonly value: T } | undefined;
      waiting.push({
        run: () => {
          answer = { value: work() };
        },
        settle: () => {
          if (answer) resolve(answer.value);
        },
        fail: reject,
      });
      draining ??= drain();
      return promise;
    },
    async finish() {
      finished = true;
      await draining;
    },
  };
}

/** Takes the write lock. Another process may hold it: waits between short tries, so that the event loop is never blocked for long. */
async function begin(connection: DatabaseSync, endReading: () => void): Promise<StoreUnavailable | null> {
  const deadline = performance.now() + lockPatienceMilliseconds;
  for (;;) {
    try {
      endReading();
      connection.exec("BEGIN IMMEDIATE");
      return null;
    } catch (error) {
      if (!isBusy(error)) return unavailable("The store could not begin a write; look at its disk and file.", error);
      if (performance.now() > deadline) {
        return unavailable("Another process keeps the store's file locked; try again, or stop that process.", error);
      }
    }
    await wait(1 + Math.random() * 6);
  }
}

/** What failed, if one of them did: then nothing of any was done. */
function doAll(connection: DatabaseSync, batch: readonly Job[]): { readonly error: unknown } | null {
  try {
    for (const job of batch) job.run();
    return null;
  } catch (error) {
    if (connection.isTransaction) connection.exec("ROLLBACK");
    return { error };
  }
}

/** Those that were done, the others having failed; null when the transaction is lost, and all of them with it. */
function doEach(connection: DatabaseSync, savepoint: Savepoint, batch: readonly Job[]): readonly Job[] | null {
  const done: Job[] = [];
  for (const [index, job] of batch.entries()) {
    try {
      savepoint.mark.run();
      job.run();
      savepoint.release.run();
      done.push(job);
    } catch (error) {
      // A full disk or an I/O error ends the whole transaction, and its other writes with it.
      if (!takeBack(connection)) {
        failAll([...done, ...batch.slice(index)], unfinished(error));
        return null;
      }
      job.fail(toOutcome(error));
    }
  }
  return done;
}

function commit(connection: DatabaseSync, done: readonly Job[]): void {
  try {
    connection.exec("COMMIT");
  } catch (error) {
    if (connection.isTransaction) connection.exec("ROLLBACK");
    return failAll(done, unavailable("The store could not make a write durable; look at its disk.", error));
  }
  for (const job of done) job.settle();
}

function failAll(jobs: readonly Job[], reason: StoreUnavailable): void {
  for (const job of jobs) job.fail(reason);
}

const unfinished = (error: unknown): StoreUnavailable =>
  unavailable("The store could not finish a write; look at its disk.", error);

const toOutcome = (error: unknown): unknown => (isOutOfReach(error) ? unfinished(error) : error);

function takeBack(connection: DatabaseSync): boolean {
  if (!connection.isTransaction) return false;
  try {
    connection.exec("ROLLBACK TO job; RELEASE job");
    return true;
  } catch {
    if (connection.isTransaction) connection.exec("ROLLBACK");
    return false;
  }
}

/** Whether SQLite could not reach or use its file: busy, locked, out of memory, read-only, I/O, corrupt, full, cannot open. */
export function isOutOfReach(error: unknown): boolean {
  return [5, 6, 7, 8, 10, 11, 13, 14].includes(resultCode(error));
}

function isBusy(error: unknown): boolean {
  return [5, 6].includes(resultCode(error));
}

/** https://sqlite.org/rescode.html: the lower byte of an extended code. */
function resultCode(error: unknown): number {
  return error instanceof Error && "errcode" in error ? Number(error.errcode) % 256 : 0;
}

function unavailable(sentence: string, cause: unknown): StoreUnavailable {
  return new StoreUnavailable(sentence, { cause });
}
