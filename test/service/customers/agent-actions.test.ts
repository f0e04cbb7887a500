import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anInteraction, customerId, phone, valueOf } from "./builders.ts";
import { startService, type ServiceUnderTest } from "./service-under-test.ts";

let service: ServiceUnderTest;
beforeEach(async () => {
  service = startService();
  await valueOf(service.customers.recordInteraction(service.pipeline, anInteraction([customerId(), phone()])));
});
afterEach(() => service.close());

const patch = (values: Record<string, string | number | boolean | null>, ifMatch: number | null = null) =>
  service.customers.patchCollectedData(service.agent, "C-1001", values, ifMatch);
const state = (issue: string | null, ifMatch: number | null = null) =>
  service.customers.stateActiveIssue(service.agent, "C-1001", issue, ifMatch);

describe("an agent's actions", () => {
  it("keep a value with its time and without a conversation, and remove one with null", async () => {
    const told = await valueOf(patch({ ticketId: "1234", plan: true }));
    expect(told.version).toBe(2);
    expect(told.collectedData).toEqual({
      plan: { value: true, channel: null, conversationId: null, collectedAt: "2026-03-10T08:00:00.000Z" },
      ticketId: { value: "1234", channel: null, conversationId: null, collectedAt: "2026-03-10T08:00:00.000Z" },
    });
    const removed = await valueOf(patch({ plan: null }));
    expect(Object.keys(removed.collectedData)).toEqual(["ticketId"]);
    expect(await valueOf(service.customers.read(service.agent, "C-1001"))).toEqual(removed);
  });

  it("do not let what an older interaction told undo a removal", async () => {
    await valueOf(patch({ plan: "gold" }));
    await valueOf(patch({ plan: null }));
    const older = anInteraction([customerId()], { startTime: "2026-03-09T00:00:00Z" }, { plan: "silver" });
    await valueOf(service.customers.recordInteraction(service.pipeline, older));
    expect((await valueOf(service.customers.read(service.agent, "C-1001"))).collectedData).toEqual({});
    service.clock.set("2026-03-12T08:00:00.000Z");
    const newer = anInteraction([customerId()], { startTime: "2026-03-11T00:00:00Z" }, { plan: "bronze" });
    await valueOf(service.customers.recordInteraction(service.pipeline, newer));
    expect((await valueOf(service.customers.read(service.agent, "C-1001"))).collectedData).toMatchObject({
      plan: { value: "bronze", channel: "voice" },
    });
  });

  it("take a customer's name from the data that tells it", async () => {
    expect((await valueOf(patch({ name: "Nimali Perera" }))).displayName).toBe("Nimali Perera");
    expect((await valueOf(patch({ displayName: "Nimali P." }))).displayName).toBe("Nimali P.");
  });

  it("restate, close and reopen the issue at their own time", async () => {
    expect(await valueOf(state("Refund"))).toMatchObject({
      activeIssue: "Refund",
      activeIssueSince: "2026-03-04T09:15:00.000Z",
      version: 2,
    });
    expect(await valueOf(state(null))).toMatchObject({ activeIssue: null, activeIssueSince: null, version: 3 });
    service.clock.advance(1000);
    expect(await valueOf(state("Refund"))).toMatchObject({
      activeIssue: "Refund",
      activeIssueSince: "2026-03-10T08:00:01.000Z",
    });
  });

  it("count the same said again as said now, and closing what is not open as nothing", async () => {
    await valueOf(state("Refund"));
    expect((await valueOf(state("Refund"))).version).toBe(3);
    expect((await valueOf(patch({ plan: "gold" }))).version).toBe(4);
    expect((await valueOf(patch({ plan: "gold" }))).version).toBe(5);
    expect((await valueOf(patch({ unknown: null }))).version).toBe(5);
    await valueOf(state(null));
    expect((await valueOf(state(null))).version).toBe(6);
  });

  it("close an issue for good, also when an older interaction that opens it comes later", async () => {
    await valueOf(state(null));
    await valueOf(state(null));
    const late = anInteraction([customerId()], { startTime: "2026-03-09T00:00:00Z", intent: "Late" });
    await valueOf(service.customers.recordInteraction(service.pipeline, late));
    expect((await valueOf(service.customers.read(service.agent, "C-1001"))).activeIssue).toBeNull();
  });

  it("stay in order when the clock jumps back", async () => {
    await valueOf(state("First"));
    await valueOf(patch({ plan: "gold" }));
    service.clock.advance(-3_600_000);
    expect((await valueOf(state("Second"))).activeIssue).toBe("Second");
    expect((await valueOf(patch({ plan: "silver" }))).collectedData).toMatchObject({ plan: { value: "silver" } });
  });

  it("change nothing under a version that is not the present one", async () => {
    await valueOf(patch({ plan: "gold" }, 1));
    expect(await patch({ plan: "silver" }, 1)).toMatchObject({ ok: false, code: "precondition_failed" });
    expect(await state("Other", 1)).toMatchObject({ ok: false, code: "precondition_failed" });
    expect(await valueOf(service.customers.read(service.agent, "C-1001"))).toMatchObject({
      version: 2,
      activeIssue: "Billing dispute",
      collectedData: { plan: { value: "gold" } },
    });
  });

  it("lets exactly one of several changes under the same version land", async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, writer) => patch({ writer }, 1)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("refuse a customer that is not known", async () => {
    const outcome = service.customers.patchCollectedData(service.agent, "C-0", { plan: "gold" }, null);
    expect(await outcome).toMatchObject({ ok: false, code: "not_found" });
  });

  it("refuse more than 200 keys of one record, but not a change of those that it has", async () => {
    for (let request = 0; request < 4; request += 1) {
      await valueOf(patch(Object.fromEntries(Array.from({ length: 50 }, (_, key) => [`key ${request} ${key}`, key]))));
    }
    expect(await patch({ another: 1 })).toMatchObject({ ok: false, code: "invalid_request" });
    await valueOf(patch({ "key 0 0": "changed" }));
    await valueOf(patch({ "key 0 0": null, another: 1 }));
  });
});
