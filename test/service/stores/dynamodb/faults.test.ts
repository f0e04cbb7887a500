import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { CustomerHead } from "../../../../src/service/record/head.ts";
import type { DynamoLocation, DynamoStores } from "../../../../src/service/stores/dynamodb/open.ts";
import { StoreUnavailable } from "../../../../src/service/stores/store-unavailable.ts";
import type { Store } from "../../../../src/service/stores/store.ts";
import { added, at, changeOf, heads, interaction, put, scanTable, tenant } from "./changes.ts";
import {
  cancelled,
  startDynamoProxy,
  throttled,
  type DynamoFault,
  type DynamoProxy,
  type DynamoRequest,
} from "./dynamo-proxy.ts";
import { openQuietly, startAws, type Aws } from "./engine-under-test.ts";

// Java shares the machine with everything else that is tested at the time.
vi.setConfig({ testTimeout: 30_000 });

let aws: Aws;
let proxy: DynamoProxy;
beforeAll(async () => {
  aws = await startAws();
  proxy = await startDynamoProxy(aws.dynamo.endpoint);
}, 120_000);
afterAll(async () => {
  await proxy.stop();
  await aws.stop();
});

let location: DynamoLocation;
let opened: DynamoStores;
let store: Store;
beforeEach(async () => {
  location = { ...aws.location(), endpoint: proxy.endpoint };
  opened = await openQuietly(location);
  store = opened.customers;
});
afterEach(async () => {
  proxy.fault = () => null;
  proxy.seen = () => undefined;
  aws.s3.fault = () => null;
  await opened.close();
});

/** The first so many tries of every operation go wrong. */
function failFirst(times: number, fault: DynamoFault, only?: string): () => number {
  const tried = new Map<string, number>();
  let faults = 0;
  proxy.fault = ({ operation, body }: DynamoRequest) => {
    if (only !== undefined && operation !== only) return null;
    const count = (tried.get(operation + body) ?? 0) + 1;
    tried.set(operation + body, count);
    if (count > times) return null;
    faults += 1;
    return fault;
  };
  return () => faults;
}

const story = changeOf({
  customers: [put("C-1", 0, { interactionCount: 1 })],
  keys: [{ key: "k1.a", revision: 0, customerIds: ["C-1"], erasedAt: null }],
  interactions: [added("C-1", interaction(1))],
});

async function expectStory(): Promise<void> {
  expect(await store.group(tenant, "C-1", { ...heads, interactions: 5 })).toMatchObject({
    members: [{ revision: 1 }],
    newest: [interaction(1)],
  });
}

describe("a DynamoDB in trouble", () => {
  it.each([
    ["throttles", throttled],
    ["is in conflict with another transaction", cancelled("None", "TransactionConflict", "None", "None")],
    ["cancels because one item is throttled", cancelled("ThrottlingError", "None", "None", "None")],
    [
      "is still at the same transaction",
      { kind: "answers instead", status: 400, body: { __type: "TransactionInProgressException" } },
    ],
    ["fails inside", { kind: "answers instead", status: 500, body: { __type: "InternalServerError" } }],
    ["is silent after it did what was asked", { kind: "drops the answer" }],
  ] as const)("is asked again while it %s, and does everything once", async (_, fault) => {
    const faults = failFirst(3, fault, "TransactWriteItems");
    expect(await store.commit(tenant, story)).toBe(true);
    expect(faults()).toBe(3);
    await expectStory();
  });

  it("is asked again for reads too, and for what a batch left out", async () => {
    await store.commit(tenant, story);
    const faults = failFirst(2, throttled);
    await expectStory();
    expect(faults()).toBeGreaterThan(3);
    let left = 3;
    proxy.fault = ({ operation, body }) => {
      if (operation !== "BatchGetItem" || left === 0) return null;
      left -= 1;
      const unserved: unknown = JSON.parse(body);
      const asked = typeof unserved === "object" && unserved && "RequestItems" in unserved ? unserved.RequestItems : {};
      return { kind: "answers instead", status: 200, body: { Responses: {}, UnprocessedKeys: asked } };
    };
    expect((await store.standing(tenant, ["C-1"], ["k1.a"])).keys.get("k1.a")?.owners).toHaveLength(1);
    expect(left).toBe(0);
  });

  it("is unavailable in words when it never serves, keeps nothing then, and says no customer's data", async () => {
    failFirst(1000, throttled);
    const refusal: unknown = await store.commit(tenant, story).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StoreUnavailable);
    expect(String(refusal)).not.toMatch(/C-1|k1\.a|c0001/);
    proxy.fault = () => null;
    expect(await store.group(tenant, "C-1", heads)).toBeNull();
    expect(await store.commit(tenant, story)).toBe(true);
  });

  it("does not let a condition that fails pass for trouble", async () => {
    await store.commit(tenant, story);
    const sent = failFirst(0, throttled);
    expect(await store.commit(tenant, changeOf({ customers: [put("C-2", 0)], keys: story.keys }))).toBe(false);
    expect(sent()).toBe(0);
  });

  it("does not lease what only a late index still calls due", async () => {
    const { inbox } = opened;
    const event = { conversationId: "c1", topic: "end", sessionId: "s", eventTime: 1, triggers: true };
    await inbox.addEvents(tenant, [event], { now: 0, dueAt: 10 });
    let late: string | null = null;
    proxy.seen = ({ operation }, answer) => {
      if (operation === "Query") late ??= answer;
    };
    const request = { organizationIds: [tenant], now: 20, until: 100, limit: 5, token: "one" };
    const [lease] = await inbox.leaseDue(request);
    if (!lease) throw new Error("Nothing was leased.");
    await inbox.endLease(lease, { kind: "done", digest: "d", dueAt: null }, 30);
    proxy.fault = ({ operation }) =>
      operation === "Query" && late !== null ? { kind: "answers instead", status: 200, body: JSON.parse(late) } : null;
    expect(await inbox.nextDueAt([tenant])).toBe(10);
    expect(await inbox.leaseDue({ ...request, token: "two" })).toEqual([]);
  });
});

const told = (key: string, value: string) => [key, { value, channel: null, conversationId: null, at, id: "~~1" }];

/** A head whose JSON has exactly so many bytes, most of them in characters of four. */
function headOf(bytes: number): Partial<CustomerHead> {
  const { after } = put("C-1", 0, issueOf(0));
  const empty = Buffer.byteLength(JSON.stringify(after?.state === "living" ? after.head : ""));
  return issueOf(bytes - empty);
}

function issueOf(bytes: number): Partial<CustomerHead> {
  const text = "\u{1F600}".repeat(Math.floor(bytes / 4)) + "x".repeat(bytes % 4);
  return { issue: { closed: null, first: { at, id: "c1" }, last: { place: { at, id: "c1" }, text } } };
}

const inS3 = (): number => [...aws.s3.objects.keys()].filter((name) => name.startsWith(`${location.bucket}/`)).length;

describe("the size of an item", () => {
  it.each([399_999, 400_000, 400_001, 399 * 1024, 400 * 1024, 401 * 1024, 1_200_000])(
    "is no limit for a customer of %i bytes",
    async (bytes) => {
      const head = headOf(bytes);
      expect(await store.commit(tenant, changeOf({ customers: [put("C-1", 0, head)] }))).toBe(true);
      expect(await store.group(tenant, "C-1", heads)).toMatchObject({ members: [{ head }] });
      expect(inS3()).toBe(bytes > 400_000 ? 1 : 0);
      expect(await store.commit(tenant, changeOf({ customers: [put("C-1", 1, head)] }))).toBe(true);
      expect(await store.commit(tenant, changeOf({ customers: [put("C-1", 1, head)] }))).toBe(false);
      expect(await store.group(tenant, "C-1", heads)).toMatchObject({ members: [{ revision: 2, head }] });
      expect(inS3()).toBe(bytes > 400_000 ? 1 : 0);
    },
  );

  it("is no limit for 200 collected keys of 1,000 characters, nor for the longest notes", async () => {
    const collected = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => told(`key-${index}`, "\u{1F600}".repeat(500))),
    );
    const one = interaction(1, "\u0001".repeat(1000));
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, "\u0001".repeat(1000)]));
    const longest = { summary: one.summary, values: many };
    const patch = { kind: "patch", place: { at, id: "~~2" }, values: many } as const;
    const change = changeOf({
      customers: [put("C-1", 0, { collected, interactionCount: 1 })],
      interactions: [added("C-1", longest)],
      actions: [{ customerId: "C-1", action: patch }],
    });
    expect(await store.commit(tenant, change)).toBe(true);
    expect(await store.group(tenant, "C-1", { ...heads, interactions: 1 })).toMatchObject({
      members: [{ head: { collected } }],
      newest: [longest],
    });
    expect(await store.actions(tenant, ["C-1"], { before: null, limit: 1 })).toEqual([patch]);
  });

  it("refuses a change of more items than a transaction holds in words, and keeps nothing of it", async () => {
    const change = changeOf({
      customers: [put("C-1", 0)],
      interactions: Array.from({ length: 50 }, (_, index) => added("C-1", interaction(index))),
    });
    await expect(store.commit(tenant, change)).rejects.toThrow("does not fit into one transaction of 100");
    expect(await scanTable(location)).toEqual([]);
  });
});
