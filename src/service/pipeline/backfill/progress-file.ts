import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod/mini";
import { tally } from "./tally.ts";

/** How far one day has been read. */
const dayProgress = z.object({
  /** The end of the interval: a day that was read before it was over is read again. */
  until: z.number(),
  withInsights: z.boolean(),
  isRead: z.boolean(),
  jobId: z.nullable(z.string()),
  cursor: z.nullable(z.string()),
  /** The latest start among what this job told, and whether it came in the order of starts, as it was asked to. */
  takenUntil: z.number(),
  isOrdered: z.boolean(),
  /** What started before was taken from an earlier job, whose results have expired. */
  skipBefore: z.number(),
  tally,
});
export type DayProgress = Readonly<z.infer<typeof dayProgress>>;

/** Where a run was, durable; nobody else can open the file until it is closed or the process has ended, however it ended. */
export interface ProgressFile {
  day(organizationId: string, name: string): DayProgress | null;
  save(organizationId: string, name: string, progress: DayProgress): void;
  forget(organizationId: string): void;
  close(): void;
}

export type OpenedProgress =
  | { readonly ok: true; readonly file: ProgressFile }
  | { readonly ok: false; readonly fault: string };

const row = z.object({ progress: z.string() });

/** `storeIdentity` is of the store that was written to: what was read into another one says nothing about this one. */
export function openProgressFile(path: string, storeIdentity: string): OpenedProgress {
  let database: DatabaseSync | null = null;
  try {
    mkdirSync(dirname(path), { recursive: true });
    database = new DatabaseSync(path, { timeout: 0 });
    // Held from here to the end; the system lets go of it when the process is killed.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE");
    database.exec("CREATE TABLE IF NOT EXISTS stores (identity TEXT PRIMARY KEY)");
    database.exec(
      "CREATE TABLE IF NOT EXISTS days (organization TEXT, name TEXT, progress TEXT NOT NULL, PRIMARY KEY (organization, name))",
    );
    if (!database.prepare("SELECT 1 FROM stores WHERE identity = ?").get(storeIdentity)) {
      database.exec("DELETE FROM stores; DELETE FROM days");
      database.prepare("INSERT INTO stores VALUES (?)").run(storeIdentity);
    }
    database.exec("COMMIT");
    return { ok: true, file: progressIn(database) };
  } catch (error) {
    database?.close();
    const isBusy = error instanceof Error && "errcode" in error && Number(error.errcode) % 256 === 5;
    return {
      ok: false,
      fault: isBusy
        ? "Another backfill is at work on this store; wait until it has ended, or stop it."
        : `${path}, which keeps where the backfill is, cannot be used (${error instanceof Error ? error.message : "unknown error"}); look at its folder, or delete it to begin anew.`,
    };
  }
}

function progressIn(database: DatabaseSync): ProgressFile {
  const select = database.prepare("SELECT progress FROM days WHERE organization = ? AND name = ?");
  const upsert = database.prepare(
    "INSERT INTO days VALUES (?, ?, ?) ON CONFLICT (organization, name) DO UPDATE SET progress = excluded.progress",
  );
  const remove = database.prepare("DELETE FROM days WHERE organization = ?");
  return {
    day(organizationId, name) {
      const found = select.get(organizationId, name);
      if (!found) return null;
      const read = dayProgress.safeParse(JSON.parse(z.parse(row, found).progress));
      return read.success ? read.data : null;
    },
    save(organizationId, name, progress) {
      upsert.run(organizationId, name, JSON.stringify(progress));
    },
    forget(organizationId) {
      remove.run(organizationId);
    },
    close() {
      if (database.isOpen) database.close();
    },
  };
}
