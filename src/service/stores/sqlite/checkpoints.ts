import { once } from "node:events";
import { fdatasync, openSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import * as z from "zod/mini";
import { logState, type CheckpointMode, type LogState } from "./log-state.ts";

/** 32 MB: a page that many writes touch is copied once for all of them. */
const pagesUntilCopied = 8192;
/** What comes during one pass is left for the next; after two little is. */
const passes = 2;
const truncations = 25;
const sync = promisify(fdatasync);

export interface Checkpoints {
  /** To be awaited before each transaction: has a long log copied while transactions go on, and holds the next one only for the end of it. */
  tend(): Promise<void>;
  /** Writes the log into the file and empties it, as far as nobody else keeps reading from it. */
  truncate(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Copies the log into the file on a thread of its own: it takes tens of milliseconds, in which this one goes on serving.
 * Should that thread fail, SQLite does it here at the end of a transaction, as it always does beyond 256 MB.
 */
export function createCheckpoints(path: string, connection: DatabaseSync, endReading: () => void): Checkpoints {
  connection.exec(`PRAGMA wal_autocheckpoint = ${8 * pagesUntilCopied}`);
  const measure = connection.prepare("PRAGMA wal_checkpoint(NOOP)");
  const empty = connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  let worker: Worker | null = null;
  let file: number | null = null;
  let copying: Promise<void> | null = null;
  let ending: Promise<unknown> | null = null;
  let copyAt = pagesUntilCopied;

  /** Null where the disk does not say: whoever writes next is told of it. */
  function pagesInLog(): number | null {
    try {
      return z.parse(logState, measure.get()).log;
    } catch {
      return null;
    }
  }

  function startWorker(): Worker {
    const started = new Worker(new URL("checkpoint-worker.ts", import.meta.url), { workerData: path });
    started.unref();
    // Its exit follows, and is all that matters.
    started.on("error", () => undefined);
    started.once("exit", () => {
      worker = null;
    });
    return started;
  }

  /** Null when the thread could not do it. */
  function checkpoint(mode: CheckpointMode): Promise<LogState | null> {
    const asked = (worker ??= startWorker());
    return new Promise((resolve) => {
      const settle = (answer: unknown) => {
        asked.off("message", settle).off("exit", settle).unref();
        resolve(logState.safeParse(answer).data ?? null);
      };
      // A process with nothing else to do still waits for it.
      asked.on("message", settle).on("exit", settle).ref();
      asked.postMessage(mode);
    });
  }

  async function copy(): Promise<void> {
    for (let pass = 0; pass < passes; pass += 1) {
      if (!(await checkpoint("PASSIVE"))) return giveUp();
      // SQLite syncs only a copy of the whole log: without this all of it would be synced while writers are held.
      await syncFile();
    }
    const end = checkpoint("RESTART");
    ending = end;
    const state = await end;
    if (!state) return giveUp();
    // Somebody who keeps reading from the log keeps it; trying again at once would only hold writers.
    copyAt = state.busy === 0 ? pagesUntilCopied : state.log + pagesUntilCopied;
  }

  /** Never closed: closing any descriptor of the file takes this process's locks on it away, SQLite's included. */
  async function syncFile(): Promise<void> {
    file ??= openSync(path, "r");
    await sync(file);
  }

  function giveUp(): void {
    connection.exec(`PRAGMA wal_autocheckpoint = ${pagesUntilCopied}`);
    copyAt = (pagesInLog() ?? copyAt) + pagesUntilCopied;
  }

  async function idle(): Promise<void> {
    for (let running = copying; running; running = copying) await running;
  }

  return {
    async tend() {
      if (ending) await ending;
      else if (!copying && (pagesInLog() ?? 0) >= copyAt)
        copying = copy()
          .catch(giveUp)
          .finally(() => {
            copying = ending = null;
          });
    },
    async truncate() {
      for (let attempt = 1; ; attempt += 1) {
        await idle();
        endReading();
        // A transaction may just have begun.
        const isEmpty = !connection.isTransaction && z.parse(logState, empty.get()).busy === 0;
        if (isEmpty || attempt === truncations) return;
        await wait(20);
      }
    },
    async close() {
      await idle();
      if (!worker) return;
      const exited = once(worker, "exit");
      worker.ref();
      worker.postMessage(null);
      await exited;
    },
  };
}
