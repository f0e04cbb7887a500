import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { Agent, get, request } from "node:http";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { asService, keys, withJson } from "../http/harness.ts";
import { makeFolder, startService } from "./process.ts";

// A busy machine takes seconds to start a process.
vi.setConfig({ testTimeout: 30_000 });

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

describe("starting the service", () => {
  it("lists every fault in words and ends with 1", async () => {
    const folder = makeFolder();
    const service = startService(folder, { UIC_PORT: "http", UIC_IDENTIFIER_KEY: "", UIC_CONFIG: "./none.json" });
    expect(await service.exited).toBe(1);
    expect(service.err()).toMatch(
      /^The service does not start:\n- UIC_PORT .*\n- UIC_IDENTIFIER_KEY .*\n- UIC_CONFIG: .*\n$/,
    );
    expect(service.out()).toBe("");
  });

  it("says that a port is in use", async () => {
    const first = startService(makeFolder());
    const { port } = new URL(await first.listening);
    const second = startService(makeFolder(), { UIC_PORT: port });
    expect(await second.exited).toBe(1);
    expect(second.err()).toBe(
      `The service does not start:\n- UIC_PORT: port ${port} on 127.0.0.1 is in use; stop what uses it or choose another port.\n`,
    );
  });

  it("says that a store cannot be opened", async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, "data/uic.db"), { recursive: true });
    const onFolder = startService(folder);
    expect(await onFolder.exited).toBe(1);
    expect(onFolder.err()).toMatch(/UIC_STORE: \/.*\/data\/uic\.db cannot be opened: /);
    expect(onFolder.err()).not.toMatch(/^\s+at /m);
    writeFileSync(join(folder, "text.db"), "no database, only text, and long enough to be read as a header".repeat(20));
    const onText = startService(folder, { UIC_STORE: "sqlite:./text.db" });
    expect(await onText.exited).toBe(1);
    expect(onText.err()).toContain("UIC_STORE");
  });

  it("makes a store that is missing and says so once, and finds in it what was acknowledged", async () => {
    const folder = makeFolder();
    const first = startService(folder);
    const url = await first.listening;
    expect(first.out()).toContain(`The store ${join(folder, "data/uic.db")} was not there and has been made`);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const recorded = await fetch(`${url}/v1/interactions`, withJson("POST", all, { identifiers, interaction }));
    expect(recorded.status).toBe(201);
    first.signal("SIGKILL");
    await first.exited;

    const second = startService(folder);
    const lookup = await fetch(`${await second.listening}/v1/contexts/lookup`, withJson("POST", all, { identifiers }));
    expect(await lookup.json()).toMatchObject({ status: "returning_customer", activeIssue: "Billing dispute" });
    expect(second.out()).not.toContain("has been made");
    expect(existsSync(join(folder, "data/uic.db"))).toBe(true);
  });
});

describe("stopping the service", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("by %s finishes what is under way and takes nothing more", async (signal) => {
    const service = startService(makeFolder());
    const url = await service.listening;
    const body = JSON.stringify({ identifiers });
    const headers = {
      ...all,
      "content-type": "application/json",
      "content-length": String(body.length),
      expect: "100-continue",
    };
    const answered = new Promise<number | undefined>((resolve, reject) => {
      const slow = request(`${url}/v1/contexts/lookup`, { method: "POST", headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      // The rest comes only when the service is already stopping.
      const finish = async () => {
        service.signal(signal);
        await expect.poll(() => service.out()).toContain("Stopping");
        await expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed");
        slow.end(body);
      };
      slow.on("error", reject);
      slow.on("continue", () => void finish().catch(reject));
      slow.flushHeaders();
    });
    expect(await answered).toBe(200);
    expect(await service.exited).toBe(0);
    expect(service.out()).toContain('"msg":"Stopped"');
    expect(service.err()).toBe("");
  });

  it("ends when whoever read its log has crashed", async () => {
    const service = startService(makeFolder());
    await service.listening;
    service.breakOutput();
    service.signal("SIGTERM");
    expect(await service.exited).toBe(0);
  });

  it("goes on and ends when nobody takes its log any more", async () => {
    const service = startService(makeFolder(), { UIC_LOG_LEVEL: "debug" });
    const url = await service.listening;
    service.stopReading();
    const enoughToFillAPipe = 2000;
    for (let round = 0; round < enoughToFillAPipe / 50; round += 1)
      await Promise.all(Array.from({ length: 50 }, () => fetch(`${url}/healthz`).then((answer) => answer.text())));
    service.signal("SIGTERM");
    expect(await service.exited).toBe(0);
  });

  it("ends open streams and idle connections", async () => {
    const service = startService(makeFolder());
    const url = await service.listening;
    const recorded = await fetch(`${url}/v1/interactions`, withJson("POST", all, { identifiers, interaction }));
    const { customerId } = answered.parse(await recorded.json());
    const stream = await fetch(`${url}/v1/customers/${customerId}/changes`, { headers: all });
    const reader = stream.body?.getReader();
    await reader?.read();
    const agent = new Agent({ keepAlive: true });
    await new Promise((resolve) => {
      get(`${url}/healthz`, { agent }, (response) => response.resume().once("end", resolve));
    });
    service.signal("SIGTERM");
    while ((await reader?.read())?.done === false);
    expect(await service.exited).toBe(0);
    agent.destroy();
  });
});

const answered = z.object({ customerId: z.string() });
