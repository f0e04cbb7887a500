import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../../../src/service/stores/sqlite/database.ts";
import { StoreUnavailable } from "../../../../src/service/stores/store-unavailable.ts";

const notes = ["CREATE TABLE notes (text TEXT PRIMARY KEY)"];
let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "uic-database-"));
  file = join(folder, "made", "uic.db");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const insert = (text: string) => (connection: { statement(sql: string): { run(text: string): unknown } }) =>
  connection.statement("INSERT INTO notes VALUES (?)").run(text);

function storedNotes(): string[] {
  const other = new DatabaseSync(file);
  const rows = other.prepare("SELECT text FROM notes ORDER BY text").all();
  other.close();
  return rows.map((row) => String(row["text"]));
}

describe("the embedded database", () => {
  it("makes the folder and the file, durable and with deletion that overwrites", async () => {
    const database = openDatabase(file, notes);
    const pragmas = database.read(({ statement }) =>
      ["journal_mode", "synchronous", "secure_delete", "foreign_keys"].map((name) =>
        Object.values(statement(`PRAGMA ${name}`).get() ?? {}).at(0),
      ),
    );
    expect(pragmas).toEqual(["wal", 2, 1, 1]);
    await database.close();
  });

  it("commits writes that wait together at once, and resolves each only when another connection sees it", async () => {
    const database = openDatabase(file, notes);
    const writes = ["a", "b", "c"].map((text) => database.write(insert(text)).then(storedNotes));
    expect(storedNotes()).toEqual([]);
    for (const seen of await Promise.all(writes)) expect(seen).toEqual(["a", "b", "c"]);
    await database.close();
  });

  it("takes back only the write that failed", async () => {
    const database = openDatabase(file, notes);
    const outcomes = await Promise.allSettled([
      database.write(insert("a")),
      database.write((connection) => {
        insert("half")(connection);
        insert("a")(connection);
      }),
      database.write(insert("b")),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(storedNotes()).toEqual(["a", "b"]);
    await database.close();
  });

  it("finishes what is queued when it closes, and refuses what comes after", async () => {
    const database = openDatabase(file, notes);
    const queued = database.write(insert("last"));
    const closed = database.close();
    await expect(database.write(insert("late"))).rejects.toThrow(StoreUnavailable);
    await Promise.all([queued, closed]);
    expect(storedNotes()).toEqual(["last"]);
  });

  it("reads for a few who ask together on one snapshot, taken after they asked", async () => {
    const database = openDatabase(file, notes);
    const other = new DatabaseSync(file);
    const write = (text: string) => other.prepare("INSERT INTO notes VALUES (?)").run(text);
    const asked = ["a", "b", "c", "d", "e"].map((name) =>
      database.readTogether(({ listing }) => {
        const seen = listing("SELECT text FROM notes ORDER BY text").all().flat();
        write(`while ${name} reads`);
        return seen;
      }),
    );
    write("after they asked");
    const first = ["after they asked"];
    expect((await Promise.all(asked)).slice(0, 4)).toEqual([first, first, first, first]);
    expect(await asked[4]).toEqual([...first, ...["a", "b", "c", "d"].map((name) => `while ${name} reads`)]);
    other.close();
    await database.close();
  });

  it("answers who asked together with one whose read failed, and whoever still waits when it closes", async () => {
    const database = openDatabase(file, notes);
    await database.write(insert("kept"));
    const outcomes = Promise.allSettled(
      ["SELECT text FROM notes", "SELECT text FROM nowhere", "SELECT text FROM notes"].map((sql) =>
        database.readTogether(({ statement }) => statement(sql).get()?.["text"]),
      ),
    );
    await database.close();
    expect(await outcomes).toMatchObject([
      { status: "fulfilled", value: "kept" },
      { status: "rejected", reason: expect.objectContaining({ message: expect.stringContaining("nowhere") }) },
      { status: "fulfilled", value: "kept" },
    ]);
    await expect(database.readTogether(({ statement }) => statement("SELECT 1").get())).rejects.toThrow(/not open/);
  });

  it("applies only the migrations that a file does not have yet", async () => {
    const first = openDatabase(file, notes);
    await first.write(insert("kept"));
    await first.close();
    const second = openDatabase(file, [...notes, "ALTER TABLE notes ADD COLUMN author TEXT"]);
    expect(second.read(({ statement }) => statement("SELECT * FROM notes").all())).toEqual([
      { text: "kept", author: null },
    ]);
    await second.close();
  });

  it("refuses a file that a newer version wrote", async () => {
    await openDatabase(file, [...notes, "SELECT 1"]).close();
    expect(() => openDatabase(file, notes)).toThrow(/start the newer version/);
  });

  it("reports a write that does not fit on the disk and keeps working", async () => {
    const database = openDatabase(file, notes);
    await database.write(insert("a"));
    database.read(({ statement }) => statement("PRAGMA max_page_count = 3").get());
    const full = database.write(insert("x".repeat(100_000)));
    const fellow = database.write(insert("b"));
    await expect(full).rejects.toThrow(StoreUnavailable);
    await fellow.catch(() => undefined);
    database.read(({ statement }) => statement("PRAGMA max_page_count = 100000").get());
    await database.write(insert("c"));
    expect(storedNotes()).toContain("c");
    await database.close();
  });

  it("waits for a lock that another process holds without stopping this one", async () => {
    const database = openDatabase(file, notes);
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    const write = database.write(insert("patient"));
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(storedNotes()).toEqual([]);
    other.exec("COMMIT");
    other.close();
    await write;
    expect(storedNotes()).toEqual(["patient"]);
    await database.close();
  });

  it("lets two processes write one file", async () => {
    const database = openDatabase(file, notes);
    const source = new URL("../../../../src/service/stores/sqlite/database.ts", import.meta.url).href;
    const program = `
      import { openDatabase } from ${JSON.stringify(source)};
      const database = openDatabase(${JSON.stringify(file)}, ${JSON.stringify(notes)});
      for (let index = 0; index < 50; index += 1)
        await database.write(({ statement }) => statement("INSERT INTO notes VALUES (?)").run("theirs " + index));
      await database.close();`;
    const other = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: "inherit" });
    const exited = once(other, "exit");
    for (let index = 0; index < 50; index += 1) await database.write(insert(`ours ${index}`));
    expect(await exited).toEqual([0, null]);
    expect(storedNotes()).toHaveLength(100);
    await database.close();
  });
});
