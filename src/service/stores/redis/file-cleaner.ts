import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod/mini";
import type { RedisConnection } from "./connection.ts";

/** Sees to it that what was erased leaves the server's files too. */
export interface FileCleaner {
  clean(): void;
  /** Waits for what is under way, but not for a server that is busy with its files. */
  close(): Promise<void>;
}

export interface FileCleanerDeps {
  readonly redis: RedisConnection;
  readonly warn: (sentence: string) => void;
}

const pauseMilliseconds = 500;

/** The log holds every write since it was last rewritten, the snapshot everything since it was last saved, the slow log parts of slow commands. */
export function createFileCleaner({ redis, warn }: FileCleanerDeps): FileCleaner {
  const closing = new AbortController();
  let isWanted = false;
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      try {
        await untilBegun("BGREWRITEAOF");
        if (await hasSnapshots(redis)) await untilBegun("BGSAVE", "SCHEDULE");
        await redis.command("SLOWLOG", "RESET");
      } catch {
        warn("Redis would not rewrite its files after an erasure: run BGREWRITEAOF and BGSAVE on the server.");
      }
    }
    working = null;
  }

  /** A rewrite that began before the erasure does not count, and no second one begins beside it. */
  async function untilBegun(...command: readonly string[]): Promise<void> {
    for (;;) {
      const { isRewriting, isSaving } = await filesOf(redis);
      if (!isRewriting && !isSaving) break;
      await wait(pauseMilliseconds, undefined, { signal: closing.signal });
    }
    await redis.command(...command);
  }

  return {
    clean() {
      isWanted = true;
      working ??= work();
    },
    async close() {
      closing.abort();
      await working;
    },
  };
}

async function filesOf(redis: RedisConnection): Promise<{ readonly isRewriting: boolean; readonly isSaving: boolean }> {
  const info = String(await redis.command("INFO", "persistence"));
  return {
    isRewriting: /^aof_rewrite_(?:in_progress|scheduled):1/m.test(info),
    isSaving: /^rdb_bgsave_in_progress:1/m.test(info),
  };
}

async function hasSnapshots(redis: RedisConnection): Promise<boolean> {
  const [, points] = z.parse(z.array(z.string()), await redis.command("CONFIG", "GET", "save"));
  return points !== undefined && points !== "";
}
