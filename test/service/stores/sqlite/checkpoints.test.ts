import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase, type Database } from "../../../../src/service/stores/sqlite/database.ts";

const tables = ["CREATE TABLE pieces (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL)"];
const megabyte = 2 ** 20;
let folder = "";
let file = "";
let database: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "uic-checkpoints-"));
  file = join(folder, "uic.db");
  database = openDatabase(file, tables);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const sizeOf = (path: string): number => statSync(path).size / megabyte;

/** One after the other, in transactions of their own. */
async function writePieces(count: number, first = 0, bytes = 2 * megabyte): Promise<void> {
  for (let number = first; number < first + count; number += 1)
    await database.write(({ statement }) =>
      statement("INSERT INTO pieces VALUES (?, ?)").run(number, Buffer.alloc(bytes, number)),
    );
}

/** Small writes, with which the log does not grow as far as SQLite would copy it by itself. Answers how many. */
async function writeUntil(isSo: () => boolean, first: number): Promise<number> {
  let count = 0;
  await vi.waitFor(
    async () => {
      await writePieces(1, first + count, 1);
      count += 1;
      expect(isSo()).toBe(true);
    },
    { timeout: 10_000 },
  );
  return count;
}

const written = (connection: DatabaseSync): unknown =>
  connection.prepare("SELECT COUNT(*) AS pieces, SUM(length(bytes)) AS bytes FROM pieces").get();

describe("the log of the embedded database", () => {
  it("is copied into the file while writes go on, and begun anew", async () => {
    const other = new DatabaseSync(file);
    const pagesInLog = (): number => Number(other.prepare("PRAGMA wal_checkpoint(NOOP)").get()?.["log"]);
    await writePieces(20);
    expect(pagesInLog()).toBeGreaterThan(8192);
    const small = await writeUntil(() => pagesInLog() < 8192, 20);
    expect(sizeOf(file)).toBeGreaterThan(32);
    expect(written(other)).toEqual({ pieces: 20 + small, bytes: 40 * megabyte + small });
    other.close();
  });

  it("is emptied when that is asked for, also while it is being copied", async () => {
    await writePieces(17);
    const writes = writePieces(3, 17);
    await database.truncateLog();
    await writes;
    await database.truncateLog();
    expect(sizeOf(`${file}-wal`)).toBe(0);
    expect(sizeOf(file)).toBeGreaterThan(40);
  });

  it("is kept for who still reads from it, without whom writes go on", async () => {
    await writePieces(2);
    const reader = new DatabaseSync(file);
    reader.exec("BEGIN");
    const before = written(reader);
    await writePieces(40, 2);
    expect(written(reader)).toEqual(before);
    reader.close();
    await writePieces(20, 42);
    await database.truncateLog();
    expect(sizeOf(`${file}-wal`)).toBe(0);
    expect(sizeOf(file)).toBeGreaterThan(120);
  });

  it("is waited for by a process that has nothing else to do", async () => {
    const source = new URL("../../../../src/service/stores/sqlite/database.ts", import.meta.url).href;
    const program = `
      import { openDatabase } from ${JSON.stringify(source)};
      const database = openDatabase(${JSON.stringify(file)}, ${JSON.stringify(tables)});
      for (let number = 0; number < 40; number += 1)
        await database.write(({ statement }) =>
          statement("INSERT INTO pieces VALUES (?, ?)").run(number, Buffer.alloc(${2 * megabyte}, number)));
      await database.close();`;
    const other = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: "inherit" });
    expect(await once(other, "exit")).toEqual([0, null]);
  });

  it("is copied by SQLite itself where the thread cannot open the file", async () => {
    const elsewhere = `${folder}-moved`;
    renameSync(folder, elsewhere);
    await writePieces(20);
    const small = await writeUntil(() => sizeOf(join(elsewhere, "uic.db")) > 32, 20);
    await database.close();
    const moved = new DatabaseSync(join(elsewhere, "uic.db"), { readOnly: true });
    expect(written(moved)).toEqual({ pieces: 20 + small, bytes: 40 * megabyte + small });
    moved.close();
    rmSync(elsewhere, { recursive: true });
  });

  it("is all in the file when the database was closed while it was copied, and needs no log any more", async () => {
    await writePieces(17);
    const last = writePieces(1, 17);
    await Promise.all([last, database.close()]);
    const copied = new DatabaseSync(file, { readOnly: true });
    expect(written(copied)).toEqual({ pieces: 18, bytes: 36 * megabyte });
    copied.close();
  });
});
