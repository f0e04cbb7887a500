import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, vi } from "vitest";
import * as z from "zod";
import { asService, keys, withJson } from "./http/harness.ts";
import { makeFolder, startService } from "./main/process.ts";

// A busy machine takes seconds to start a process.
vi.setConfig({ testTimeout: 60_000 });

const program = fileURLToPath(new URL("../../src/service/backup.ts", import.meta.url));
const all = asService(keys.all);
const identifiers = [{ type: "phone", value: "+94771234567" }];
const found = z.object({ interactionCount: z.int() });

function backUp(folder: string, file: string, env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [program, file], {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
  return new Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, ...said }));
  });
}

async function record(url: string, number: number): Promise<void> {
  const interaction = {
    conversationId: `conv-${number}`,
    channel: "voice",
    startTime: new Date(Date.UTC(2026, 9, 1, 0, number)).toISOString(),
    durationSeconds: 60,
    resolutionStatus: "RESOLVED",
  };
  const answer = await fetch(`${url}/v1/interactions`, withJson("POST", all, { identifiers, interaction }));
  expect(answer.status).toBe(201);
}

async function countInteractions(url: string): Promise<number> {
  const answer = await fetch(`${url}/v1/contexts/lookup`, withJson("POST", all, { identifiers }));
  return found.parse(await answer.json()).interactionCount;
}

it("backs up in a stream of writes; a service that starts on the backup has everything acknowledged before", async () => {
  const folder = makeFolder();
  const service = startService(folder);
  const url = await service.listening;
  let acknowledged = 0;
  const over = new AbortController();
  const writes = (async () => {
    while (!over.signal.aborted) {
      await record(url, acknowledged);
      acknowledged += 1;
    }
  })();
  await vi.waitUntil(() => acknowledged >= 20);
  const before = acknowledged;
  const backup = await backUp(folder, "backup.db");
  const after = acknowledged;
  over.abort();
  await writes;
  expect(backup).toMatchObject({ code: 0, err: "", out: expect.stringContaining("backup.db holds the store") });
  expect(after).toBeGreaterThan(before);
  expect(await countInteractions(url)).toBe(acknowledged);

  const another = makeFolder();
  mkdirSync(join(another, "data"));
  renameSync(join(folder, "backup.db"), join(another, "data/uic.db"));
  const restored = startService(another);
  const count = await countInteractions(await restored.listening);
  expect(count).toBeGreaterThanOrEqual(before);
  expect(count).toBeLessThanOrEqual(acknowledged);
  await record(await restored.listening, acknowledged);
});

it("makes none and says why, and overwrites nothing", async () => {
  const folder = makeFolder();
  expect(await backUp(folder, "backup.db")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^No backup was made: There is no store at .*uic\.db; name it by UIC_STORE\.\n$/),
  });
  mkdirSync(join(folder, "data"));
  writeFileSync(
    join(folder, "data/uic.db"),
    "no database, only text, and long enough to be read as a header".repeat(20),
  );
  expect((await backUp(folder, "backup.db")).code).toBe(1);
  writeFileSync(join(folder, "backup.db"), "the last one");
  expect(await backUp(folder, "backup.db")).toMatchObject({
    code: 1,
    err: expect.stringContaining("is there already"),
  });
  expect(readdirSync(folder).toSorted()).toEqual(["backup.db", "data", "uic.config.json"]);
  const elsewhere = { UIC_STORE: "redis://127.0.0.1:6379/0" };
  expect(await backUp(folder, "other.db", elsewhere)).toMatchObject({
    code: 1,
    err: expect.stringContaining("with its own means"),
  });
});
