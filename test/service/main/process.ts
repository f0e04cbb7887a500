import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { keys, sha256, widgetOrigin } from "../http/harness.ts";

const main = fileURLToPath(new URL("../../../src/service/main.ts", import.meta.url));
const organizationId = "32aa07aa-3a6e-4b0f-8a55-6c1f0d7a1f10";

export interface ServiceProcess {
  readonly pid: number | undefined;
  readonly out: () => string;
  readonly err: () => string;
  /** The address it says it listens on. */
  readonly listening: Promise<string>;
  readonly exited: Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
  /** Nobody takes what it says from now on: its reader hangs, or has crashed. */
  stopReading(): void;
  breakOutput(): void;
}

/** A folder with a configuration in it, gone after the test. */
export function makeFolder(apiOrigin = "http://127.0.0.1:1"): string {
  const folder = mkdtempSync(join(tmpdir(), "uic-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const organization = {
    id: organizationId,
    environments: ["mypurecloud.ie"],
    oauthClientIds: ["client-1"],
    widgetOrigins: [widgetOrigin],
    apiOrigin,
    serviceKeys: [
      { name: "all", sha256: sha256(keys.all), scopes: ["contexts:read", "contexts:write", "events:write", "privacy"] },
    ],
  };
  writeFileSync(join(folder, "uic.config.json"), JSON.stringify({ organizations: [organization] }));
  return folder;
}

/** The real service in a process of its own, in the folder, on a free port unless the variables say otherwise. */
export function startService(folder: string, env: Readonly<Record<string, string>> = {}): ServiceProcess {
  const defaults = {
    UIC_PORT: "0",
    UIC_IDENTIFIER_KEY: "0123456789abcdef0123456789abcdef",
    PATH: process.env["PATH"] ?? "",
  };
  const child = spawn(process.execPath, [main], { cwd: folder, env: { ...defaults, ...env }, stdio: "pipe" });
  const said = { out: "", err: "" };
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
  });
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      said.out += chunk.toString();
      const url = /listens on (http:\/\/[^\s"]+)/.exec(said.out)?.[1];
      if (url !== undefined) resolve(url);
    });
    void exited.then(() => reject(new Error(`The service ended before it listened: ${said.err}${said.out}`)));
  });
  // Whoever does not wait for it must not be failed by it.
  listening.catch(() => undefined);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  return {
    pid: child.pid,
    out: () => said.out,
    err: () => said.err,
    listening,
    exited,
    signal: (signal) => void child.kill(signal),
    stopReading: () => void child.stdout.pause(),
    breakOutput() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}
