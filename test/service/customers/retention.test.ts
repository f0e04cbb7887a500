import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anInteraction, customerId, everyConversation, phone, valueOf } from "./builders.ts";
import { anOrganization, startService, type ServiceUnderTest } from "./service-under-test.ts";

const organization = anOrganization({ retentionDays: { interactions: 10, sessions: 2, audit: 5 } });
let service: ServiceUnderTest;
beforeEach(() => {
  service = startService({ organization });
});
afterEach(() => service.close());

const record = (...args: Parameters<typeof anInteraction>) =>
  valueOf(service.customers.recordInteraction(service.pipeline, anInteraction(...args)));
const read = () => valueOf(service.customers.read(service.agent, "C-1001"));

async function sweep(): Promise<void> {
  while (await service.customers.sweep(organization)) {
    // Each call removes a part.
  }
}

describe("what is past its days", () => {
  it("is gone from every answer at once, with what came only from it", async () => {
    await record(
      [customerId(), phone()],
      { startTime: "2026-03-01T00:00:00Z", intent: "Old", sentiment: "NEGATIVE" },
      { plan: "gold", ticket: 1 },
    );
    await record(
      [customerId()],
      { startTime: "2026-03-05T00:00:00Z", intent: "New", conversationId: "new" },
      { ticket: 2 },
    );
    expect(await read()).toMatchObject({ interactionCount: 2, activeIssueSince: "2026-03-01T00:00:00.000Z" });
    service.clock.set("2026-03-11T00:00:00.001Z");
    const record11 = await read();
    expect(record11).toMatchObject({
      version: 3,
      interactionCount: 1,
      activeIssue: "New",
      activeIssueSince: "2026-03-05T00:00:00.000Z",
      sentimentHistory: [],
    });
    expect(Object.keys(record11.collectedData)).toEqual(["ticket"]);
    expect(await everyConversation(service, "C-1001")).toEqual(["new"]);
    expect(await service.customers.lookup(service.agent, { identifiers: [phone()] })).toMatchObject({
      interactionCount: 1,
    });
  });

  it("leaves an empty record as long as an identifier is linked, and nobody without one", async () => {
    await record([customerId(), phone()], { startTime: "2026-03-01T00:00:00Z" }, { plan: "gold" });
    await record([customerId("C-2")], { startTime: "2026-03-01T00:00:00Z" });
    await valueOf(service.customers.stateActiveIssue(service.agent, "C-1001", "Stated", null));
    service.clock.set("2026-03-21T00:00:00Z");
    expect(await read()).toMatchObject({ interactionCount: 0, activeIssue: null, collectedData: {}, interactions: [] });
    expect(await service.customers.read(service.agent, "C-2")).toMatchObject({ ok: false, code: "not_found" });
    await record([customerId("C-2")], { startTime: "2026-03-20T00:00:00Z" });
    expect(await valueOf(service.customers.read(service.agent, "C-2"))).toMatchObject({ interactionCount: 1 });
  });

  it("falls back to what an older interaction told once the session that told it last is gone", async () => {
    await record([customerId(), phone()], { startTime: "2026-03-09T00:00:00Z" }, { plan: "gold" });
    const session = { channel: "whatsapp", channelUserId: "+94771234567", data: { plan: "silver", step: 1 } } as const;
    await valueOf(service.customers.putSession(service.pipeline, "s-1", session));
    expect((await read()).collectedData).toMatchObject({ plan: { value: "silver" }, step: { value: 1 } });
    service.clock.set("2026-03-12T08:00:01Z");
    const { collectedData } = await read();
    expect(Object.entries(collectedData).map(([key, { value }]) => [key, value])).toEqual([["plan", "gold"]]);
    const user = { channel: "whatsapp", channelUserId: "+94771234567" } as const;
    expect(await service.customers.latestSession(service.pipeline, user)).toMatchObject({ code: "not_found" });
  });

  it("is removed from the store by the sweep, also of those whom nobody asks for", async () => {
    for (let number = 0; number < 120; number += 1) {
      await record([customerId(`C-${number}`), phone()], { startTime: "2026-03-01T00:00:00Z" });
    }
    await record([customerId()], { startTime: "2026-03-09T00:00:00Z" });
    service.clock.set("2026-03-12T00:00:00Z");
    await sweep();
    const tenant = organization.id;
    const limits = { facts: "2026-03-02T00:00:00.000Z", sessions: "2026-03-02T00:00:00.000Z" };
    expect(await service.store.aging(tenant, limits, 10)).toEqual([]);
    expect(await service.store.interactions(tenant, ["C-1", "C-119"], { before: null, limit: 5 })).toEqual([]);
    expect(await read()).toMatchObject({ interactionCount: 1 });
  });

  it("is removed beside readers and writers without a loss", async () => {
    for (let number = 0; number < 40; number += 1) {
      await record([customerId()], { startTime: `2026-03-01T00:00:${String(number).padStart(2, "0")}Z` });
    }
    service.clock.set("2026-03-11T00:00:20.500Z");
    await Promise.all([
      sweep(),
      ...Array.from({ length: 20 }, () => record([customerId()], { startTime: "2026-03-10T00:00:00Z" })),
      ...Array.from({ length: 20 }, read),
    ]);
    expect(await read()).toMatchObject({ interactionCount: 39 });
    expect(await everyConversation(service, "C-1001")).toHaveLength(39);
  });
});
