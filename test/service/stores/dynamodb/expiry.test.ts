import { DescribeTimeToLiveCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { InboxEvent, Lease } from "../../../../src/service/stores/inbox-store.ts";
import { jobKey } from "../../../../src/service/stores/dynamodb/keys.ts";
import type { DynamoLocation, DynamoStores } from "../../../../src/service/stores/dynamodb/open.ts";
import { openQuietly, startAws, type Aws } from "./engine-under-test.ts";

vi.setConfig({ testTimeout: 30_000 });

const tenant = "32aa07aa-0000-4000-8000-000000000001";
const conversationId = "a0000000-0000-4000-8000-000000000001";
const noon = Date.parse("2026-05-04T12:00:00.000Z");
const days = (count: number): number => count * 86_400;

let aws: Aws;
beforeAll(async () => {
  aws = await startAws();
}, 120_000);
afterAll(() => aws.stop());

let location: DynamoLocation;
let stores: DynamoStores;
let client: DynamoDBClient;
beforeEach(async () => {
  location = aws.location();
  stores = await openQuietly(location);
  client = new DynamoDBClient({ region: location.region, endpoint: location.endpoint ?? "" });
});
afterEach(async () => {
  client.destroy();
  await stores.close();
});

const event = (topic: string): InboxEvent => ({
  conversationId,
  topic,
  sessionId: "s-1",
  eventTime: noon,
  triggers: topic === "customer.end",
});
const add = (topic: string): Promise<void> =>
  stores.inbox.addEvents(tenant, [event(topic)], { now: noon, dueAt: noon });

async function lease(): Promise<Lease> {
  const request = { organizationIds: [tenant], now: noon, until: noon + 1000, limit: 1, token: "t" };
  const [one] = await stores.inbox.leaseDue(request);
  if (!one) throw new Error("Nothing is due.");
  return one;
}

async function expiresAt(): Promise<number | null> {
  const { pk, sk } = jobKey(tenant, conversationId);
  const Key = { pk: { S: pk }, sk: { S: sk } };
  const { Item } = await client.send(new GetItemCommand({ TableName: location.table, Key, ConsistentRead: true }));
  if (!Item) throw new Error("The job is gone.");
  return Item["expiresAt"]?.N === undefined ? null : Number(Item["expiresAt"].N);
}

it("lets DynamoDB remove a finished job, long after the pipeline would have", async () => {
  await add("customer.end");
  await stores.inbox.endLease(await lease(), { kind: "done", digest: "d", dueAt: null }, noon);
  expect(await expiresAt()).toBe(noon / 1000 + days(60));
});

it("keeps a job that waits, that is worked on, or that is a dead letter", async () => {
  await add("customer.end");
  expect(await expiresAt()).toBeNull();
  const leased = await lease();
  expect(await expiresAt()).toBeNull();
  await stores.inbox.endLease(leased, { kind: "dead", reason: "r", deadLetterId: "dead-1" }, noon);
  expect(await expiresAt()).toBeNull();
});

it("keeps a finished job again as soon as another event refines it", async () => {
  await add("customer.end");
  await stores.inbox.endLease(await lease(), { kind: "done", digest: "d", dueAt: null }, noon);
  await add("wrapup");
  expect(await expiresAt()).toBeNull();
});

it("tells DynamoDB of the attribute when it makes the table", async () => {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: location.table }));
  expect(TimeToLiveDescription).toMatchObject({ AttributeName: "expiresAt", TimeToLiveStatus: "ENABLED" });
});
