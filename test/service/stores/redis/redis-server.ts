import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../../src/desk/installation/free-port.ts";

/** A real Redis server of the test's own, in a folder of its own. */
export interface RedisServer {
  readonly url: string;
  /** Everything that stands in its files. */
  files(): string;
  signal(signal: NodeJS.Signals): void;
  /** Signals it to end, and waits until it has. */
  kill(signal: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
  /** Gone, with its folder. */
  stop(): Promise<void>;
}

/** As a store of record must be; a test adds what it wants otherwise. */
const safely = { appendonly: "yes", appendfsync: "always", "maxmemory-policy": "noeviction", save: "" };

export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "uic-redis-"));
  const port = await freePort();
  const named = Object.entries({ ...safely, ...settings, port: String(port), dir: folder, bind: "127.0.0.1" });
  const args = named.flatMap(([name, value]) =>
    [`--${name}`].concat(/^(?:replicaof|rename-command)$/.test(name) ? value.split(" ") : value),
  );
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
    const started = child;
    await new Promise<void>((resolve, reject) => {
      let said = "";
      started.stdout?.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes("Ready to accept connections")) resolve();
      });
      started.once("exit", () => reject(new Error(`Redis ended at once: ${said}`)));
    });
  }

  async function kill(signal: NodeJS.Signals): Promise<void> {
    const running = child;
    if (!running) return;
    child = null;
    const exited = once(running, "exit");
    running.kill(signal);
    await exited;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}/0`,
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
        .join("\n"),
    signal: (signal) => void child?.kill(signal),
    kill,
    start,
    async stop() {
      await kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
