import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { asService, keys, withJson } from "../http/harness.ts";
import { startRealService } from "../http/real-service.ts";
import { makeFolder, startService } from "./process.ts";

// A busy machine takes seconds to start a process.
vi.setConfig({ testTimeout: 30_000 });

const all = asService(keys.all);
const identifiers = [{ type: "customerId", value: "C-1001" }];
type Send = (path: string, init: RequestInit) => Promise<Response>;

/** One interaction with notes as long as may be. */
function record(send: Send, conversationId: string): Promise<Response> {
  const interaction = {
    conversationId,
    channel: "voice",
    startTime: "2026-11-20T10:15:00.000Z",
    durationSeconds: 1,
    resolutionStatus: "UNRESOLVED",
    outcomeNotes: "n".repeat(1000),
    revisedAt: "2026-11-20T11:00:00.000Z",
  };
  return send("/v1/interactions", withJson("POST", all, { identifiers, interaction }));
}

const page = z.object({ items: z.array(z.object({ conversationId: z.string() })), total: z.int() });

async function kept(send: Send): Promise<readonly string[]> {
  const listed = await send("/v1/customers/C-1001/interactions?limit=100", { headers: all });
  const { items, total } = page.parse(await listed.json());
  expect(total).toBe(items.length);
  return items.map(({ conversationId }) => conversationId).toSorted();
}

async function expectUnavailable(answer: Response): Promise<void> {
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await answer.json()).toMatchObject({ code: "unavailable" });
}

describe("the embedded store on a disk that fails", () => {
  it("keeps what was acknowledged when the disk is full, says so, and goes on when there is room", async () => {
    const { send, database } = await startRealService();
    const allow = (pages: number) =>
      database.read(({ statement }) => statement(`PRAGMA max_page_count = ${pages}`).get());
    const acknowledged: string[] = [];
    const refused: string[] = [];
    expect((await record(send, "first")).status).toBe(201);
    acknowledged.push("first");
    allow(45);
    for (let index = 0; index < 80; index += 1) {
      const answer = await record(send, `conversation-${index}`);
      if (answer.status === 201) acknowledged.push(`conversation-${index}`);
      else {
        await expectUnavailable(answer);
        refused.push(`conversation-${index}`);
      }
    }
    expect(acknowledged.length).toBeGreaterThan(5);
    expect(refused.length).toBeGreaterThan(5);
    expect(await kept(send)).toEqual(acknowledged.toSorted());
    const metrics = await (await send("/metrics", {})).text();
    expect(metrics).toContain(`uic_store_failures_total{engine="sqlite",verb="commit"} ${refused.length}`);
    allow(1_000_000);
    for (const id of refused) expect((await record(send, id)).status).toBe(201);
    expect(await kept(send)).toEqual([...acknowledged, ...refused].toSorted());
  });

  it.skipIf(process.platform !== "linux")(
    "does the same when the operating system refuses every write, and has it all after a crash",
    async () => {
      const folder = makeFolder();
      const service = startService(folder);
      const url = await service.listening;
      const send: Send = (path, init) => fetch(url + path, init);
      // No byte of any file can be written beyond the first: SQLite gets an I/O error from every write.
      const limitFiles = (bytes: string) =>
        execFileSync("prlimit", ["--pid", String(service.pid), `--fsize=${bytes}:unlimited`]);
      const before = ["a1", "a2", "a3"];
      for (const id of before) expect((await record(send, id)).status).toBe(201);
      limitFiles("1");
      const during = Array.from({ length: 20 }, (_, index) => `b${index}`);
      await Promise.all(during.map(async (id) => expectUnavailable(await record(send, id))));
      expect(await kept(send)).toEqual(before);
      limitFiles("unlimited");
      const again = await Promise.all(during.map((id) => record(send, id)));
      expect(new Set(again.map(({ status }) => status))).toEqual(new Set([201]));
      const everything = [...before, ...during].toSorted();
      expect(await kept(send)).toEqual(everything);
      service.signal("SIGKILL");
      await service.exited;
      const next = await startService(folder).listening;
      expect(await kept((path, init) => fetch(next + path, init))).toEqual(everything);
    },
  );

  it.skipIf(process.platform !== "linux").for([
    { fault: "every sync fails", points: ["posix/io/sync/*"], probability: 1 },
    {
      fault: "a third of the writes and syncs fail",
      points: ["posix/io/sync/*", "posix/io/rw/pwrite"],
      probability: 0.3,
    },
  ])("loses nothing that was acknowledged while $fault, and is whole after a crash", async (trouble) => {
    const folder = makeFolder();
    const { service, send, tell } = await startOverFailingDisk(folder);
    const acknowledged: string[] = [];
    const write = async (id: string) => {
      const answer = await record(send, id);
      if (answer.status === 201) acknowledged.push(id);
      else await expectUnavailable(answer);
    };
    for (const id of ["a1", "a2", "a3"]) await write(id);
    tell(...trouble.points.map((name) => `enable_random name=${name},probability=${trouble.probability}`));
    const during = Array.from({ length: 30 }, (_, index) => `b${index}`);
    for (const id of during) await write(id);
    expect(acknowledged.length).toBeLessThan(33);
    tell(...trouble.points.map((name) => `disable name=${name}`));
    expect(await kept(send)).toEqual(acknowledged.toSorted());
    await Promise.all(during.filter((id) => !acknowledged.includes(id)).map(write));
    const everything = ["a1", "a2", "a3", ...during].toSorted();
    expect(await kept(send)).toEqual(everything);
    service.signal("SIGKILL");
    await service.exited;
    const next = await startService(folder).listening;
    expect(await kept((path, init) => fetch(next + path, init))).toEqual(everything);
  });

  it.skipIf(process.platform !== "linux")("says so while nothing can be read, and reads on when it can", async () => {
    const folder = makeFolder();
    const before = startService(folder);
    const filled = await before.listening;
    const ids = Array.from({ length: 30 }, (_, index) => `c${index}`);
    for (const id of ids) expect((await record((path, init) => fetch(filled + path, init), id)).status).toBe(201);
    before.signal("SIGTERM");
    await before.exited;
    // A process that has read nothing yet has nothing in memory to answer from.
    const { send, tell } = await startOverFailingDisk(folder);
    tell("enable name=posix/io/rw/pread");
    await expectUnavailable(await send("/v1/customers/C-1001/interactions?limit=100", { headers: all }));
    tell("disable name=posix/io/rw/pread");
    expect(await kept(send)).toEqual(ids.toSorted());
  });
});

/** The real service with libfiu between it and the C library, so that every call of SQLite can be made to fail. */
async function startOverFailingDisk(folder: string) {
  const control = join(folder, "fiu");
  const service = startService(folder, {
    LD_PRELOAD: ["run", "posix"].map((name) => `/usr/lib/fiu/fiu_${name}_preload.so`).join(":"),
    FIU_CTRL_FIFO: control,
  });
  const url = await service.listening;
  const send: Send = (path, init) => fetch(url + path, init);
  const tell = (...commands: readonly string[]) =>
    execFileSync("fiu-ctrl", ["-f", control, ...commands.flatMap((one) => ["-c", one]), String(service.pid)]);
  return { service, send, tell };
}
