import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anInteraction, customerId, everyConversation, valueOf } from "./builders.ts";
import { startService, type ServiceUnderTest } from "./service-under-test.ts";

let service: ServiceUnderTest;
beforeEach(() => {
  service = startService();
});
afterEach(() => service.close());

const startOf = (number: number): string => new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();

async function recordMany(numbers: readonly number[]): Promise<void> {
  const requests = numbers.map((number) =>
    anInteraction([customerId()], { conversationId: `c${number}`, startTime: startOf(number), sentiment: "NEUTRAL" }),
  );
  await Promise.all(requests.map((request) => valueOf(service.customers.recordInteraction(service.pipeline, request))));
}

const readPages = (limit: number, between?: () => Promise<void>): Promise<string[]> =>
  everyConversation(service, "C-1001", limit, between);

describe("window and archive", () => {
  it("hold every interaction once, the 50 newest in the window, whatever order they came in", async () => {
    const numbers = Array.from({ length: 120 }, (_, index) => (index * 47) % 120);
    await recordMany(numbers);
    const record = await valueOf(service.customers.read(service.agent, "C-1001"));
    const newestFirst = Array.from({ length: 120 }, (_, index) => `c${119 - index}`);
    expect(record.interactionCount).toBe(120);
    expect(record.interactions.map(({ conversationId }) => conversationId)).toEqual(newestFirst.slice(0, 50));
    expect(record.sentimentHistory.map(({ conversationId }) => conversationId)).toEqual(
      newestFirst.slice(0, 50).toReversed(),
    );
    expect(await readPages(7)).toEqual(newestFirst);
    expect(await readPages(60)).toEqual(newestFirst);
  });

  it("repeat and skip nothing while newer and older interactions arrive between two pages", async () => {
    await recordMany(Array.from({ length: 30 }, (_, index) => index * 2));
    let arrivals = 0;
    const seen = await readPages(10, async () => {
      arrivals += 1;
      await recordMany([100 + arrivals]);
    });
    expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => `c${58 - index * 2}`));
  });

  it("order interactions of the same moment by their conversation, the greater first", async () => {
    for (const conversationId of ["b", "c", "a"]) {
      await valueOf(
        service.customers.recordInteraction(service.pipeline, anInteraction([customerId()], { conversationId })),
      );
    }
    expect(await readPages(1)).toEqual(["c", "b", "a"]);
  });

  it("refuse a cursor that was not given out", async () => {
    await recordMany([1]);
    for (const cursor of ["nonsense", Buffer.from("[1,2]").toString("base64url"), "e30"]) {
      const outcome = service.customers.listInteractions(service.agent, "C-1001", { limit: 1, cursor });
      expect(await outcome).toMatchObject({ ok: false, code: "invalid_request", issues: [{ path: "cursor" }] });
    }
  });
});
