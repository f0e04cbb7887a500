import type { Clock } from "../genesys/clock.ts";
import type { Rows } from "./rows.ts";

export interface ConnectionNeeds {
  /** Imports the database's library and opens the database; either may throw or never settle. */
  openRows(onLost: () => void): Promise<Rows>;
  readonly clock: Clock;
}

/** One connection to the rows on this device, opened with the first work. */
export interface Connection {
  /** Rejects after 3 s, with what the browser throws, or when a second connection was lost like the first. */
  run<T>(work: (rows: Rows) => Promise<T>): Promise<T>;
  close(): void;
}

const timeoutMilliseconds = 3000;

export function createConnection(needs: ConnectionNeeds): Connection {
  let rows: Rows | null = null;
  let reopened = false;

  async function within<T>(work: Promise<T>): Promise<T> {
    const late = Promise.withResolvers<never>();
    const stop = needs.clock.after(timeoutMilliseconds, () =>
      late.reject(new Error("The database on this device does not answer.")),
    );
    try {
      return await Promise.race([work, late.promise]);
    } finally {
      stop();
    }
  }

  async function opened(): Promise<Rows> {
    if (rows) return rows;
    const opening = needs.openRows(() => {
      rows = null;
    });
    try {
      rows = await within(opening);
      return rows;
    } catch (error) {
      void closeWhenOpen(opening);
      throw error;
    }
  }

  function close(): void {
    rows?.close();
    rows = null;
  }

  return {
    async run(work) {
      try {
        return await within(work(await opened()));
      } catch (error) {
        if (isQuotaExceeded(error) || reopened) throw error;
        // Another tab or the browser may have closed it under us: one more try on a new connection.
        reopened = true;
        close();
        return within(work(await opened()));
      }
    },
    close,
  };
}

/** One that opens when nobody waits any more must not block another tab's upgrade. */
async function closeWhenOpen(opening: Promise<Rows>): Promise<void> {
  try {
    (await opening).close();
  } catch {
    // It never opened.
  }
}

/** A full disk comes as `QuotaExceededError`, or as `AbortError` with that inside. */
export function isQuotaExceeded(error: unknown): boolean {
  const inner = typeof error === "object" && error !== null && "inner" in error ? error.inner : undefined;
  return [error, inner].some(
    (one) => typeof one === "object" && one !== null && "name" in one && one.name === "QuotaExceededError",
  );
}
