import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SessionRequest } from "../../../../src/contract/writes.ts";
import { anInteraction, customerId, everyConversation, phone, valueOf } from "../../customers/builders.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";
import { anAgentOf, startRedisService } from "./service.ts";

let server: RedisServer;
beforeEach(async () => {
  server = await startRedis();
});
afterEach(() => server.stop());

describe("a Redis server that ends in a stream of writes", () => {
  it.each(["SIGKILL", "SIGTERM"] as const)(
    "by %s, again and again, loses and repeats nothing",
    async (signal) => {
      const service = await startRedisService(server.url);
      const acknowledged = Array.from({ length: 4 }, () => new Set<string>());
      const over = new AbortController();
      async function keepWriting(writer: number): Promise<void> {
        for (let number = 0; !over.signal.aborted; number += 1) {
          const customer = (writer + number) % 4;
          const conversationId = `w${writer}-${number}`;
          const request = anInteraction([customerId(`C-${customer}`)], { conversationId });
          await valueOf(service.customers.recordInteraction(service.agent, request));
          acknowledged[customer]?.add(conversationId);
        }
      }
      const writers = Array.from({ length: 8 }, (_, writer) => keepWriting(writer));
      const count = () => acknowledged.reduce((sum, { size }) => sum + size, 0);
      for (let round = 0; round < 6; round += 1) {
        const before = count();
        await expect.poll(count, { timeout: 10_000, interval: 5 }).toBeGreaterThan(before + 20 + round * 7);
        await server.kill(signal);
        await server.start();
      }
      over.abort();
      await Promise.all(writers);
      expect(count()).toBeGreaterThan(200);
      for (const [customer, conversations] of acknowledged.entries()) {
        const kept = await everyConversation(service, `C-${customer}`);
        expect(kept.toSorted()).toEqual([...conversations].toSorted());
        // Each was counted once, even where its first answer was lost.
        const record = await valueOf(service.customers.read(service.agent, `C-${customer}`));
        expect(record).toMatchObject({ interactionCount: conversations.size, version: conversations.size });
      }
      await service.close();
    },
    60_000,
  );
});

describe("64 writers on one customer", () => {
  it("lose nothing over two processes", async () => {
    const program = new URL("./writing-process.ts", import.meta.url).pathname;
    const exits = ["one", "two"].map((name) =>
      once(spawn(process.execPath, [program, server.url, name], { stdio: ["ignore", "inherit", "inherit"] }), "exit"),
    );
    expect(await Promise.all(exits)).toEqual([
      [0, null],
      [0, null],
    ]);
    const service = await startRedisService(server.url);
    const record = await valueOf(service.customers.read(service.agent, "C-1001"));
    expect(record).toMatchObject({ interactionCount: 64, version: 128 });
    expect(Object.keys(record.collectedData)).toHaveLength(64);
    expect(new Set(await everyConversation(service, "C-1001")).size).toBe(64);
    await service.close();
  }, 60_000);
});

describe("two organisations with the same phone, conversations and sessions", () => {
  const ids = ["organization-1", "organization-2"] as const;

  it("never meet", async () => {
    const service = await startRedisService(server.url);
    const { customers } = service;
    const [one, other] = ids.map(anAgentOf);
    if (!one || !other) throw new Error("There are two organisations.");
    const request = anInteraction([phone()], { conversationId: "same" }, { whose: "one" });
    const session: SessionRequest = {
      channel: "chat",
      channelUserId: "guest-1",
      identifiers: [phone()],
      data: { ticket: "#1234" },
    };
    const { customerId: mine } = await valueOf(customers.recordInteraction(one, request));
    await valueOf(customers.putSession(one, "same", session));

    expect(await customers.lookup(other, { identifiers: [phone()] })).toMatchObject({ status: "first_contact" });
    const theirs = await valueOf(customers.recordInteraction(other, { ...request, collectedData: { whose: "other" } }));
    expect(theirs).toMatchObject({ created: true });
    expect(theirs.customerId).not.toBe(mine);
    await valueOf(customers.putSession(other, "same", { ...session, data: { ticket: "#9" } }));
    await valueOf(customers.erase(other, { customerId: theirs.customerId ?? "", dryRun: false, ifMatch: null }));

    expect(await valueOf(customers.read(one, mine ?? ""))).toMatchObject({
      interactionCount: 1,
      collectedData: { whose: { value: "one" }, ticket: { value: "#1234" } },
    });
    await service.close();
  });
});

describe("an erasure", () => {
  it("leaves no value in the server's memory and files", async () => {
    await server.stop();
    server = await startRedis({ save: "3600 1", rdbcompression: "no" });
    const canary = "kanarienvogel-4711";
    const service = await startRedisService(server.url);
    const { customers, agent } = service;
    const request = anInteraction([customerId(), phone()], { intent: canary, sentiment: "NEGATIVE" }, { bird: canary });
    await valueOf(customers.recordInteraction(agent, request));
    await valueOf(customers.stateActiveIssue(agent, "C-1001", canary, null));
    await valueOf(
      customers.putSession(agent, "s1", {
        channel: "chat",
        channelUserId: "guest-1",
        identifiers: [customerId()],
        data: { bird: canary },
      }),
    );
    expect(server.files()).toContain(canary);
    await valueOf(customers.erase(agent, { customerId: "C-1001", dryRun: false, ifMatch: null }));
    await expect.poll(() => server.files(), { timeout: 10_000 }).not.toContain(canary);
    expect(await customers.read(agent, "C-1001")).toMatchObject({ ok: false, code: "erased" });
    await service.close();
    // What it saves at its end is all that it has in memory.
    await server.kill("SIGTERM");
    expect(server.files()).not.toContain(canary);
  });
});
