import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import * as z from "zod";
import { limits } from "../../../src/contract/limits.ts";
import type { DynamoLocation } from "../../../src/service/stores/dynamodb/open.ts";
import { asService, keys, sha256 } from "../http/harness.ts";
import { startFakeGenesys, type FakeGenesys } from "../pipeline/fake-genesys.ts";
import { conversationIdOf, envelopeOf, orgId } from "../pipeline/genesys-shapes.ts";
import { openQuietly, startAws, type Aws } from "../stores/dynamodb/engine-under-test.ts";
import { pollOnce, pollUntilEmpty, startQueues, type Queues } from "./event-queue.ts";
import {
  buildFunctions,
  startFunction,
  type BuiltFunctions,
  type FunctionName,
  type FunctionUnderTest,
} from "./function-under-test.ts";
import { httpEvent } from "./http-event.ts";
import { startParameterStore, type ParameterStore } from "./parameter-store.ts";
import { shuffled } from "./shuffled.ts";

// Java and several processes share the machine with everything else that is tested at the time.
vi.setConfig({ testTimeout: 60_000 });

let aws: Aws;
let built: BuiltFunctions;
let queues: Queues;
let ssm: ParameterStore;
beforeAll(async () => {
  [aws, built, queues, ssm] = await Promise.all([startAws(), buildFunctions(), startQueues(), startParameterStore()]);
  ssm.parameters.set("/uic/UIC_IDENTIFIER_KEY", "0123456789abcdef0123456789abcdef");
  ssm.parameters.set("/uic/GENESYS_CLIENT_SECRET", "s3cret");
}, 120_000);
afterAll(async () => {
  await Promise.all([aws.stop(), queues.stop(), ssm.stop()]);
  built.remove();
});

let genesys: FakeGenesys;
let location: DynamoLocation;
beforeEach(async () => {
  genesys = await startFakeGenesys();
  location = aws.location();
  // Table and bucket are made by whoever deploys; the functions have no right to.
  await (await openQuietly(location)).close();
});
afterEach(() => genesys.close());

const secretNames: Readonly<Record<FunctionName, string>> = {
  events: "",
  work: "/uic/UIC_IDENTIFIER_KEY,/uic/UIC_IDENTIFIER_KEYS_BEFORE,/uic/GENESYS_CLIENT_SECRET",
  api: "/uic/UIC_IDENTIFIER_KEY,/uic/UIC_IDENTIFIER_KEYS_BEFORE",
  sweep: "/uic/UIC_IDENTIFIER_KEY",
};

function start(name: FunctionName, more: object = {}, env: Record<string, string> = {}): Promise<FunctionUnderTest> {
  const organization = {
    id: orgId,
    environments: ["mypurecloud.ie"],
    oauthClientIds: ["widget"],
    apiOrigin: genesys.origin,
    client: { id: "pipeline", secretEnv: "GENESYS_CLIENT_SECRET" },
    serviceKeys: [{ name: "all", sha256: sha256(keys.all), scopes: ["contexts:read", "contexts:write", "privacy"] }],
    settleSeconds: 0,
    retry: { attempts: 8, firstSeconds: 0, maxSeconds: 0 },
    ...more,
  };
  const secrets =
    secretNames[name] === "" ? {} : { UIC_SECRETS: secretNames[name], AWS_ENDPOINT_URL_SSM: ssm.endpoint };
  return startFunction({ built, name, location, organizations: [organization], env: { ...secrets, ...env } });
}

/** Genesys Cloud when it takes requests and never answers. */
async function startHanging() {
  const first = Promise.withResolvers<void>();
  const server = createServer(() => first.resolve());
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { origin: `http://127.0.0.1:${port}`, asked: first.promise };
}

const httpAnswer = z.object({ statusCode: z.number(), headers: z.record(z.string(), z.string()), body: z.string() });

async function ask(api: FunctionUnderTest, ...request: Parameters<typeof httpEvent>) {
  return httpAnswer.parse(await api.invoke(httpEvent(...request), 29_000));
}

const caller = asService(keys.all);
const phone = { type: "phone", value: "+12025550110" };
const found = z.object({
  status: z.string(),
  customerId: z.optional(z.string()),
  interactionCount: z.optional(z.number()),
});

async function lookup(api: FunctionUnderTest): Promise<z.infer<typeof found>> {
  const { statusCode, body } = await ask(api, "POST", "/v1/contexts/lookup", caller, { identifiers: [phone] });
  expect(statusCode).toBe(200);
  return found.parse(JSON.parse(body));
}

async function isRecorded(conversationId: string): Promise<boolean> {
  const stores = await openQuietly(location);
  const recorded = await stores.customers.conversation(orgId, conversationId);
  await stores.close();
  return recorded !== null;
}

const batchOf = (...envelopes: readonly unknown[]) => ({
  Records: envelopes.map((envelope, index) => ({
    messageId: `m-${index}`,
    body: typeof envelope === "string" ? envelope : JSON.stringify(envelope),
    attributes: { ApproximateReceiveCount: "1" },
  })),
});

describe("the function that takes events in", () => {
  it("keeps a batch without any secret, and the worker makes records of it", async () => {
    const [events, work, api] = await Promise.all([start("events"), start("work"), start("api")]);
    const batch = batchOf(envelopeOf("customer.end", conversationIdOf(1)), envelopeOf("wrapup", conversationIdOf(1)));
    expect(await events.invoke(batch)).toEqual({ batchItemFailures: [] });
    expect(await work.invoke({}, 171_000)).toEqual({ tries: 1 });
    expect(await lookup(api)).toMatchObject({ status: "returning_customer", interactionCount: 1 });
  });

  it("gives back only what it cannot keep, and says why without quoting it", async () => {
    const events = await start("events");
    const stranger = {
      ...envelopeOf("customer.end", conversationIdOf(2)),
      source: "aws.partner/genesys.com/cloud/nobody/x",
    };
    const broken = envelopeOf("customer.end", "+12025550110 is no id");
    const batch = batchOf("no JSON", stranger, broken, envelopeOf("customer.end", conversationIdOf(3)), {});
    expect(await events.invoke(batch)).toEqual({
      batchItemFailures: ["m-0", "m-1", "m-2", "m-4"].map((itemIdentifier) => ({ itemIdentifier })),
    });
    expect(events.logged()).toContain("its organisation is not configured");
    expect(events.logged()).not.toContain("2025550110");
    const stores = await openQuietly(location);
    expect(await stores.inbox.backlog([orgId], Date.now())).toMatchObject({ waiting: 1, dead: 0 });
    await stores.close();
  });

  it("ignores topics of no use and takes more than one transaction holds", async () => {
    const events = await start("events");
    const many = Array.from({ length: limits.eventsPerRequest + 20 }, (_, index) =>
      envelopeOf("customer.end", conversationIdOf(index)),
    );
    const batch = batchOf(envelopeOf("acd.start", conversationIdOf(999)), ...many);
    expect(await events.invoke(batch)).toEqual({ batchItemFailures: [] });
    const stores = await openQuietly(location);
    expect(await stores.inbox.backlog([orgId], Date.now())).toMatchObject({ waiting: many.length });
    await stores.close();
  });

  it("keeps an event once that two of its instances get at once", async () => {
    const both = await Promise.all([start("events"), start("events")]);
    const batch = batchOf(envelopeOf("customer.end", conversationIdOf(5)), envelopeOf("wrapup", conversationIdOf(5)));
    const answers = await Promise.all(both.map((events) => events.invoke(batch)));
    expect(answers).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    const works = await Promise.all([start("work"), start("work")]);
    const runs = await Promise.all(works.map((work) => work.invoke({}, 171_000)));
    expect(runs).toEqual(expect.arrayContaining([{ tries: 1 }, { tries: 0 }]));
    expect(await isRecorded(conversationIdOf(5))).toBe(true);
  });

  it("has stored what it acknowledged when it is ended at once", async () => {
    const events = await start("events");
    await events.invoke(batchOf(envelopeOf("customer.end", conversationIdOf(4))));
    await events.kill();
    await (await start("work")).invoke({}, 171_000);
    expect(await isRecorded(conversationIdOf(4))).toBe(true);
  });
});

describe("events through a queue", () => {
  it("become a dead letter after their tries when nobody can read them, and hold back none of their fellows", async () => {
    const queue = queues.create(3);
    const events = await start("events");
    for (let index = 0; index < 4; index += 1) await queue.send(envelopeOf("customer.end", conversationIdOf(index)));
    await queue.sendText("poison");
    await pollOnce(queue, events);
    expect(queue.waiting()).toBe(1);
    expect(await pollUntilEmpty(queue, events)).toBe(2);
    expect(queue.dead()).toEqual(["poison"]);
    const stores = await openQuietly(location);
    expect(await stores.inbox.backlog([orgId], Date.now())).toMatchObject({ waiting: 4 });
    await stores.close();
  });

  it.each([1, 2])("give one record of each conversation, sent thrice in any order (shuffle %i)", async (seed) => {
    const queue = queues.create(5);
    const [events, work, api] = await Promise.all([start("events"), start("work"), start("api")]);
    const conversations = [1, 2, 3, 4].map(conversationIdOf);
    const sent = conversations.flatMap((id) => ["customer.end", "wrapup", "acw"].map((topic) => envelopeOf(topic, id)));
    for (const envelope of shuffled([...sent, ...sent, ...sent], seed)) await queue.send(envelope);
    while ((await pollOnce(queue, events)) > 0) await work.invoke({}, 171_000);
    await work.invoke({}, 171_000);
    expect(queue.dead()).toEqual([]);
    const { customerId, interactionCount } = await lookup(api);
    expect(interactionCount).toBe(conversations.length);
    const { body } = await ask(api, "GET", `/v1/customers/${customerId}/interactions?limit=10`, caller);
    const page = z.object({ items: z.array(z.object({ conversationId: z.string() })) }).parse(JSON.parse(body));
    expect(page.items.map(({ conversationId }) => conversationId).toSorted()).toEqual(conversations);
  });
});

describe("the function that works", () => {
  it("begins nothing that could not end in the time it has left", async () => {
    const [events, work] = await Promise.all([start("events"), start("work")]);
    await events.invoke(batchOf(envelopeOf("customer.end", conversationIdOf(1))));
    expect(await work.invoke({}, 60_000)).toEqual({ tries: 0 });
    expect(genesys.calls).toEqual([]);
    expect(await work.invoke({}, 171_000)).toEqual({ tries: 1 });
  });

  it("waits for what becomes due before the next run", async () => {
    const [events, work] = await Promise.all([start("events", { settleSeconds: 1 }), start("work")]);
    await events.invoke(batchOf(envelopeOf("customer.end", conversationIdOf(1))));
    expect(await work.invoke({}, 173_000)).toEqual({ tries: 1 });
    expect(work.logged()).toContain('"overdueSeconds":0');
  });

  it("tries again what Genesys Cloud does not have yet", async () => {
    const [events, work] = await Promise.all([start("events"), start("work")]);
    genesys.detail = () => (genesys.callsTo("/details") < 3 ? { status: 404 } : undefined);
    await events.invoke(batchOf(envelopeOf("customer.end", conversationIdOf(1))));
    await work.invoke({}, 171_000);
    expect(genesys.callsTo("/details")).toBe(3);
    expect(await isRecorded(conversationIdOf(1))).toBe(true);
  });

  it("leaves the conversation to the next run when it is ended in the middle", async () => {
    const [events, hanging] = await Promise.all([start("events"), startHanging()]);
    await events.invoke(batchOf(envelopeOf("customer.end", conversationIdOf(1))));
    const work = await start("work", { apiOrigin: hanging.origin });
    const run = work.invoke({}, 300_000).catch(String);
    await hanging.asked;
    await work.kill();
    expect(await run).toContain("process ended");
    const stores = await openQuietly(location);
    const later = Date.now() + 6 * 60_000;
    const request = { organizationIds: [orgId], now: later, until: later + 1000, limit: 5, token: "next" };
    expect(await stores.inbox.leaseDue(request)).toMatchObject([{ conversationId: conversationIdOf(1), attempt: 2 }]);
    await stores.close();
  });

  it("says which secret is missing instead of working without, and works once it is there", async () => {
    const missing = "/uic/UIC_IDENTIFIER_KEY,/uic/late/GENESYS_CLIENT_SECRET";
    const work = await start("work", {}, { UIC_SECRETS: missing });
    await expect(work.invoke({})).rejects.toThrow("GENESYS_CLIENT_SECRET");
    ssm.parameters.set("/uic/late/GENESYS_CLIENT_SECRET", "s3cret");
    expect(await work.invoke({}, 171_000)).toEqual({ tries: 0 });
  });

  it("says that SSM did not give out its secrets", async () => {
    const work = await start("work", {}, { AWS_ENDPOINT_URL_SSM: "http://127.0.0.1:1" });
    await expect(work.invoke({})).rejects.toThrow("UIC_SECRETS: SSM did not give out /uic/UIC_IDENTIFIER_KEY");
  });
});

const interaction = (conversationId: string, startTime: string) => ({
  identifiers: [phone],
  interaction: { conversationId, channel: "voice", startTime, durationSeconds: 60, resolutionStatus: "UNRESOLVED" },
});

describe("the function that answers", () => {
  it("serves the API behind an HTTP API, with its problems as they are", async () => {
    const api = await start("api");
    expect(await lookup(api)).toMatchObject({ status: "first_contact" });
    const refused = await ask(api, "POST", "/v1/contexts/lookup", {}, { identifiers: [phone] });
    expect(refused.statusCode).toBe(401);
    expect(refused.headers["content-type"]).toContain("application/problem+json");
    expect((await ask(api, "GET", "/healthz")).statusCode).toBe(200);
    expect((await ask(api, "GET", "/readyz")).statusCode).toBe(200);
    const preflight = { origin: "https://widget.example.com", "access-control-request-method": "POST" };
    expect((await ask(api, "OPTIONS", "/v1/contexts/lookup", preflight)).statusCode).toBeLessThan(300);
  });

  it("tells who follows changes what is new, when to come back, and nothing twice", async () => {
    const api = await start("api");
    await ask(api, "POST", "/v1/interactions", caller, interaction("c-1", "2026-11-20T10:00:00Z"));
    const { customerId = "" } = await lookup(api);
    const follow = (version?: number) =>
      ask(api, "POST", "/v1/changes", caller, { customers: [{ customerId, version }] });
    const first = await follow();
    expect(first.headers["content-type"]).toBe("text/event-stream");
    expect(first.body).toMatch(/^retry: 20000\n\nevent: context\nid: \S+:1\ndata: \{.*\}\n\n$/);
    expect((await follow(1)).body).toBe("retry: 20000\n\n");
    await ask(api, "POST", "/v1/interactions", caller, interaction("c-2", "2026-11-21T10:00:00Z"));
    expect((await follow(1)).body).toContain(`id: ${customerId}:2`);
    const one = await ask(api, "GET", `/v1/customers/${customerId}/changes`, { ...caller, "last-event-id": "1" });
    expect(one.body).toContain("id: 2\n");
    const stores = await openQuietly(location);
    const entries = await stores.customers.auditEntries(orgId, [customerId], "", { before: null, limit: 20 });
    expect(entries.filter(({ action }) => action === "follow")).toHaveLength(3);
    await stores.close();
  });

  it("has stored who read what before its answer is out", async () => {
    const api = await start("api");
    await ask(api, "POST", "/v1/interactions", caller, interaction("c-1", "2026-11-20T10:00:00Z"));
    const { customerId } = await lookup(api);
    await api.kill();
    const stores = await openQuietly(location);
    const entries = await stores.customers.auditEntries(orgId, [customerId ?? ""], "", { before: null, limit: 10 });
    expect(entries.map(({ action }) => action)).toContain("lookup");
    await stores.close();
  });
});

describe("the function that sweeps", () => {
  it("takes out of the store what is past its days", async () => {
    const [api, sweep] = await Promise.all([
      start("api"),
      start("sweep", { retentionDays: { interactions: 10, sessions: 1, audit: 1 } }),
    ]);
    const old = new Date(Date.now() - 20 * 86_400_000).toISOString();
    const recent = new Date(Date.now() - 5 * 86_400_000).toISOString();
    for (const [id, startTime] of [
      ["old", old],
      ["recent", recent],
    ] as const) {
      const fact = {
        conversationId: id,
        channel: "voice",
        startTime,
        durationSeconds: 60,
        resolutionStatus: "RESOLVED",
      };
      await ask(api, "POST", "/v1/interactions", caller, { identifiers: [phone], interaction: fact });
    }
    const { customerId = "" } = await lookup(api);
    const stores = await openQuietly(location);
    const kept = () => stores.customers.conversationIds(orgId, [customerId]);
    expect(await kept()).toHaveLength(2);
    await sweep.invoke({});
    expect(await kept()).toEqual(["recent"]);
    await stores.close();
  });
});
