import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The service as a process of its own, as in production. */
export interface ServiceProcess {
  readonly origin: string;
  /** Starts it (again) and resolves when it says that it is ready. */
  start(): Promise<void>;
  /** Asks it to stop and waits for it. */
  stop(): Promise<void>;
  /** Ends it at whatever instruction it is, as a power cut would. */
  kill(): Promise<void>;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));
const startMilliseconds = 20_000;
const stopMilliseconds = 10_000;

export function createServiceProcess({
  port,
  variables,
  logFile,
}: {
  readonly port: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly logFile: string;
}): ServiceProcess {
  const origin = `http://127.0.0.1:${String(port)}`;
  let child: ChildProcess | null = null;
  let tail = "";

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, "exit");
    ending.kill(signal);
    const patience = setTimeout(() => ending.kill("SIGKILL"), stopMilliseconds);
    await exited;
    clearTimeout(patience);
  };

  return {
    origin,
    start: async () => {
      await end("SIGTERM");
      tail = "";
      const log = createWriteStream(logFile, { flags: "a" });
      const started = spawn(process.execPath, ["src/service/main.ts"], {
        cwd: root,
        env: { ...process.env, ...variables },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = started;
      const endWithParent = () => started.kill();
      process.once("exit", endWithParent);
      for (const stream of [started.stdout, started.stderr]) {
        stream.setEncoding("utf8");
        stream.on("data", (text: string) => {
          log.write(text);
          tail = (tail + text).slice(-4000);
        });
      }
      started.once("close", () => {
        process.off("exit", endWithParent);
        log.end();
      });
      const deadline = performance.now() + startMilliseconds;
      while (!(await isReady(origin))) {
        if (started.exitCode !== null) throw new Error(`The service ended while starting; it said:\n${tail}`);
        if (performance.now() > deadline) {
          await end("SIGKILL");
          throw new Error(`The service was not ready within 20 s; it said:\n${tail}`);
        }
        await sleep(50);
      }
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

async function isReady(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(1000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
