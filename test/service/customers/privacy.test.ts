import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { customerExport } from "../../../src/contract/customer-export.ts";
import { anInteraction, customerId, email, phone, valueOf } from "./builders.ts";
import { anOrganization, startService, type ServiceUnderTest } from "./service-under-test.ts";

let service: ServiceUnderTest;
beforeEach(async () => {
  service = startService({ organization: anOrganization({ retentionDays: { audit: 5 } }) });
  const request = anInteraction([customerId(), phone(), email()], { conversationId: "call-1" }, { plan: "gold" });
  await valueOf(service.customers.recordInteraction(service.pipeline, request));
});
afterEach(() => service.close());

const audit = async (id = "C-1001", page: { limit: number; cursor?: string } = { limit: 25 }) =>
  valueOf(service.customers.listAudit(service.pipeline, id, page));

describe("an export", () => {
  it("holds everything that is kept on the person, in the documented shape", async () => {
    await valueOf(service.customers.patchCollectedData(service.agent, "C-1001", { note: "x", old: null }, null));
    await valueOf(service.customers.stateActiveIssue(service.agent, "C-1001", "Stated", null));
    const session = { channel: "whatsapp", channelUserId: "+94771234567", data: { step: { menu: 1 } } } as const;
    await valueOf(service.customers.putSession(service.pipeline, "s-1", session));
    for (let number = 0; number < 60; number += 1) {
      await valueOf(service.customers.recordInteraction(service.pipeline, anInteraction([customerId()])));
    }
    const exported = await valueOf(service.customers.exportCustomer(service.pipeline, "C-1001"));
    expect(customerExport.parse(exported)).toEqual(exported);
    expect(exported.interactions).toHaveLength(61);
    expect(exported.interactions.find(({ interaction }) => interaction.conversationId === "call-1")).toMatchObject({
      collectedData: { plan: "gold" },
    });
    expect(exported.agentActions).toEqual([
      { at: "2026-03-10T08:00:00.000Z", issue: "Stated" },
      { at: "2026-03-10T08:00:00.000Z", collectedData: { note: "x", old: null } },
    ]);
    expect(exported.sessions).toMatchObject([{ sessionId: "s-1", customerId: "C-1001", data: { step: { menu: 1 } } }]);
    expect(exported.record.interactionCount).toBe(61);
    expect(exported.audit.length).toBeGreaterThan(60);
  });

  it("by identifiers is of whoever they belong to, and of nobody when several share one", async () => {
    const by = (...identifiers: Parameters<typeof anInteraction>[0][number][]) =>
      service.customers.exportByIdentifiers(service.pipeline, identifiers);
    expect(await valueOf(by(phone(), email()))).toMatchObject([{ record: { customerId: "C-1001" } }]);
    expect(await valueOf(by(phone("+94770000000")))).toEqual([]);
    await valueOf(service.customers.recordInteraction(service.pipeline, anInteraction([customerId("C-2")])));
    await valueOf(service.customers.linkIdentifier(service.agent, "C-2", { ...phone(), share: true }, null));
    expect(await by(phone())).toMatchObject({ ok: false, code: "ambiguous", customerIds: ["C-1001", "C-2"] });
  });
});

describe("the audit", () => {
  it("tells who did what, when and in which conversation, and never the data", async () => {
    service.clock.advance(1000);
    await service.customers.lookup(service.agent, { conversationId: "now-1", identifiers: [phone()] });
    service.clock.advance(1000);
    await valueOf(service.customers.patchCollectedData(service.agent, "C-1001", { secret: "told" }, null));
    const { items } = await audit();
    expect(items.map(({ action, actor, conversationId }) => [action, actor.type, actor.id, conversationId])).toEqual([
      ["patch_collected_data", "agent", "agent-1", null],
      ["lookup", "agent", "agent-1", "now-1"],
      ["record_interaction", "service", "pipeline", "call-1"],
    ]);
    expect(items[0]).toMatchObject({ at: "2026-03-10T08:00:02.000Z", requestId: "req_2" });
    expect(JSON.stringify(items)).not.toContain("told");
  });

  it("is read page by page, after an erasure too, and only for its days", async () => {
    for (let change = 0; change < 5; change += 1) {
      service.clock.advance(1000);
      await valueOf(service.customers.patchCollectedData(service.agent, "C-1001", { change }, null));
    }
    await valueOf(service.customers.erase(service.pipeline, { customerId: "C-1001", dryRun: false, ifMatch: null }));
    const first = await audit("C-1001", { limit: 4 });
    const second = await audit("C-1001", { limit: 4, cursor: first.nextCursor ?? "" });
    expect(first.items[0]).toMatchObject({ action: "erase" });
    expect(second.nextCursor).toBeNull();
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(7);
    service.clock.advance(6 * 86_400_000);
    expect((await audit()).items).toEqual([]);
  });

  it("of a customer that never was is not found", async () => {
    const outcome = service.customers.listAudit(service.pipeline, "C-0", { limit: 5 });
    expect(await outcome).toMatchObject({ ok: false, code: "not_found" });
    expect(await service.customers.listAudit(service.pipeline, "C-1001", { limit: 5, cursor: "?" })).toMatchObject({
      code: "invalid_request",
    });
  });
});
