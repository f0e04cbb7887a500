import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { buildFunctions } from "../service/lambda/function-under-test.ts";
import { organizationId, serviceConfiguration, widgetConfiguration } from "./deployed.ts";

vi.setConfig({ testTimeout: 60_000 });

const app = resolve(import.meta.dirname, "../../src/aws/app.ts");
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "synth-"));
  const built = await buildFunctions();
  cpSync(built.folder, join(folder, "dist/lambda"), { recursive: true });
  built.remove();
  writeFileSync(join(folder, "uic.config.json"), JSON.stringify(serviceConfiguration));
  writeFileSync(join(folder, "config.json"), JSON.stringify(widgetConfiguration));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Without a home, credentials or a way out. */
function synth(...args: readonly string[]) {
  const nowhere = "http://127.0.0.1:1";
  const env = { PATH: process.env["PATH"], HOME: join(folder, "nobody"), HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere };
  return spawnSync(process.execPath, [app, ...args], { cwd: folder, env, encoding: "utf8" });
}

it("writes a stack and the functions with their configuration", () => {
  const { status, stdout, stderr } = synth("--name", "Journey");
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toContain("holds the stack Journey");
  const written = readdirSync(join(folder, "dist/cdk"));
  expect(written).toContain("Journey.template.json");
  const [asset] = written.filter((name) => name.startsWith("asset.")).map((name) => join(folder, "dist/cdk", name));
  expect(readdirSync(asset ?? "")).toEqual(expect.arrayContaining(["index.mjs", "uic.config.json"]));
  expect(readFileSync(join(asset ?? "", "uic.config.json"), "utf8")).toContain(organizationId);
});

it("writes nothing and lists every fault when a configuration is wrong", () => {
  writeFileSync(join(folder, "wrong.json"), JSON.stringify({ organizations: [{ id: "" }] }));
  const { status, stderr } = synth("--config", "wrong.json", "--output", "dist/wrong");
  expect(status).toBe(1);
  expect(stderr).toContain("Nothing was written");
  expect(stderr).toContain("organizations.0.environments");
  expect(readdirSync(join(folder, "dist"))).not.toContain("wrong");
});
