import * as z from "zod/mini";
import type { RedisConnection } from "./connection.ts";
import { CommandRefused } from "./trouble.ts";

/** What the server is told to do, as far as it says. */
export interface ServerCheck {
  /** Why it is no safe store of record, a sentence each. */
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

const oldestVersion = [6, 2] as const;
const demanded = [
  ["appendonly", "yes", "Redis keeps no log, so that a restart loses writes: set appendonly yes."],
  ["appendfsync", "always", "Redis acknowledges writes before they are on disk: set appendfsync always."],
  [
    "no-appendfsync-on-rewrite",
    "no",
    "Redis does not sync while it rewrites its log: set no-appendfsync-on-rewrite no.",
  ],
  ["maxmemory-policy", "noeviction", "Redis may evict records when memory is short: set maxmemory-policy noeviction."],
] as const;

/** Looks at what durability needs; the server may forbid to look, as hosted ones do. */
export async function checkServer(redis: RedisConnection): Promise<ServerCheck> {
  const info = String(await redis.command("INFO"));
  const faults: string[] = [];
  const warnings: string[] = [];
  const [, major = "0", minor = "0"] = /^redis_version:(\d+)\.(\d+)/m.exec(info) ?? [];
  const [oldestMajor, oldestMinor] = oldestVersion;
  if (Number(major) < oldestMajor || (Number(major) === oldestMajor && Number(minor) < oldestMinor))
    faults.push(`Redis ${major}.${minor} is too old: run ${oldestVersion.join(".")} or later.`);
  if (/^role:slave/m.test(info)) faults.push("This Redis is a replica: name its master in UIC_STORE.");
  if (/^connected_slaves:[1-9]/m.test(info))
    warnings.push("Redis replicates without being waited for: a failover can lose what was acknowledged last.");
  for (const [name, needed, fault] of demanded) {
    const value = await readSetting(redis, name);
    if (value === null)
      warnings.push(`Redis does not tell its ${name}: see that it is ${needed}, or records can be lost.`);
    else if (value !== needed) faults.push(fault);
  }
  return { faults, warnings };
}

const setting = z.array(z.string());

async function readSetting(redis: RedisConnection, name: string): Promise<string | null> {
  try {
    return z.parse(setting, await redis.command("CONFIG", "GET", name)).at(1) ?? null;
  } catch (error) {
    if (error instanceof CommandRefused) return null;
    throw error;
  }
}
