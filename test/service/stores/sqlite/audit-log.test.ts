import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAuditLog, type AuditLog } from "../../../../src/service/stores/sqlite/audit-log.ts";
import { openDatabase, type Database } from "../../../../src/service/stores/sqlite/database.ts";

let database: Database;
let log: AuditLog;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  database = openDatabase(":memory:");
  log = createAuditLog(database);
});
afterEach(async () => {
  await log.close();
  await database.close();
  vi.useRealTimers();
});

const entry = (id: string, customerId: string) => ({
  id,
  at: `2026-03-10T08:00:00.${id.padStart(3, "0")}Z`,
  actor: { type: "agent", id: "agent-1" } as const,
  action: "read",
  conversationId: null,
  requestId: "req_1",
  customerId,
});
const count = (table: string): number =>
  Number(database.read(({ statement }) => statement(`SELECT COUNT(*) AS rows FROM ${table}`).get())?.["rows"]);
const idsOf = async (customerIds: readonly string[], limit = 100) =>
  (await log.entries("t", customerIds, "", { before: null, limit })).map(({ id }) => id);
/** So many times what is to be done in a fifth of a second is done. */
async function fifths(times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    await vi.advanceTimersByTimeAsync(200);
    for (let step = 0; step < 40; step += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("the audit log of the embedded store", () => {
  it("writes what came together at once, and files it when nobody adds anything", async () => {
    for (let id = 1; id <= 450; id += 1) log.add("t", entry(String(id), `C-${id % 7}`));
    expect([count("audit_waiting"), count("audit_entries")]).toEqual([0, 0]);
    await fifths(1);
    expect([count("audit_waiting"), count("audit_entries")]).toEqual([3, 0]);
    await fifths(2);
    expect([count("audit_waiting"), count("audit_entries")]).toEqual([0, 450]);
    expect(await idsOf(["C-3"], 2)).toEqual(["444", "437"]);
  });

  it("shows entries in the order of their time, whether they are filed, wait or only came", async () => {
    log.add("t", entry("1", "C-1"));
    log.add("t", entry("4", "C-2"));
    await fifths(3);
    log.add("t", entry("2", "C-1"));
    log.add("other", entry("9", "C-1"));
    await fifths(1);
    expect([count("audit_waiting"), count("audit_entries")]).toEqual([2, 2]);
    log.add("t", entry("3", "C-1"));
    log.add("t", entry("5", 'C-1","C-2'));
    expect(await idsOf(["C-1", "C-2"])).toEqual(["4", "3", "2", "1"]);
    expect(await idsOf(["C-1", "C-2"], 3)).toEqual(["4", "3", "2"]);
    const page = { before: { at: entry("3", "").at, id: "3" }, limit: 1 };
    expect((await log.entries("t", ["C-1"], "", page)).map(({ id }) => id)).toEqual(["2"]);
    expect(await log.entries("t", ["C-1"], entry("4", "").at, { before: null, limit: 9 })).toEqual([]);
  });

  it("files beside other work what never meets a quiet moment", async () => {
    for (let turn = 1; turn <= 320; turn += 1) {
      log.add("t", entry(String(turn), "C-1"));
      await fifths(1);
    }
    expect(count("audit_entries")).toBeGreaterThan(250);
    expect(await idsOf(["C-1"], 3)).toEqual(["320", "319", "318"]);
  });

  it("has everything on disk once it is closed", async () => {
    log.add("t", entry("1", "C-1"));
    await log.close();
    expect(count("audit_waiting")).toBe(1);
  });
});
