import { createClient, ErrorReply } from "@redis/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newHead } from "../../../../src/service/record/head.ts";
import { connectRedis, hashTag } from "../../../../src/service/stores/redis/connection.ts";
import { openRedisStores, type RedisStores } from "../../../../src/service/stores/redis/open.ts";
import { CommandRefused, tellApart } from "../../../../src/service/stores/redis/trouble.ts";
import { StoreUnavailable } from "../../../../src/service/stores/store-unavailable.ts";
import type { Change } from "../../../../src/service/stores/store.ts";
import { startCuttingProxy, type CuttingProxy } from "./cutting-proxy.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";

const tenant = "organization-1";
const at = "2026-03-10T08:00:00.000Z";
const warn = () => undefined;

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(() => control("FLUSHALL"));

async function control(...command: string[]): Promise<unknown> {
  const client = createClient({ url: server.url });
  await client.connect();
  try {
    return await client.sendCommand(command);
  } finally {
    client.destroy();
  }
}

function change(revision: number): Change {
  const head = newHead(at, false);
  const after = { state: "living", version: revision + 1, mergedInto: null, erasedAt: null, head } as const;
  return {
    customers: [{ customerId: "C-1", revision, after }],
    keys: [],
    interactions: [],
    actions: [
      { customerId: "C-1", action: { kind: "statement", issue: "Stated", place: { at, id: `~~${revision}` } } },
    ],
    sessions: [],
    audit: [],
  };
}

const heads = { interactions: 0, sentiments: 0, sessionsSince: null };
const removed = { interactions: 0, archived: 0, identifiers: 0, sessions: 0, jobs: 0 };
const erased = {
  state: "erased",
  erasedAt: at,
  receipt: { erasureId: "ers_1", erasedAt: at, dryRun: false, removed },
} as const;

it("puts all keys of an organisation into one hash slot, whatever its id is, and no other's", () => {
  expect(["a", "a}:b", "{a}"].map(hashTag)).toEqual(["{a}", "{a%7D%3Ab}", "{%7Ba%7D}"]);
});

describe("a write whose answer is lost", () => {
  let proxy: CuttingProxy;
  let stores: RedisStores;
  const losing = async <T>(write: () => Promise<T>): Promise<T> => {
    proxy.loseNextAnswer("EVAL");
    const before = proxy.lost();
    const answer = await write();
    expect(proxy.lost()).toBe(before + 1);
    return answer;
  };
  const open = async () => {
    proxy = await startCuttingProxy(server.url);
    stores = await openRedisStores({ url: proxy.url, warn });
    // The server knows the scripts from here on: what is lost is the answer, not the refusal of an unknown one.
    await stores.customers.commit("another", change(0));
  };
  const close = async () => {
    await stores.close();
    await proxy.close();
  };

  it("is sent again and answered as it was, but applied once", async () => {
    await open();
    expect(await losing(() => stores.customers.commit(tenant, change(0)))).toBe(true);
    expect(await losing(() => stores.customers.commit(tenant, change(1)))).toBe(true);
    expect(await stores.customers.commit(tenant, change(1))).toBe(false);
    expect(await stores.customers.group(tenant, "C-1", heads)).toMatchObject({ members: [{ revision: 2 }] });
    expect(await stores.customers.actions(tenant, ["C-1"], { before: null, limit: 5 })).toHaveLength(2);
    await close();
  });

  it("leases, ends and replays a job as if nothing had happened", async () => {
    await open();
    const { inbox } = stores;
    const event = { conversationId: "c1", topic: "customer.end", sessionId: "s", eventTime: 1, triggers: true };
    const request = { organizationIds: [tenant], until: 500, limit: 5 };
    const reason = "It is broken.";
    // The scripts become known, and their tenant stays apart.
    await inbox.addEvents("another", [event], { now: 1, dueAt: 10 });
    const [known] = await inbox.leaseDue({ ...request, organizationIds: ["another"], now: 10, token: "t" });
    if (!known) throw new Error("There is no lease.");
    await inbox.endLease(known, { kind: "dead", reason, deadLetterId: "known" }, 11);
    await inbox.replayDeadLetter("another", "known", 12);

    await losing(() => inbox.addEvents(tenant, [event], { now: 1, dueAt: 10 }));
    // The first EVALSHA reads what is due; only the second leases.
    const [lease] = await losing(() => inbox.leaseDue({ ...request, now: 10, token: "t1" }));
    expect(lease).toMatchObject({ attempt: 1, revision: 1 });
    if (!lease) throw new Error("There is no lease.");
    expect(await losing(() => inbox.endLease(lease, { kind: "dead", reason, deadLetterId: "dl" }, 11))).toBe(true);
    expect(await losing(() => inbox.replayDeadLetter(tenant, "dl", 20))).toBe(true);
    expect(await losing(() => inbox.removeJobs(tenant, ["c1"], false))).toBe(1);
    await close();
  });
});

describe("a server that does not answer", () => {
  it("is given up after a while, and used again when it does", async () => {
    const stores = await openRedisStores({ url: server.url, warn, patienceMilliseconds: 300, answerMilliseconds: 150 });
    server.signal("SIGSTOP");
    await expect(stores.customers.commit(tenant, change(0))).rejects.toThrow(StoreUnavailable);
    server.signal("SIGCONT");
    await expect.poll(() => stores.customers.ping().then(() => "answers")).toBe("answers");
    await stores.close();
  });

  it("is not waited for at the start for ever", async () => {
    const away = { url: "redis://127.0.0.1:1", warn, patienceMilliseconds: 50 };
    await expect(openRedisStores(away)).rejects.toThrow("The Redis server cannot be reached");
  });

  it("does not take what comes after the close", async () => {
    const stores = await openRedisStores({ url: server.url, warn });
    await stores.close();
    await expect(stores.customers.ping()).rejects.toThrow("The store is closing");
  });
});

describe("a server that refuses", () => {
  it("is obeyed at once when it is out of memory, and nothing was kept", async () => {
    const stores = await openRedisStores({ url: server.url, warn });
    await stores.customers.commit(tenant, change(0));
    await control("CONFIG", "SET", "maxmemory", "1");
    await expect(stores.customers.commit(tenant, change(1))).rejects.toThrow("The Redis server is out of memory");
    const event = { conversationId: "c1", topic: "customer.end", sessionId: "s", eventTime: 1, triggers: true };
    await expect(stores.inbox.addEvents(tenant, [event], { now: 1, dueAt: 1 })).rejects.toThrow("out of memory");
    // What makes room is not refused.
    const customers = [{ customerId: "C-1", revision: 1, after: { ...erased, version: 2 } }];
    expect(await stores.customers.commit(tenant, { ...change(1), customers, actions: [], erased: ["C-1"] })).toBe(true);
    await control("CONFIG", "SET", "maxmemory", "0");
    expect(await stores.customers.group(tenant, "C-1", heads)).toMatchObject({ state: "erased", revision: 2 });
    expect(await stores.inbox.nextDueAt([tenant])).toBeNull();
    await stores.close();
  });

  it("is waited for while it is a replica for a moment, as in a failover", async () => {
    const stores = await openRedisStores({ url: server.url, warn });
    await control("REPLICAOF", "127.0.0.1", "1");
    const write = stores.customers.commit(tenant, change(0));
    await control("REPLICAOF", "NO", "ONE");
    expect(await write).toBe(true);
    const impatient = await openRedisStores({ url: server.url, warn, patienceMilliseconds: 50 });
    await control("REPLICAOF", "127.0.0.1", "1");
    await expect(impatient.customers.commit(tenant, change(1))).rejects.toThrow("is a replica and takes no writes");
    await control("REPLICAOF", "NO", "ONE");
    await impatient.close();
    await stores.close();
  });

  it("is given a script that it has forgotten", async () => {
    const stores = await openRedisStores({ url: server.url, warn });
    await stores.customers.commit(tenant, change(0));
    await control("SCRIPT", "FLUSH");
    expect(await stores.customers.commit(tenant, change(1))).toBe(true);
    await stores.close();
  });

  it.each([
    ["LOADING Redis is loading the dataset in memory", true, "reading its files"],
    ["READONLY You can't write against a read only replica.", true, "replica"],
    ["MOVED 3999 127.0.0.1:6381", false, "node of a cluster"],
    ["ASK 3999 127.0.0.1:6381", false, "node of a cluster"],
    ["CLUSTERDOWN The cluster is down", true, "cluster is down"],
    ["OOM command not allowed when used memory > 'maxmemory'.", false, "out of memory"],
    ["ERR Error running script (call to f_1): @user_script:12: -OOM command not allowed", false, "out of memory"],
    ["MISCONF Redis is configured to save RDB snapshots", false, "disk"],
    ["WRONGPASS invalid username-password pair or user is disabled.", false, "refuses the password"],
    ["NOAUTH Authentication required.", false, "asks for a password"],
  ])("is understood when it says %j", (reply, passes, words) => {
    expect(tellApart(new ErrorReply(reply))).toEqual({ passes, sentence: expect.stringContaining(words) });
  });

  it.each(["DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "ERR_TLS_CERT_ALTNAME_INVALID"])(
    "is not taken for one that is away when its certificate meets %s",
    (code) => {
      const trouble = tellApart(Object.assign(new Error("tls"), { code }));
      expect(trouble).toEqual({ passes: false, sentence: expect.stringContaining("certificate is not trusted") });
    },
  );

  it("is not quoted, since it quotes what was sent", async () => {
    const redis = connectRedis({ url: server.url });
    const refused = redis.command("NOSUCHCOMMAND", "+94771234567");
    await expect(refused).rejects.toThrow(CommandRefused);
    await expect(refused).rejects.not.toThrow("+94771234567");
    await redis.close();
  });
});
