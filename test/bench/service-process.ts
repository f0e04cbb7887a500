import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { identifierKey, organizationFile } from "./installation.ts";

export interface RunningService {
  readonly url: string;
  stop(): Promise<void>;
}

/** As the image and the unit have it. */
const nodeOptions = "--max-semi-space-size=64";

/** The service as it is started in life, on this file and a free port; its log is read and dropped. */
export function startService(file: string): Promise<RunningService> {
  return start("../../src/service/main.ts", { UIC_STORE: `sqlite:${file}`, UIC_IDENTIFIER_KEY: identifierKey });
}

/** The same edge over customers who are always this one answer. */
export function startConstant(answer: string): Promise<RunningService> {
  return start("constant-server.ts", { CONSTANT: answer });
}

/** With `BENCH_PROFILE` a folder, every process leaves a CPU profile there. */
async function start(program: string, variables: Readonly<Record<string, string>>): Promise<RunningService> {
  const folder = mkdtempSync(join(tmpdir(), "uic-bench-"));
  writeFileSync(join(folder, "uic.config.json"), JSON.stringify({ organizations: [organizationFile] }));
  const env = { PATH: process.env["PATH"] ?? "", NODE_OPTIONS: nodeOptions, UIC_PORT: "0", ...variables };
  const profile = process.env["BENCH_PROFILE"];
  const options = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const main = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [...options, main], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      if (said.length < 10_000) said += chunk.toString();
      const found = /listens on (http:\/\/[^\s"]+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    void exited.then(() => reject(new Error(`The service ended before it listened: ${said}`)));
  });
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
