import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import * as z from "zod/mini";
import { demoIds } from "../../../../src/desk/organization/directory.ts";
import { asService, keys, sha256, withJson } from "../../http/harness.ts";
import { startService } from "../../main/process.ts";
import { envelopeOf } from "../genesys-shapes.ts";
import { aConversation, day, organizationAt, pipelineSecret, startPastDesk, type PastDesk } from "./harness.ts";

const program = fileURLToPath(new URL("../../../../src/service/backfill.ts", import.meta.url));
const variables = {
  PATH: process.env["PATH"] ?? "",
  SECRET: pipelineSecret,
  UIC_IDENTIFIER_KEY: "0123456789abcdef0123456789abcdef",
};

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** `npm run backfill --` in a folder with a configuration, as a person would start it. */
function backfill(folder: string, ...parameters: readonly string[]) {
  const child = spawn(process.execPath, [program, ...parameters], { cwd: folder, env: variables, stdio: "pipe" });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
  const heard = new Set<() => void>();
  child.stderr.on("data", (chunk: Buffer) => {
    said.err += chunk.toString();
    for (const listener of heard) listener();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return {
    said,
    ended,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** Once it has said so on standard error. */
    says: (words: RegExp) =>
      new Promise<void>((resolve, reject) => {
        const listener = () => {
          if (words.test(said.err)) resolve();
        };
        heard.add(listener);
        listener();
        void ended.then(() => reject(new Error(`It ended before it said that: ${said.err}`)));
      }),
  };
}

function folderFor(desk: Pick<PastDesk, "origin">, more: Parameters<typeof organizationAt>[1] = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "backfill-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const serviceKeys: NonNullable<Parameters<typeof organizationAt>[1]>["serviceKeys"] = [
    { name: "all", sha256: sha256(keys.all), scopes: ["contexts:read", "contexts:write", "events:write"] },
  ];
  const organization = organizationAt(desk.origin, { serviceKeys, ...more });
  writeFileSync(join(folder, "uic.config.json"), JSON.stringify({ organizations: [organization] }));
  return folder;
}

const customerId = "C-1001";

/** Days of one customer's calls, up to this very moment. */
async function pastDays(days: number, callsADay: number) {
  const desk = await startPastDesk(days, Date.now());
  const ids: string[] = [];
  for (let number = 0; number < days; number += 1) {
    for (let call = 0; call < callsADay; call += 1)
      ids.push(aConversation(desk, { customers: [{ address: "+94771234567", attributes: { customerId } }] }));
    desk.clock.advance(day - callsADay * 130_000);
  }
  return { desk, ids };
}

const found = z.object({ interactionCount: z.int() });

/** What a service over the folder's store knows. */
async function countIn(url: string): Promise<number> {
  const identifiers = [{ type: "customerId", value: customerId }];
  const answer = await fetch(`${url}/v1/contexts/lookup`, withJson("POST", asService(keys.all), { identifiers }));
  return z.parse(found, await answer.json()).interactionCount;
}

describe("npm run backfill", () => {
  it("fills the store of a running service, beside the live events of the same conversations", async () => {
    const { desk, ids } = await pastDays(3, 6);
    const folder = folderFor(desk);
    const service = startService(folder, variables);
    const url = await service.listening;
    const source = `aws.partner/genesys.com/cloud/${demoIds.organization}/journey`;
    const events = ids.map((id) => Object.assign(envelopeOf("customer.end", id), { source }));
    const [accepted, ended] = await Promise.all([
      fetch(`${url}/v1/events/genesys`, withJson("POST", asService(keys.all), events)),
      backfill(folder, "--days", "5", "--organization", demoIds.organization).ended,
    ]);
    expect(accepted.status).toBe(202);
    expect(ended).toEqual({ code: 0, signal: null });
    expect(await countIn(url)).toBe(18);
    const again = backfill(folder, "--days", "5");
    expect(await again.ended).toEqual({ code: 0, signal: null });
    expect(again.said.out).toMatch(/everything was read\./);
    expect(again.said.out).toMatch(
      /days +\d of \d\n {2}conversations read +18\n {2}written +0 \(0 new, 0 renewed\)\n {2}unchanged +18\n/,
    );
    expect(again.said.err).toMatch(/days read, reading \d{4}-\d{2}-\d{2}; conversations so far: \d+\n/);
    expect(await countIn(url)).toBe(18);
  });

  it("killed in the middle and started again reads the rest, and doubles nothing", async () => {
    const { desk } = await pastDays(4, 5);
    const folder = folderFor(desk);
    const first = backfill(folder, "--days", "6");
    await first.says(/: 2 of \d days read/);
    first.kill("SIGKILL");
    expect(await first.ended).toEqual({ code: null, signal: "SIGKILL" });
    const second = backfill(folder, "--days", "6");
    expect(await second.ended).toEqual({ code: 0, signal: null });
    expect(second.said.out).toMatch(/of them by an earlier run/);
    const url = await startService(folder, variables).listening;
    expect(await countIn(url)).toBe(20);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("stopped by %s finishes what is under way, says how to go on, and goes on", async (signal, code) => {
    const { desk } = await pastDays(2, 3);
    const folder = folderFor(desk);
    const first = backfill(folder, "--days", "5");
    await first.says(/: 1 of \d days read/);
    first.kill(signal);
    expect(await first.ended).toEqual({ code, signal: null });
    expect(first.said.err).toContain("Stopping: what is under way is finished first.");
    expect(first.said.out).toMatch(/stopped; the same command goes on where it was\./);
    const second = backfill(folder, "--days", "5");
    expect(await second.ended).toEqual({ code: 0, signal: null });
    const url = await startService(folder, variables).listening;
    expect(await countIn(url)).toBe(6);
  });

  it("beside another one is refused", async () => {
    const { desk } = await pastDays(2, 1);
    const folder = folderFor(desk);
    desk.control.changeSettings({ requestsPerMinute: 1 });
    const first = backfill(folder, "--days", "5");
    await vi.waitUntil(() => existsSync(join(folder, "data/uic.db.backfill")), { timeout: 30_000 });
    const second = backfill(folder, "--days", "5");
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.said.err).toBe("Another backfill is at work on this store; wait until it has ended, or stop it.\n");
    first.kill("SIGINT");
    expect(await first.ended).toEqual({ code: 130, signal: null });
  });

  it("says what it could not read and ends with 1", async () => {
    const { desk } = await pastDays(2, 1);
    desk.control.setFault({ route: "POST /oauth/token", status: 503 });
    const folder = folderFor(desk, { retry: { attempts: 2, firstSeconds: 0.01, maxSeconds: 0.01 } });
    const run = backfill(folder, "--days", "5");
    expect(await run.ended).toEqual({ code: 1, signal: null });
    expect(run.said.out).toMatch(/not everything was read; the same command tries the rest again\./);
    expect(run.said.out).toContain("The login host answered 503 without a token; it is asked again.");
    expect(run.said.out + run.said.err).not.toContain(pipelineSecret);
  });

  it("refuses an organisation that the configuration does not have, in one sentence, and makes no store", async () => {
    const folder = folderFor({ origin: "http://localhost:1" });
    const run = backfill(folder, "--days", "9", "--organization", "nobody");
    expect(await run.ended).toEqual({ code: 2, signal: null });
    expect(run.said).toEqual({
      out: "",
      err: "The configuration has no organisation nobody; name one of its ids.\n",
    });
    expect(existsSync(join(folder, "data"))).toBe(false);
  });

  it("helps, by the name that it has in the package", () => {
    const root = fileURLToPath(new URL("../../../../", import.meta.url));
    const { status, stdout } = spawnSync("npm", ["run", "--silent", "backfill", "--", "--help"], { cwd: root });
    expect(status).toBe(0);
    expect(String(stdout)).toMatch(/^Usage: npm run backfill -- --days N \[--organization ID\]/);
  });

  it("does not run without a configuration, and says so as the service does", async () => {
    const folder = mkdtempSync(join(tmpdir(), "backfill-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const run = backfill(folder, "--days", "9");
    expect(await run.ended).toEqual({ code: 1, signal: null });
    expect(run.said.err).toMatch(/^UIC_CONFIG: .* cannot be read; it names the organisations that are served\.\n$/);
  });
});
