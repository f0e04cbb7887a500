import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openRedisStores } from "../../../../src/service/stores/redis/open.ts";
import { openDatabase } from "../../../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../../../src/service/stores/sqlite/inbox-store.ts";
import { createSqliteStore } from "../../../../src/service/stores/sqlite/sqlite-store.ts";
import { openQuietly, startAws } from "../dynamodb/engine-under-test.ts";
import { startRedis } from "../redis/redis-server.ts";
import { dynamoDump, restoreTable } from "./dynamodb-dump.ts";
import { readAnswers, writeHistory } from "./history.ts";
import { redisDump, restoreRedis } from "./redis-dump.ts";

// DynamoDB Local takes seconds to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** What version 0.1.0 wrote by `writeHistory`, each engine's own way, and what it answered to `readAnswers`: the same on all. */
const keptJson = (name: string): unknown =>
  JSON.parse(gunzipSync(readFileSync(new URL(`${name}.json.gz`, import.meta.url))).toString("utf8"));

describe("a store that an earlier version wrote", () => {
  it("answers the same when it is a Redis server", async () => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    await restoreRedis(server.url, redisDump.parse(keptJson("redis")));
    const stores = await openRedisStores({ url: server.url, warn: () => undefined });
    expect(await readAnswers(stores)).toEqual(keptJson("answers"));
    await stores.close();
  });

  it("answers the same when it is a table of DynamoDB with an archive on S3", async () => {
    const aws = await startAws();
    onTestFinished(() => aws.stop());
    const location = aws.location();
    const made = await openQuietly(location);
    await made.close();
    const { items, objects } = dynamoDump.parse(keptJson("dynamodb"));
    await restoreTable(location, items);
    for (const [key, text] of Object.entries(objects)) aws.s3.objects.set(`${location.bucket}/${key}`, text);
    const stores = await openQuietly(location);
    expect(await readAnswers(stores)).toEqual(keptJson("answers"));
    await stores.close();
  });

  it("answers as one that this version wrote", async () => {
    const database = openDatabase(":memory:");
    const stores = { customers: createSqliteStore(database), inbox: createSqliteInboxStore(database) };
    await writeHistory(stores);
    expect(await readAnswers(stores)).toEqual(keptJson("answers"));
    await stores.customers.close();
    await database.close();
  });
});
