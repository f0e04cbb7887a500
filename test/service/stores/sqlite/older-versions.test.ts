import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anInteraction, customerId, phone, valueOf } from "../../customers/builders.ts";
import { fakeClock, startService, type ServiceUnderTest } from "../../customers/service-under-test.ts";
import { readEverything } from "./older/everything.ts";

const read = (name: string): string => readFileSync(new URL(`older/${name}`, import.meta.url), "utf8");

let folder = "";
let file = "";
let service: ServiceUnderTest;

/** A store as the version with two migrations wrote it, and what that version answered about it. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "uic-older-"));
  file = join(folder, "uic.db");
  const older = new DatabaseSync(file);
  older.exec(read("schema-2.sql"));
  older.exec("PRAGMA journal_mode = WAL");
  older.close();
  service = startService({ file, process: "reader", clock: fakeClock("2026-02-20T12:00:00.000Z") });
});
afterEach(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

const query = (sql: string): unknown => {
  const database = new DatabaseSync(file);
  const row = Object.values(database.prepare(sql).get() ?? {}).at(0);
  database.close();
  return row;
};

describe("a store written by an older version", () => {
  it("gives every answer that it gave before", async () => {
    expect(JSON.parse(JSON.stringify(await readEverything(service, file)))).toEqual(
      JSON.parse(read("schema-2.answers.json")),
    );
    expect(query("PRAGMA integrity_check")).toBe("ok");
  });

  it("takes what comes next, for old customers and erased ones", async () => {
    const { customers, agent, pipeline } = service;
    const record = (request: Parameters<typeof customers.recordInteraction>[1]) =>
      customers.recordInteraction(pipeline, request);
    const before = await valueOf(customers.read(agent, "C-1"));
    await valueOf(
      record(
        anInteraction([phone("+94771234567")], {
          conversationId: "new-1",
          startTime: "2026-02-20T11:00:00Z",
          intent: "Move",
        }),
      ),
    );
    const lookup = await customers.lookupJson(agent, { identifiers: [phone("+94771234567")] });
    expect(JSON.parse(Buffer.from(lookup.json).toString())).toMatchObject({
      customerId: "C-1",
      version: before.version + 1,
      interactionCount: before.interactionCount + 1,
      recentInteractions: [{ intent: "Move" }, {}, {}, {}, {}],
    });
    const late = anInteraction([customerId("C-4")], { conversationId: "new-2", startTime: "2026-02-19T00:00:00Z" });
    expect(await record(late)).toMatchObject({ ok: false, code: "erased" });
    expect(
      (
        await valueOf(
          record(anInteraction([customerId("C-4")], { conversationId: "new-3", startTime: "2026-02-20T11:00:00Z" })),
        )
      ).created,
    ).toBe(true);
  });

  it("keeps nothing ready that an older process, which does not know of it, changes afterwards", async () => {
    const { customers, agent, pipeline, store } = service;
    await valueOf(
      customers.recordInteraction(
        pipeline,
        anInteraction([customerId("C-7")], { conversationId: "new-4", startTime: "2026-02-20T11:00:00Z" }),
      ),
    );
    const glance = async () => (await store.glance?.(agent.organization.id, ["C-7"], []))?.glance;
    expect(await glance()).toMatchObject({ customerId: "C-7" });
    const older = new DatabaseSync(file);
    older.exec("UPDATE customers SET revision = revision + 1, version = version + 1 WHERE customer_id = 'C-7'");
    older.close();
    // Another process is heard in a later turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    expect(await glance()).toBeNull();
    const lookup = await customers.lookup(agent, { identifiers: [customerId("C-7")] });
    const { json } = await customers.lookupJson(agent, { identifiers: [customerId("C-7")] });
    expect(JSON.parse(Buffer.from(json).toString())).toEqual(lookup);
  });
});
