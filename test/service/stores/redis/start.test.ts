import { afterEach, describe, expect, it } from "vitest";
import { openRedisStores } from "../../../../src/service/stores/redis/open.ts";
import { asService, keys, withJson } from "../../http/harness.ts";
import { makeFolder, startService } from "../../main/process.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";

let server: RedisServer;
afterEach(() => server.stop());

const all = asService(keys.all);
const identifiers = [{ type: "phone", value: "+94771234567" }];
const interaction = {
  conversationId: "conv-1",
  channel: "voice",
  startTime: "2026-11-20T10:15:00.000Z",
  durationSeconds: 412,
  resolutionStatus: "UNRESOLVED",
  intent: "Billing dispute",
};

async function refusal(url: string): Promise<string> {
  const opened = openRedisStores({ url, warn: () => undefined });
  return opened.then(
    () => "nothing",
    (error: unknown) => String(error),
  );
}

describe("the service on Redis", () => {
  it("finds again what was acknowledged when both were killed", async () => {
    server = await startRedis({ requirepass: "open sesame" });
    const url = server.url.replace("//", "//:open%20sesame@");
    const first = startService(makeFolder(), { UIC_STORE: url });
    const recorded = await fetch(
      `${await first.listening}/v1/interactions`,
      withJson("POST", all, { identifiers, interaction }),
    );
    expect(recorded.status).toBe(201);
    first.signal("SIGKILL");
    await server.kill("SIGKILL");
    await server.start();
    const second = startService(makeFolder(), { UIC_STORE: url });
    const lookup = await fetch(`${await second.listening}/v1/contexts/lookup`, withJson("POST", all, { identifiers }));
    expect(await lookup.json()).toMatchObject({ status: "returning_customer", activeIssue: "Billing dispute" });
    second.signal("SIGTERM");
    expect(await second.exited).toBe(0);
  });

  it("does not start without the right password, and repeats neither", async () => {
    server = await startRedis({ requirepass: "open sesame" });
    expect(await refusal(server.url)).toContain("asks for a password");
    const wrong = await refusal(server.url.replace("//", "//:swordfish@"));
    expect(wrong).toContain("refuses the password");
    expect(wrong).not.toContain("swordfish");
  });

  it("does not start on a server that may lose what it acknowledged, and says what to set", async () => {
    server = await startRedis({ appendonly: "no", appendfsync: "everysec", "maxmemory-policy": "allkeys-lru" });
    const said = await refusal(server.url);
    for (const words of ["set appendonly yes", "set appendfsync always", "set maxmemory-policy noeviction"])
      expect(said).toContain(words);
  });

  it("does not start on a replica", async () => {
    server = await startRedis({ replicaof: "127.0.0.1 1" });
    expect(await refusal(server.url)).toContain("This Redis is a replica");
  });

  it("starts with a warning where the server does not tell how it is set up", async () => {
    server = await startRedis({ "rename-command": "CONFIG HIDDEN" });
    const warnings: string[] = [];
    const stores = await openRedisStores({ url: server.url, warn: (sentence) => warnings.push(sentence) });
    expect(warnings).toContain("Redis does not tell its appendfsync: see that it is always, or records can be lost.");
    await stores.close();
  });
});
