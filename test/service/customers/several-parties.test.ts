import { assert, asyncProperty, shuffledSubarray } from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Identifier } from "../../../src/contract/identifier.ts";
import type { InteractionSummaryInput } from "../../../src/contract/interaction.ts";
import { anInteraction, customerId, email, everyConversation, orderFree, phone, valueOf } from "./builders.ts";
import { startService, type ServiceUnderTest } from "./service-under-test.ts";

let service: ServiceUnderTest;
beforeEach(() => {
  service = startService();
});
afterEach(() => service.close());

const [ann, bob, carol] = [customerId("ann"), customerId("bob"), customerId("carol")];
const gathered = (hour: number): string => `2026-03-05T0${hour}:00:00Z`;

/** One revision of the conference for one party; the first party has no name. */
function record(
  who: Identifier | readonly Identifier[],
  party?: string,
  members: Partial<InteractionSummaryInput> = {},
  collected?: Record<string, string>,
) {
  const identifiers: readonly Identifier[] = "type" in who ? [who] : who;
  const facts = { conversationId: "conference", revisedAt: gathered(1), ...members };
  return valueOf(
    service.customers.recordInteraction(service.pipeline, anInteraction(identifiers, facts, collected), party),
  );
}
const read = (id: string) => valueOf(service.customers.read(service.agent, id));
const conversationsOf = (id: string) => everyConversation(service, id, 1);

/** The conference once, under the id that callers know, wherever an answer shows it. */
async function expectOnce(id: string): Promise<void> {
  const shown = await read(id);
  expect(shown.interactionCount).toBe(shown.interactions.length);
  expect(shown.interactions.filter(({ conversationId }) => conversationId === "conference")).toHaveLength(1);
  expect(await conversationsOf(id)).toEqual(shown.interactions.map(({ conversationId }) => conversationId));
  const exported = await valueOf(service.customers.exportCustomer(service.agent, id));
  expect(exported.interactions).toHaveLength(shown.interactionCount);
  expect(JSON.stringify([shown, exported])).not.toContain("conference ");
}

describe("a conversation with several customers", () => {
  it("is in the record of each of them, who stay customers of their own", async () => {
    const felt = { sentiment: "NEGATIVE", sentimentScore: -0.5 } as const;
    expect(await record(ann, undefined, felt)).toMatchObject({ customerId: "ann", created: true });
    expect(await record(bob, "p-2", felt, { plan: "fibre" })).toMatchObject({ customerId: "bob", created: true });
    expect(await record(phone(), "p-3", felt)).toMatchObject({ created: true });
    for (const id of ["ann", "bob"]) {
      await expectOnce(id);
      expect(await read(id)).toMatchObject({ mergedFrom: [], activeIssue: "Billing dispute" });
    }
    expect(await read("bob")).toMatchObject({
      sentimentHistory: [{ conversationId: "conference" }],
      collectedData: { plan: { value: "fibre", conversationId: "conference" } },
    });
    expect(await service.customers.lookup(service.agent, { identifiers: [phone()] })).toMatchObject({
      interactionCount: 1,
      recentInteractions: [{ conversationId: "conference" }],
    });
  });

  it("does not change when it comes again, for any of them", async () => {
    const parties = [() => record(ann), () => record(bob, "p-2"), () => record(carol, "p-3")];
    for (const party of parties) await party();
    const before = await Promise.all(["ann", "bob", "carol"].map(read));
    for (const party of parties.toReversed()) expect(await party()).toMatchObject({ created: false });
    expect(await Promise.all(["ann", "bob", "carol"].map(read))).toEqual(before);
  });

  it("is revised for each of them", async () => {
    await record(ann);
    await record(bob, "p-2");
    const resolved = { revisedAt: gathered(2), resolutionStatus: "RESOLVED" } as const;
    await record(ann, undefined, resolved);
    await record(bob, "p-2", resolved);
    for (const id of ["ann", "bob"]) {
      expect(await read(id)).toMatchObject({ activeIssue: null, interactionCount: 1 });
    }
  });

  it("moves for the party alone whose identifiers changed", async () => {
    await record(ann);
    await record(bob, "p-2");
    await record(carol, "p-2", { revisedAt: gathered(2) });
    await expectOnce("ann");
    await expectOnce("carol");
    expect(await read("bob")).toMatchObject({ interactionCount: 0, activeIssue: null });
  });

  it("is there once for somebody who was two of its parties, with what both told", async () => {
    await record([ann, phone()], undefined, {}, { plan: "fibre", city: "Galle" });
    await record(phone(), "p-2", {}, { plan: "mobile", city: "Galle" });
    await record(ann, "p-3", {}, { floor: "3" });
    await expectOnce("ann");
    const told = (await read("ann")).collectedData;
    expect(Object.keys(told)).toEqual(["city", "floor", "plan"]);
    expect(told["plan"]?.conversationId).toBe("conference");
    await record(bob, "p-2", { revisedAt: gathered(2) });
    await expectOnce("ann");
    await expectOnce("bob");
    expect(await read("ann")).toMatchObject({ activeIssue: "Billing dispute" });
  });

  it("is there once, not at the edge of the window only, for customers who are merged, and twice when that is undone", async () => {
    for (let index = 0; index < 50; index += 1) {
      await valueOf(
        service.customers.recordInteraction(
          service.pipeline,
          anInteraction([ann], { conversationId: `earlier-${index}`, startTime: "2026-02-01T00:00:00Z" }),
        ),
      );
    }
    await record(ann, "p-1");
    await record(bob, "p-2");
    const [before, theirs] = [await read("ann"), await read("bob")];
    const request = { customerId: "ann", from: "bob", ifMatch: null };
    const preview = await valueOf(service.customers.merge(service.agent, { ...request, dryRun: true }));
    const merged = await valueOf(service.customers.merge(service.agent, { ...request, dryRun: false }));
    for (const { record: shown } of [preview, merged, { record: await read("bob") }]) {
      expect(shown.interactionCount).toBe(51);
      expect(shown.interactions).toHaveLength(50);
      expect(new Set(shown.interactions.map(({ conversationId }) => conversationId)).size).toBe(50);
    }
    expect(await everyConversation(service, "ann", 7)).toHaveLength(51);
    await valueOf(service.customers.undoMerge(service.agent, "ann", merged.mergeId ?? "", null));
    expect(orderFree(await read("ann"))).toEqual(orderFree(before));
    expect(orderFree(await read("bob"))).toEqual(orderFree(theirs));
  });

  it("stays with the others when one of them is erased, and never comes back to that one", async () => {
    await record(ann);
    await record(bob, "p-2");
    const erased = await valueOf(
      service.customers.erase(service.agent, { customerId: "bob", dryRun: false, ifMatch: null }),
    );
    expect(erased.removed.interactions).toBe(1);
    await expectOnce("ann");
    const again = anInteraction([bob], { conversationId: "conference", revisedAt: gathered(3) });
    expect(await service.customers.recordInteraction(service.pipeline, again, "p-2")).toMatchObject({ code: "erased" });
    expect(await record(ann, undefined, { revisedAt: gathered(3), resolutionStatus: "RESOLVED" })).toMatchObject({
      customerId: "ann",
    });
    expect(await read("ann")).toMatchObject({ activeIssue: null });
  });

  it("is refined for the others when one of them is erased, and no more when nobody is left", async () => {
    await record(ann);
    await record(bob, "p-2");
    const event = {
      conversationId: "conference",
      topic: "customer.end",
      sessionId: "s-1",
      eventTime: 1,
      triggers: true,
    };
    await service.inbox.addEvents(service.pipeline.organization.id, [event], { now: 1, dueAt: 2 });
    const erased = (id: string) =>
      valueOf(service.customers.erase(service.agent, { customerId: id, dryRun: false, ifMatch: null }));
    expect(await erased("bob")).toMatchObject({ removed: { interactions: 1, jobs: 0 } });
    expect(await erased("ann")).toMatchObject({ removed: { interactions: 1, jobs: 1 } });
  });

  it("goes from the record when it is past its days, and is counted no more", async () => {
    await record([ann, email()]);
    await record(email(), "p-2");
    service.clock.advance(731 * 86_400_000);
    expect(await read("ann")).toMatchObject({ interactionCount: 0, interactions: [] });
  });

  it("gives the same records in whatever order and however often the parties' revisions come", async () => {
    const tellings = [ann, bob, [ann, email()], email()].flatMap((who, index) =>
      [1, 2].map((hour) => ({ who, party: index === 0 ? undefined : `p-${index}`, hour })),
    );
    const outcome = async (order: readonly (typeof tellings)[number][]): Promise<unknown> => {
      await service.close();
      service = startService();
      await record([ann, email()], undefined, { conversationId: "before", startTime: "2026-03-01T00:00:00Z" });
      await record(bob, undefined, { conversationId: "other", startTime: "2026-03-01T00:00:00Z" });
      for (const { who, party, hour } of order) {
        const status = { resolutionStatus: hour === 2 ? "ESCALATED" : "RESOLVED" } as const;
        await record(
          who,
          party,
          { ...status, revisedAt: gathered(hour) },
          { [`told by ${party ?? "one"}`]: `${hour}` },
        );
      }
      return Promise.all(["ann", "bob"].map(async (id) => orderFree(await read(id))));
    };
    const expected = await outcome(tellings);
    expect(expected).toMatchObject([{ interactionCount: 2 }, { interactionCount: 2 }]);
    const shuffles = shuffledSubarray([...tellings, ...tellings], { minLength: tellings.length * 2 });
    await assert(
      asyncProperty(shuffles, async (order) => {
        expect(await outcome(order)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
