import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { DynamoLocation, DynamoStores } from "../../../../src/service/stores/dynamodb/open.ts";
import { StoreUnavailable } from "../../../../src/service/stores/store-unavailable.ts";
import type { Store } from "../../../../src/service/stores/store.ts";
import {
  added,
  at,
  changeOf,
  conversationsOf,
  erased,
  fill,
  heads,
  interaction,
  put,
  scanTable,
  tenant,
} from "./changes.ts";
import { openQuietly, startAws, type Aws } from "./engine-under-test.ts";

// Java shares the machine with everything else that is tested at the time.
vi.setConfig({ testTimeout: 30_000 });

let aws: Aws;
beforeAll(async () => {
  aws = await startAws();
}, 120_000);
afterAll(() => aws.stop());

let location: DynamoLocation;
let opened: DynamoStores;
let store: Store;
beforeEach(async () => {
  location = aws.location();
  opened = await openQuietly(location);
  store = opened.customers;
});
afterEach(async () => {
  aws.s3.fault = () => null;
  await opened.close();
});

/** What was begun behind answers is done once the store is closed. */
async function reopen(): Promise<void> {
  await opened.close();
  opened = await openQuietly(location);
  store = opened.customers;
}

const inS3 = (): string[] =>
  [...aws.s3.objects].filter(([name]) => name.startsWith(`${location.bucket}/`)).map(([, text]) => text);
const newestFirst = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => interaction(count - 1 - index).summary.conversationId);

describe("the archive on S3", () => {
  it("takes what is beyond the window, and a page over both has no seam at any time", async () => {
    await fill(store, "C-1", 120, "told before");
    expect(await conversationsOf(store, "C-1")).toEqual(newestFirst(120));
    await reopen();
    expect(inS3()).toHaveLength(70);
    expect(await conversationsOf(store, "C-1", 47)).toEqual(newestFirst(120));
    expect(await store.conversation(tenant, "c0003")).toEqual({
      customerId: "C-1",
      interaction: interaction(3, "told before"),
    });
    const items = await scanTable(location);
    expect(items.filter((item) => item.includes("told before"))).toHaveLength(50);
  });

  it("takes what arrives late and is older than the window, and what is revised there", async () => {
    const revision = await fill(store, "C-1", 80);
    await reopen();
    expect(inS3()).toHaveLength(30);
    const before = { customerId: "C-1", interaction: interaction(2) };
    const after = { customerId: "C-1", interaction: interaction(2, "corrected") };
    const late = interaction(-500, "late");
    const change = changeOf({
      customers: [put("C-1", revision, { interactionCount: 88 })],
      interactions: [{ conversationId: "c0002", before, after }, added("C-1", late)],
    });
    expect(await store.commit(tenant, change)).toBe(true);
    expect((await store.conversation(tenant, "c0002"))?.interaction?.summary.outcomeNotes).toBe("corrected");
    await reopen();
    expect(inS3()).toHaveLength(31);
    expect(inS3().filter((text) => /corrected|late/.test(text))).toHaveLength(2);
    expect((await store.conversation(tenant, "c0002"))?.interaction?.summary.outcomeNotes).toBe("corrected");
  });

  it("leaves in the table what S3 refuses, and takes it the next time", async () => {
    aws.s3.fault = ({ method }) => (method === "PUT" ? "refused" : null);
    const revision = await fill(store, "C-1", 56);
    await reopen();
    expect(inS3()).toEqual([]);
    expect(await conversationsOf(store, "C-1")).toEqual(newestFirst(56));
    aws.s3.fault = () => null;
    await store.commit(
      tenant,
      changeOf({
        customers: [put("C-1", revision, { interactionCount: 64 })],
        interactions: [added("C-1", interaction(56))],
      }),
    );
    await reopen();
    expect(inS3()).toHaveLength(7);
    expect(await conversationsOf(store, "C-1")).toEqual(newestFirst(57));
  });

  it("leaves in the table what S3 says to have taken and does not give back", async () => {
    await fill(store, "C-1", 40);
    aws.s3.fault = ({ method }) => {
      if (method === "GET") aws.s3.objects.clear();
      return null;
    };
    await store.commit(
      tenant,
      changeOf({
        customers: [put("C-1", 1, { interactionCount: 56 })],
        interactions: Array.from({ length: 16 }, (_, index) => added("C-1", interaction(40 + index))),
      }),
    );
    await reopen();
    aws.s3.fault = () => null;
    expect(await conversationsOf(store, "C-1")).toEqual(newestFirst(56));
  });

  it("is not misled by an S3 that refuses or is silent after it did what was asked", async () => {
    let requests = 0;
    aws.s3.fault = () => {
      requests += 1;
      if (requests % 3 === 0) return "refused after success";
      return requests % 5 === 0 ? "dropped after success" : null;
    };
    await fill(store, "C-1", 64);
    await reopen();
    expect(inS3()).toHaveLength(14);
    expect(await conversationsOf(store, "C-1")).toEqual(newestFirst(64));
  });
});

const keysOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `k1.${index}`);

async function fillWithKeys(count: number): Promise<number> {
  const revision = await fill(store, "C-1", 64, "canary");
  const keys = keysOf(count);
  for (let from = 0; from < count; from += 50) {
    const some = keys.slice(from, from + 50);
    const change = changeOf({
      customers: [put("C-1", revision + from / 50, { interactionCount: 64 })],
      keys: some.map((key) => ({ key, revision: 0, customerIds: ["C-1"], erasedAt: null })),
    });
    expect(await store.commit(tenant, change)).toBe(true);
  }
  await reopen();
  return revision + Math.ceil(count / 50);
}

const erasure = (revision: number, count: number) =>
  changeOf({
    customers: [erased("C-1", revision)],
    keys: keysOf(count).map((key) => ({ key, revision: 1, customerIds: [], erasedAt: at })),
    erased: ["C-1"],
  });

describe("an erasure", () => {
  it("leaves no word in the table or on S3, and no identifier that leads anywhere, however many they were", async () => {
    const revision = await fillWithKeys(150);
    expect(inS3().filter((text) => text.includes("canary"))).toHaveLength(14);
    expect(await store.commit(tenant, erasure(revision, 150))).toBe(true);
    expect(inS3()).toEqual([]);
    expect((await scanTable(location)).filter((item) => item.includes("canary"))).toEqual([]);
    const { keys } = await store.standing(tenant, [], keysOf(150));
    expect([...keys.values()].every(({ owners, erasedAt }) => owners.length === 0 && erasedAt === at)).toBe(true);
    expect(await store.conversation(tenant, "c0001")).toEqual({ customerId: "C-1", interaction: null });
  });

  it("holds at once while S3 is away, and is finished by the sweep when it is back", async () => {
    const revision = await fillWithKeys(1);
    aws.s3.fault = () => "refused";
    expect(await store.commit(tenant, erasure(revision, 1))).toBe(true);
    expect(await store.group(tenant, "C-1", heads)).toMatchObject({ state: "erased" });
    expect(await store.interactions(tenant, ["C-1"], { before: null, limit: 5 })).toEqual([]);
    expect(await store.conversation(tenant, "c0001")).toEqual({ customerId: "C-1", interaction: null });
    await expect(store.aging(tenant, { facts: at, sessions: at }, 5)).rejects.toThrow(StoreUnavailable);
    aws.s3.fault = () => null;
    expect(await store.aging(tenant, { facts: at, sessions: at }, 5)).toEqual([]);
    expect(inS3()).toEqual([]);
    expect((await scanTable(location)).filter((item) => item.includes("canary"))).toEqual([]);
  });

  it("gives the id to another person without anything of the one before", async () => {
    const revision = await fillWithKeys(1);
    await store.commit(tenant, erasure(revision, 1));
    const next = changeOf({ customers: [put("C-1", revision + 1)], interactions: [added("C-1", interaction(500))] });
    expect(await store.commit(tenant, next)).toBe(true);
    expect(await conversationsOf(store, "C-1")).toEqual(["c0500"]);
    expect(await store.conversation(tenant, "c0001")).toEqual({ customerId: "C-1", interaction: null });
    const again = changeOf({ customers: [put("C-1", revision + 2)], interactions: [added("C-1", interaction(1))] });
    expect(await store.commit(tenant, again)).toBe(false);
  });
});

describe("an expiry", () => {
  const limits = { facts: interaction(70).summary.startTime, sessions: at };

  it("takes more than a transaction holds, and no reader sees a part of it", async () => {
    const revision = await fill(store, "C-1", 80);
    await reopen();
    const sizes = new Set<number>();
    const done = new AbortController();
    const reading = (async () => {
      while (!done.signal.aborted) {
        const page = await store.interactions(tenant, ["C-1"], { before: null, limit: 100 });
        sizes.add(page.length);
      }
    })();
    const change = changeOf({
      customers: [put("C-1", revision, { interactionCount: 10 })],
      expired: { customerIds: ["C-1"], limits },
    });
    expect(await store.commit(tenant, change)).toBe(true);
    done.abort();
    await reading;
    expect([...sizes].filter((size) => size !== 80 && size !== 10)).toEqual([]);
    expect(await conversationsOf(store, "C-1")).toEqual(newestFirst(80).slice(0, 10));
    expect(await store.conversation(tenant, "c0001")).toBeNull();
    expect(inS3()).toEqual([]);
  });

  it("holds for readers while S3 is away, and is finished by the sweep when it is back", async () => {
    const revision = await fill(store, "C-1", 80);
    await reopen();
    aws.s3.fault = ({ method, key }) => (method === "POST" || key === "" ? "refused" : null);
    const change = changeOf({
      customers: [put("C-1", revision, { interactionCount: 10 })],
      expired: { customerIds: ["C-1"], limits },
    });
    expect(await store.commit(tenant, change)).toBe(true);
    expect(await conversationsOf(store, "C-1")).toEqual(newestFirst(80).slice(0, 10));
    expect(inS3()).toHaveLength(30);
    aws.s3.fault = () => null;
    await store.aging(tenant, limits, 5);
    expect(inS3()).toEqual([]);
    expect((await scanTable(location)).filter((item) => item.includes("#trash"))).toEqual([]);
  });

  it("makes way for the same conversation to come again", async () => {
    const revision = await fill(store, "C-1", 80);
    await reopen();
    // The rest is left undone, as when the process is killed.
    aws.s3.fault = () => "refused";
    await store.commit(
      tenant,
      changeOf({
        customers: [{ customerId: "C-1", revision, after: null }],
        expired: { customerIds: ["C-1"], limits },
      }),
    );
    aws.s3.fault = () => null;
    expect(await store.group(tenant, "C-1", heads)).toBeNull();
    expect(await store.conversation(tenant, "c0001")).toBeNull();
    const again = changeOf({ customers: [put("C-1", 0)], interactions: [added("C-1", interaction(1))] });
    expect(await store.commit(tenant, again)).toBe(true);
    await store.aging(tenant, limits, 5);
    expect(await conversationsOf(store, "C-1")).toEqual(["c0001"]);
    expect(await store.conversation(tenant, "c0001")).toMatchObject({ customerId: "C-1" });
    expect(inS3()).toEqual([]);
  });
});
