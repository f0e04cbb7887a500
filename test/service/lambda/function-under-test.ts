import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import { onTestFinished } from "vitest";
import * as z from "zod";
import type { DynamoLocation } from "../../../src/service/stores/dynamodb/open.ts";

const root = resolve(import.meta.dirname, "../../..");
const runtime = join(import.meta.dirname, "runtime.ts");

export type FunctionName = "events" | "work" | "api" | "sweep";

export interface FunctionUnderTest {
  /** Rejects with what the function threw. */
  invoke(event: unknown, milliseconds?: number): Promise<unknown>;
  readonly logged: () => string;
  /** As AWS ends it: at once and without a word. */
  kill(): Promise<void>;
}

export interface BuiltFunctions {
  readonly folder: string;
  remove(): void;
}

/** What `npm run build:lambda` makes, in a folder of its own. */
export async function buildFunctions(): Promise<BuiltFunctions> {
  const folder = mkdtempSync(join(tmpdir(), "lambda-"));
  const configFile = join(root, ".config/vite.lambda.config.ts");
  await build({ configFile, logLevel: "silent", build: { outDir: folder } });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const answer = z.union([
  z.object({ loaded: z.literal(true) }),
  z.object({ ok: z.literal(true), answer: z.optional(z.unknown()) }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);

export interface FunctionOptions {
  readonly built: BuiltFunctions;
  readonly name: FunctionName;
  readonly location: DynamoLocation;
  readonly organizations: readonly object[];
  readonly env?: Readonly<Record<string, string>>;
}

/** One function in a process of its own, as AWS Lambda runs it, until the test is over. */
export async function startFunction(options: FunctionOptions): Promise<FunctionUnderTest> {
  const { built, name, location, organizations, env = {} } = options;
  const folder = mkdtempSync(join(tmpdir(), "function-"));
  writeFileSync(join(folder, "uic.config.json"), JSON.stringify({ organizations }));
  const { table, region, bucket, endpoint, s3endpoint } = location;
  const child = fork(runtime, [join(built.folder, "index.mjs"), name], {
    cwd: folder,
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      PATH: process.env["PATH"],
      // Many processes load the same bundle: the first compiles it for all.
      NODE_COMPILE_CACHE: join(built.folder, ".compiled"),
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      UIC_STORE: `dynamodb://${table}?region=${region}&archive=s3://${bucket}&endpoint=${endpoint}&s3endpoint=${s3endpoint}`,
      ...env,
    },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const exited = once(child, "exit");
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  onTestFinished(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const nextAnswer = async (): Promise<z.infer<typeof answer>> => {
    const ended = exited.then(() => {
      throw new Error(`The function's process ended: ${said}`);
    });
    const [message]: unknown[] = await Promise.race([once(child, "message"), ended]);
    return answer.parse(message);
  };
  await nextAnswer();
  return {
    async invoke(event, milliseconds = 300_000) {
      const answered = nextAnswer();
      child.send({ event, milliseconds });
      const read = await answered;
      if ("ok" in read && !read.ok) throw new Error(read.message);
      return "answer" in read ? read.answer : null;
    },
    logged: () => said,
    kill,
  };
}
