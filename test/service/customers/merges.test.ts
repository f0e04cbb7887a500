import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ResolutionStatus } from "../../../src/contract/interaction.ts";
import { anInteraction, customerId, email, everyConversation, orderFree, phone, valueOf } from "./builders.ts";
import { startService, type ServiceUnderTest } from "./service-under-test.ts";

let service: ServiceUnderTest;
beforeEach(() => {
  service = startService();
});
afterEach(() => service.close());

const record = (request: Parameters<ServiceUnderTest["customers"]["recordInteraction"]>[1]) =>
  valueOf(service.customers.recordInteraction(service.pipeline, request));
const read = (id: string) => valueOf(service.customers.read(service.agent, id));
const merge = (id: string, from: string, dryRun = false) =>
  service.customers.merge(service.agent, { customerId: id, from, dryRun, ifMatch: null });
const undo = (id: string, mergeId: string) => valueOf(service.customers.undoMerge(service.agent, id, mergeId, null));

async function twoCustomers(): Promise<void> {
  await record(anInteraction([customerId("C-1"), phone()], { startTime: "2026-03-01T00:00:00Z", intent: "Bill" }));
  await record(
    anInteraction(
      [customerId("C-2"), email()],
      { startTime: "2026-03-02T00:00:00Z", resolutionStatus: "RESOLVED", sentiment: "NEGATIVE" },
      { plan: "gold" },
    ),
  );
  await record(anInteraction([customerId("C-2")], { startTime: "2026-03-03T00:00:00Z", intent: "Move" }));
}

describe("a merge", () => {
  it("shows in a preview what would move, and moves nothing", async () => {
    await twoCustomers();
    const before = [await read("C-1"), await read("C-2")];
    const preview = await valueOf(merge("C-1", "C-2", true));
    expect(preview).toMatchObject({ moved: { interactions: 2, identifiers: 1 }, record: { interactionCount: 3 } });
    expect(preview).not.toHaveProperty("mergeId");
    expect([await read("C-1"), await read("C-2")]).toEqual(before);
    const done = await valueOf(merge("C-1", "C-2"));
    expect({ ...orderFree(done.record), mergedFrom: [] }).toEqual({
      ...orderFree(preview.record),
      mergedFrom: [],
    });
  });

  it("gives one record of both, which the old id answers with too", async () => {
    await twoCustomers();
    const { mergeId } = await valueOf(merge("C-1", "C-2"));
    const merged = await read("C-2");
    expect(merged).toMatchObject({
      customerId: "C-1",
      version: 2,
      interactionCount: 3,
      activeIssue: "Move",
      activeIssueSince: "2026-03-03T00:00:00.000Z",
      collectedData: { plan: { value: "gold" } },
      mergedFrom: [{ customerId: "C-2", mergeId, automatic: false }],
    });
    expect(merged.sentimentHistory).toHaveLength(1);
    expect(merged.identifiers.map(({ type }) => type)).toEqual(["email", "phone"]);
    expect(await everyConversation(service, "C-2", 1)).toEqual(
      merged.interactions.map(({ conversationId }) => conversationId),
    );
    expect(await service.customers.lookup(service.agent, { identifiers: [email(), phone()] })).toMatchObject({
      customerId: "C-1",
      conflicts: [],
    });
  });

  it("is undone exactly, with what came since on the side that it belongs to", async () => {
    await twoCustomers();
    const before = [await read("C-1"), await read("C-2")].map(orderFree);
    const { mergeId } = await valueOf(merge("C-1", "C-2"));
    await undo("C-1", mergeId ?? "");
    expect([await read("C-1"), await read("C-2")].map(orderFree)).toEqual(before);

    const again = await valueOf(merge("C-1", "C-2"));
    await record(anInteraction([email()], { conversationId: "by-email" }));
    await record(anInteraction([customerId("C-2")], { conversationId: "by-old-id" }));
    await record(anInteraction([phone()], { conversationId: "by-phone" }));
    await valueOf(service.customers.patchCollectedData(service.agent, "C-2", { note: "old id" }, null));
    const left = await undo("C-1", again.mergeId ?? "");
    expect(left).toMatchObject({ customerId: "C-1", interactionCount: 2, collectedData: {}, mergedFrom: [] });
    const restored = await read("C-2");
    expect(restored).toMatchObject({ customerId: "C-2", interactionCount: 4, collectedData: { note: {}, plan: {} } });
    expect(restored.version).toBeGreaterThan((await read("C-1")).version - 1);
    await record(anInteraction([customerId("C-2")], { conversationId: "after" }));
    expect((await read("C-2")).interactionCount).toBe(5);
  });

  it("of a customer who took in another takes both along, each undone by itself", async () => {
    await twoCustomers();
    await record(anInteraction([customerId("C-3")]));
    const inner = await valueOf(merge("C-2", "C-3"));
    const outer = await valueOf(merge("C-1", "C-2"));
    expect(await read("C-3")).toMatchObject({ customerId: "C-1", interactionCount: 4 });
    expect((await read("C-1")).mergedFrom.map(({ customerId: id }) => id).toSorted()).toEqual(["C-2", "C-3"]);
    await undo("C-1", inner.mergeId ?? "");
    expect(await read("C-3")).toMatchObject({ customerId: "C-3", interactionCount: 1 });
    expect(await read("C-2")).toMatchObject({ customerId: "C-1", interactionCount: 3 });
    await undo("C-1", outer.mergeId ?? "");
    expect(await read("C-2")).toMatchObject({ customerId: "C-2", interactionCount: 2 });
  });

  it("that was automatic is undone like any other", async () => {
    const { customerId: made } = await record(anInteraction([phone()]));
    await record(anInteraction([customerId("C-7"), phone()]));
    const [entry] = (await read("C-7")).mergedFrom;
    expect(entry).toMatchObject({ customerId: made, automatic: true });
    await undo("C-7", entry?.mergeId ?? "");
    expect(await read("C-7")).toMatchObject({ interactionCount: 1, identifiers: [] });
    expect(await read(made ?? "")).toMatchObject({ customerId: made, interactionCount: 1 });
  });

  it("is refused of one and the same customer, of unknown ones, and under an old version", async () => {
    await twoCustomers();
    expect(await merge("C-1", "C-0")).toMatchObject({ ok: false, code: "not_found" });
    expect(await merge("C-1", "C-1")).toMatchObject({ ok: false, code: "invalid_request" });
    await valueOf(merge("C-1", "C-2"));
    expect(await merge("C-1", "C-2")).toMatchObject({ ok: false, code: "invalid_request" });
    const stale = service.customers.merge(service.agent, { customerId: "C-1", from: "C-2", dryRun: false, ifMatch: 1 });
    expect(await stale).toMatchObject({ ok: false, code: "precondition_failed" });
    expect(await service.customers.undoMerge(service.agent, "C-1", "mrg_0", null)).toMatchObject({ code: "not_found" });
  });

  it("gives the record that one customer with all facts has, and taking it apart gives both back, whatever the facts", async () => {
    const fact = fc.record({
      side: fc.integer({ min: 0, max: 1 }),
      conversation: fc.integer({ min: 1, max: 5 }),
      startsOn: fc.integer({ min: 1, max: 9 }),
      resolutionStatus: fc.constantFrom<ResolutionStatus>("UNRESOLVED", "ESCALATED", "RESOLVED", "ABANDONED"),
      values: fc.dictionary(fc.constantFrom("ticket", "plan"), fc.constantFrom("1", "2"), { maxKeys: 2 }),
      revisedOn: fc.integer({ min: 1, max: 9 }),
    });
    let runs = 0;
    const property = fc.asyncProperty(
      fc.array(fact, { maxLength: 8 }),
      fc.array(fact, { maxLength: 6 }),
      async (early, late) => {
        runs += 1;
        const ids = [`A-${runs}`, `B-${runs}`, `all-${runs}`];
        const deliver = async (facts: readonly (typeof early)[number][]): Promise<void> => {
          for (const { side, conversation, startsOn, revisedOn, values, ...members } of facts) {
            const request = (id: string, prefix: string) =>
              anInteraction(
                [customerId(id)],
                {
                  ...members,
                  conversationId: `${prefix}-${runs}-${side}-${conversation}`,
                  startTime: `2026-03-0${startsOn}T00:00:00Z`,
                  revisedAt: `2026-03-0${revisedOn}T00:00:00Z`,
                  intent: `${side}${conversation}`,
                },
                values,
              );
            await record(request(ids[side] ?? "", "two"));
            await record(request(ids[2] ?? "", "one"));
          }
        };
        for (const id of ids)
          await record(
            anInteraction([customerId(id)], { startTime: "2026-02-01T00:00:00Z", resolutionStatus: "ABANDONED" }),
          );
        await deliver(early);
        const { mergeId } = await valueOf(merge(ids[0] ?? "", ids[1] ?? ""));
        await deliver(late);
        const [merged, single] = [await read(ids[0] ?? ""), await read(ids[2] ?? "")];
        expect(merged.interactionCount).toBe(single.interactionCount + 1);
        expect([merged.activeIssue, merged.activeIssueSince]).toEqual([single.activeIssue, single.activeIssueSince]);
        const told = (data: typeof merged.collectedData) =>
          Object.fromEntries(Object.entries(data).map(([key, { value, collectedAt }]) => [key, [value, collectedAt]]));
        expect(told(merged.collectedData)).toEqual(told(single.collectedData));

        await undo(ids[0] ?? "", mergeId ?? "");
        for (const [side, id] of ids.slice(0, 2).entries()) {
          const alone = `${id}-alone`;
          await record(
            anInteraction([customerId(alone)], { startTime: "2026-02-01T00:00:00Z", resolutionStatus: "ABANDONED" }),
          );
          for (const one of [...early, ...late].filter((candidate) => candidate.side === side)) {
            const { conversation, startsOn, revisedOn, values, resolutionStatus } = one;
            await record(
              anInteraction(
                [customerId(alone)],
                {
                  resolutionStatus,
                  conversationId: `alone-${runs}-${side}-${conversation}`,
                  startTime: `2026-03-0${startsOn}T00:00:00Z`,
                  revisedAt: `2026-03-0${revisedOn}T00:00:00Z`,
                  intent: `${side}${conversation}`,
                },
                values,
              ),
            );
          }
          const [apart, expected] = [await read(id), await read(alone)];
          expect(apart.interactionCount).toBe(expected.interactionCount);
          expect([apart.activeIssue, apart.activeIssueSince]).toEqual([
            expected.activeIssue,
            expected.activeIssueSince,
          ]);
          expect(told(apart.collectedData)).toEqual(told(expected.collectedData));
        }
      },
    );
    await fc.assert(property, { numRuns: 60, seed: 20_260_311 });
  }, 60_000);
});
