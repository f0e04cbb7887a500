import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Stores } from "./context.ts";
import type { Settings } from "./settings.ts";
import { openDatabase } from "./stores/sqlite/database.ts";
import { createSqliteInboxStore } from "./stores/sqlite/inbox-store.ts";
import { createSqliteStore } from "./stores/sqlite/sqlite-store.ts";

/** Takes what an admin should know of the store, a sentence each. */
interface Log {
  info(sentence: string): void;
  warn(sentence: string): void;
}

export type OpenedStores =
  | { readonly ok: true; readonly stores: Stores }
  | { readonly ok: false; readonly fault: string };

/** Opens what `UIC_STORE` names; what cannot be opened is said in one sentence. */
export async function openStores(store: Settings["store"], log: Log): Promise<OpenedStores> {
  switch (store.engine) {
    case "sqlite":
      return openEmbedded(resolve(store.path), log);
    case "redis":
      return openRedis(store.url, log);
    case "dynamodb":
      return openDynamo(store, log);
    default:
      return store satisfies never;
  }
}

function openEmbedded(path: string, log: Log): OpenedStores {
  const isNew = !existsSync(path);
  try {
    const database = openDatabase(path);
    if (isNew) log.info(`The store ${path} was not there and has been made`);
    const customers = createSqliteStore(database);
    const close = async () => {
      await customers.close();
      await database.close();
    };
    return { ok: true, stores: { customers, inbox: createSqliteInboxStore(database), close } };
  } catch (error) {
    return { ok: false, fault: `UIC_STORE: ${path} cannot be opened: ${messageOf(error)}` };
  }
}

async function openRedis(url: string, log: Log): Promise<OpenedStores> {
  const { openRedisStores } = await import("./stores/redis/open.ts");
  try {
    return { ok: true, stores: await openRedisStores({ url, warn: (sentence) => log.warn(sentence) }) };
  } catch (error) {
    return { ok: false, fault: `UIC_STORE: ${new URL(url).host} cannot be used: ${messageOf(error)}` };
  }
}

async function openDynamo(location: Settings["store"] & { engine: "dynamodb" }, log: Log): Promise<OpenedStores> {
  const { openDynamoStores } = await import("./stores/dynamodb/open.ts");
  try {
    const say = (sentence: string): void => log.info(sentence);
    const deps = { random: Math.random, newId: randomUUID, wait: (milliseconds: number) => wait(milliseconds), say };
    return { ok: true, stores: await openDynamoStores(location, deps) };
  } catch (error) {
    return { ok: false, fault: `UIC_STORE: ${location.table} cannot be used: ${messageOf(error)}` };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown error";
}
