import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import type { DynamoLocation } from "../../src/service/stores/dynamodb/open.ts";
import { asService, keys, sha256 } from "../service/http/harness.ts";
import {
  buildFunctions,
  startFunction,
  type BuiltFunctions,
  type FunctionName,
} from "../service/lambda/function-under-test.ts";
import { httpEvent } from "../service/lambda/http-event.ts";
import { startFakeGenesys, type FakeGenesys } from "../service/pipeline/fake-genesys.ts";
import { conversationIdOf, envelopeOf, orgId } from "../service/pipeline/genesys-shapes.ts";
import { startDynamoProxy, type DynamoProxy } from "../service/stores/dynamodb/dynamo-proxy.ts";
import { openQuietly, startAws, type Aws } from "../service/stores/dynamodb/engine-under-test.ts";
import { grantOf, type Grant } from "./granted.ts";

// Java and several processes share the machine with everything else that is tested at the time.
vi.setConfig({ testTimeout: 60_000 });

let aws: Aws;
let built: BuiltFunctions;
beforeAll(async () => {
  [aws, built] = await Promise.all([startAws(), buildFunctions()]);
}, 120_000);
afterAll(async () => {
  await aws.stop();
  built.remove();
});

let genesys: FakeGenesys;
let location: DynamoLocation;
let proxies: DynamoProxy[] = [];
beforeEach(async () => {
  genesys = await startFakeGenesys();
  location = aws.location();
  await (await openQuietly(location)).close();
});
afterEach(async () => {
  await Promise.all([genesys.close(), ...proxies.map((proxy) => proxy.stop())]);
  proxies = [];
});

const roles = { events: "Events", work: "Work", api: "Api", sweep: "Sweep" } as const;

/** A function with the rights on the table that it is deployed with, and no others. */
async function start(name: FunctionName, more: object = {}) {
  const grant: Grant = grantOf(roles[name]);
  const proxy = await startDynamoProxy(aws.dynamo.endpoint);
  proxies.push(proxy);
  proxy.fault = grant.judge;
  const organization = {
    id: orgId,
    environments: ["mypurecloud.ie"],
    oauthClientIds: ["widget"],
    apiOrigin: genesys.origin,
    client: { id: "pipeline", secretEnv: "GENESYS_CLIENT_SECRET" },
    serviceKeys: [
      { name: "all", sha256: sha256(keys.all), scopes: ["contexts:read", "contexts:write", "events:write", "privacy"] },
    ],
    settleSeconds: 0,
    retry: { attempts: 1, firstSeconds: 0, maxSeconds: 0 },
    ...more,
  };
  const env = { UIC_IDENTIFIER_KEY: "0123456789abcdef0123456789abcdef", GENESYS_CLIENT_SECRET: "s3cret" };
  const restricted = { ...location, endpoint: proxy.endpoint };
  const own = await startFunction({ built, name, location: restricted, organizations: [organization], env });
  return { own, grant };
}

const batchOf = (...envelopes: readonly unknown[]) => ({
  Records: envelopes.map((envelope, index) => ({
    messageId: `m-${index}`,
    body: JSON.stringify(envelope),
    attributes: { ApproximateReceiveCount: "1" },
  })),
});

describe("the rights that are deployed", () => {
  it("are just enough to take events in, also those that refine what was a dead letter", async () => {
    const events = await start("events");
    const work = await start("work");
    const id = conversationIdOf(1);
    genesys.detail = () => ({ status: 404 });
    expect(await events.own.invoke(batchOf(envelopeOf("customer.end", id)))).toEqual({ batchItemFailures: [] });
    expect(await work.own.invoke({}, 171_000)).toEqual({ tries: 1 });
    const stores = await openQuietly(location);
    expect(await stores.inbox.backlog([orgId], Date.now())).toMatchObject({ dead: 1 });
    expect(await events.own.invoke(batchOf(envelopeOf("wrapup", id)))).toEqual({ batchItemFailures: [] });
    expect(await stores.inbox.backlog([orgId], Date.now())).toMatchObject({ dead: 0, waiting: 1 });
    await stores.close();
    expect(events.grant.denied).toEqual([]);
    expect(work.grant.denied).toEqual([]);
    expect(events.grant.used).toEqual(events.grant.actions);
  });

  it("are enough to record, answer, erase and sweep, and none of them is for nothing", async () => {
    const [events, work, api] = await Promise.all([start("events"), start("work"), start("api")]);
    const ids = [1, 2, 3].map(conversationIdOf);
    await events.own.invoke(batchOf(...ids.map((id) => envelopeOf("customer.end", id))));
    expect(await work.own.invoke({}, 171_000)).toEqual({ tries: 3 });

    const ask = async (method: string, path: string, body?: unknown) =>
      z
        .object({ statusCode: z.number().max(299), body: z.string() })
        .parse(await api.own.invoke(httpEvent(method, path, asService(keys.all), body), 29_000));
    const identifiers = [{ type: "phone", value: "+12025550110" }];
    const { customerId } = z
      .object({ customerId: z.string() })
      .parse(JSON.parse((await ask("POST", "/v1/contexts/lookup", { identifiers })).body));
    await ask("GET", `/v1/customers/${customerId}/interactions?limit=2`);
    await ask("POST", "/v1/changes", { customers: [{ customerId }] });
    const session = { channel: "whatsapp", channelUserId: "wa-1", identifiers, data: { ticketId: "1234" } };
    await ask("PUT", "/v1/sessions/s-1", session);
    await ask("GET", "/v1/dead-letters");
    await ask("GET", `/v1/customers/${customerId}/audit`);
    await ask("GET", "/readyz");

    const sweep = await start("sweep", { retentionDays: { interactions: 1, sessions: 1, audit: 1 } });
    await sweep.own.invoke({});
    const stores = await openQuietly(location);
    expect(await stores.customers.conversationIds(orgId, [customerId])).toEqual([]);
    await stores.close();
    await ask("DELETE", `/v1/customers/${customerId}`);

    const all = [events, work, api, sweep];
    expect(all.map(({ grant }) => grant.denied)).toEqual([[], [], [], []]);
    const used = new Set([work, api, sweep].flatMap(({ grant }) => Array.from(grant.used)));
    expect(used).toEqual(work.grant.actions);
  });

  it("keep what takes events in from a customer", () => {
    const { judge } = grantOf("Events");
    const read = (pk: string) => {
      const body = JSON.stringify({ RequestItems: { table: { Keys: [{ pk: { S: pk } }] } } });
      return judge({ operation: "BatchGetItem", body });
    };
    expect(read("org#job#c-1")).toBeNull();
    for (const other of ["org#customer#C-1", "org#facts#e-1", "org#identifier#h", "org#audit#C-1"])
      expect(read(other)).toMatchObject({ status: 400 });
    expect(judge({ operation: "Scan", body: "{}" })).toMatchObject({ status: 400 });
  });
});
