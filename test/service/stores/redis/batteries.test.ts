import { afterAll, beforeAll } from "vitest";
import { openRedisStores } from "../../../../src/service/stores/redis/open.ts";
import { describeStore } from "../battery.ts";
import { testInboxStore } from "../inbox-battery.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis({ databases: "100" });
});
afterAll(() => server.stop());

/** Each test has a database of its own on the one server. */
let databases = 0;
async function openTwo() {
  databases += 1;
  const url = server.url.replace(/\d+$/, String(databases));
  const open = () => openRedisStores({ url, warn: () => undefined });
  const [one, two] = await Promise.all([open(), open()]);
  return { one, two, close: async () => void (await Promise.all([one.close(), two.close()])) };
}

describeStore("Redis", async () => {
  const { one, two, close } = await openTwo();
  return { store: one.customers, other: two.customers, close };
});

testInboxStore("Redis", async () => {
  const { one, two, close } = await openTwo();
  return { store: one.inbox, second: two.inbox, close };
});
