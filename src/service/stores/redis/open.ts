import type { InboxStore } from "../inbox-store.ts";
import { StoreUnavailable } from "../store-unavailable.ts";
import type { Store } from "../store.ts";
import { connectRedis, type RedisOptions } from "./connection.ts";
import { createFileCleaner } from "./file-cleaner.ts";
import { createRedisInboxStore } from "./redis-inbox-store.ts";
import { createRedisStore } from "./redis-store.ts";
import { checkServer } from "./server.ts";

export interface RedisStores {
  readonly customers: Store;
  readonly inbox: InboxStore;
  close(): Promise<void>;
}

/** Connects to a server and looks whether it can be a store of record. Rejects in words when it cannot, or cannot be reached. */
export async function openRedisStores(
  options: RedisOptions & { readonly warn: (sentence: string) => void },
): Promise<RedisStores> {
  const redis = connectRedis(options);
  try {
    const { faults, warnings } = await checkServer(redis);
    if (faults.length > 0) throw new StoreUnavailable(faults.join(" "));
    for (const warning of warnings) options.warn(warning);
  } catch (error) {
    await redis.close();
    throw error;
  }
  const cleaner = createFileCleaner({ redis, warn: options.warn });
  const customers = createRedisStore(redis, cleaner);
  return {
    customers,
    inbox: createRedisInboxStore(redis),
    async close() {
      await customers.close();
      await cleaner.close();
      await redis.close();
    },
  };
}
