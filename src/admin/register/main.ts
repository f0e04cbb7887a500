import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { credentialsWanted, readCredentials } from "../genesys/credentials.ts";
import { hostsOf } from "../genesys/hosts.ts";
import { clientToken, createPlatform } from "../genesys/platform.ts";
import { readOptions, usage } from "./options.ts";
import { register } from "./register.ts";
import type { Files } from "./secrets.ts";

/** `npm run register`: the Genesys Cloud side of an installation. */
const { env } = process;
const words = process.argv.slice(2);
if (words.includes("--help")) say(usage);
else process.exitCode = (await run()) ? 0 : 1;

async function run(): Promise<boolean> {
  const read = readOptions(words, env);
  if (!read.ok) return fail([...read.faults, "", usage]);
  const credentials = readCredentials(env);
  if (!credentials) return fail([credentialsWanted]);
  const gateway = env["GENESYS_GATEWAY"] || null;
  const hosts = hostsOf(read.options.environment, gateway ?? undefined);
  if (!hosts) return fail(["GENESYS_GATEWAY can only be this machine, such as http://localhost:4010 (the desk)."]);
  const network = { fetch: (url: URL, init: RequestInit) => fetch(url, init), timeoutMilliseconds: 20_000 };
  const deps = {
    platform: createPlatform({ ...network, hosts, credentials, wait }),
    signIn: (client: { readonly id: string; readonly secret: string }) => clientToken(network, hosts, client),
    files: systemFiles(),
    say,
    wait,
    newKey,
    env,
    gateway,
  };
  return register(deps, read.options);
}

function newKey(): string {
  return randomBytes(32).toString("hex");
}

function systemFiles(): Files {
  return {
    read: (path) => {
      try {
        return readFileSync(path, "utf8");
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
        throw error;
      }
    },
    write: (path, text, mode) => {
      mkdirSync(dirname(path), { recursive: true });
      const unfinished = `${path}.new`;
      writeFileSync(unfinished, text, { mode });
      chmodSync(unfinished, mode);
      renameSync(unfinished, path);
    },
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(lines: readonly string[]): boolean {
  process.stderr.write(`${lines.join("\n")}\n`);
  return false;
}
