import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anInteraction, customerId, email, phone, valueOf } from "./builders.ts";
import { startService, type ServiceUnderTest } from "./service-under-test.ts";

let service: ServiceUnderTest;
beforeEach(() => {
  service = startService();
});
afterEach(() => service.close());

const record = (request: Parameters<ServiceUnderTest["customers"]["recordInteraction"]>[1]) =>
  valueOf(service.customers.recordInteraction(service.pipeline, request));
const read = (id: string) => valueOf(service.customers.read(service.agent, id));
const lookup = (...identifiers: Parameters<typeof anInteraction>[0][number][]) =>
  service.customers.lookup(service.agent, { identifiers });

describe("recording an interaction", () => {
  it("makes a customer of its own for an identifier that nobody has, and finds them again", async () => {
    const answer = await record(anInteraction([phone()]));
    expect(answer).toMatchObject({ created: true, version: 1 });
    expect(answer.customerId).toMatch(/^cust_[0-9a-z]{26}$/);
    expect(await lookup(phone("tel:+94771234567"))).toMatchObject({
      status: "returning_customer",
      matchedBy: { type: "phone", index: 0 },
      customerId: answer.customerId,
      interactionCount: 1,
    });
  });

  it("answers every member that the writer left out", async () => {
    const { customerId: id } = await record(anInteraction([customerId()]));
    const shown = await read(id ?? "");
    expect(shown).toMatchObject({
      customerId: "C-1001",
      activeIssue: "Billing dispute",
      activeIssueSince: "2026-03-04T09:15:00.000Z",
      interactionCount: 1,
    });
    expect(shown.interactions[0]).toEqual({
      conversationId: expect.any(String) as unknown,
      channel: "voice",
      direction: null,
      startTime: "2026-03-04T09:15:00.000Z",
      durationSeconds: 412,
      resolutionStatus: "UNRESOLVED",
      intent: "Billing dispute",
      agentId: null,
      agentName: null,
      queueName: null,
      wrapUpCode: null,
      outcomeNotes: "",
      summarySource: null,
      sentiment: null,
      sentimentScore: null,
      followUps: [],
      revisedAt: "2026-03-10T08:00:00.000Z",
    });
  });

  it("never doubles a conversation, and changes nothing when the same facts come again", async () => {
    const request = anInteraction([customerId(), phone()]);
    const first = await record(request);
    service.clock.advance(60_000);
    expect(await record(request)).toEqual({ ...first, created: false });
    expect((await read("C-1001")).interactionCount).toBe(1);
  });

  it("keeps the revision that was gathered last, whichever came last", async () => {
    const early = anInteraction([customerId()], { conversationId: "c1", revisedAt: "2026-03-05T00:00:00Z" });
    const late = anInteraction([customerId()], {
      conversationId: "c1",
      revisedAt: "2026-03-06T00:00:00Z",
      resolutionStatus: "RESOLVED",
    });
    await record(late);
    expect(await record(early)).toMatchObject({ created: false, version: 1 });
    expect(await read("C-1001")).toMatchObject({ activeIssue: null, interactionCount: 1, version: 1 });
  });

  it("keeps nothing of a conversation without a usable identifier", async () => {
    const answer = await record(anInteraction([phone("tel:anonymous"), email("noreply@example.com")]));
    expect(answer).toEqual({ customerId: null, version: null, created: false });
  });

  it("links what belongs to nobody to the customer that another identifier decided", async () => {
    await record(anInteraction([phone()]));
    const { customerId: id } = await record(anInteraction([phone(), email()]));
    expect(await lookup(email())).toMatchObject({ status: "returning_customer", customerId: id });
    const shown = await read(id ?? "");
    expect(shown.customerPhone).toBe("+94 ••• ••• 567");
    expect(shown.customerEmail).toBe("n•••@example.com");
    expect(shown.identifiers.map(({ type, verified }) => [type, verified])).toEqual([
      ["email", false],
      ["phone", true],
    ]);
  });

  it("gives a customer that the service had to name the id that a caller knows", async () => {
    const { customerId: made } = await record(anInteraction([phone()], {}, { ticketId: "1234" }));
    const named = await record(anInteraction([customerId("C-7"), phone()]));
    expect(named.customerId).toBe("C-7");
    const shown = await read(made ?? "");
    expect(shown).toMatchObject({
      customerId: "C-7",
      interactionCount: 2,
      activeIssue: "Billing dispute",
      collectedData: { ticketId: { value: "1234" } },
      mergedFrom: [{ customerId: made, automatic: true }],
    });
    expect(await lookup(phone())).toMatchObject({ customerId: "C-7", conflicts: [] });
  });

  it("makes a new customer for a new id when the phone is already another real customer's", async () => {
    await record(anInteraction([customerId("C-1"), phone()]));
    expect(await record(anInteraction([customerId("C-2"), phone()]))).toMatchObject({ customerId: "C-2" });
    expect((await read("C-2")).identifiers).toEqual([]);
    expect(await lookup(phone())).toMatchObject({ customerId: "C-1" });
  });

  it("lets a phone belong to the whole family once each of them used it, and to nobody beyond three", async () => {
    for (const id of ["C-1", "C-2", "C-3", "C-4"]) await record(anInteraction([customerId(id)]));
    for (const id of ["C-1", "C-2"]) await record(anInteraction([customerId(id), phone()]));
    expect(await lookup(phone())).toMatchObject({
      status: "ambiguous",
      candidates: [{ customerId: "C-1" }, { customerId: "C-2" }],
      tried: ["phone"],
    });
    await record(anInteraction([customerId("C-3"), phone()]));
    expect(await lookup(phone())).toMatchObject({ status: "ambiguous", candidates: { length: 3 } });
    expect(await lookup(phone(), customerId("C-2"))).toMatchObject({
      status: "returning_customer",
      matchedBy: { type: "customerId", index: 1, identifierId: null },
      conflicts: [],
    });
    await record(anInteraction([customerId("C-4"), phone()]));
    expect(await lookup(phone())).toMatchObject({ status: "first_contact" });
    expect(await record(anInteraction([phone()]))).toMatchObject({ customerId: null });
  });

  it("does not link a shared identifier that decided nothing to the customer that it makes", async () => {
    for (const id of ["C-1", "C-2"]) await record(anInteraction([customerId(id)]));
    for (const id of ["C-1", "C-2"]) await record(anInteraction([customerId(id), phone()]));
    const { customerId: made } = await record(anInteraction([phone()]));
    expect((await read(made ?? "")).identifiers).toEqual([]);
    expect(await lookup(phone())).toMatchObject({ status: "ambiguous", candidates: { length: 2 } });
  });

  it("lets two shared identifiers together decide for the one customer who has both", async () => {
    for (const id of ["C-1", "C-2", "C-3"]) await record(anInteraction([customerId(id)]));
    for (const id of ["C-1", "C-2"]) await record(anInteraction([customerId(id), phone()]));
    for (const id of ["C-2", "C-3"]) await record(anInteraction([customerId(id), email()]));
    expect(await lookup(phone(), email())).toMatchObject({ status: "returning_customer", customerId: "C-2" });
    expect(await record(anInteraction([phone(), email()]))).toMatchObject({ customerId: "C-2" });
  });

  it("tells to whom, or to how many, the other identifiers of a match belong", async () => {
    for (const id of ["C-1", "C-2"]) await record(anInteraction([customerId(id)]));
    for (const id of ["C-1", "C-2"]) await record(anInteraction([customerId(id), phone()]));
    await record(anInteraction([customerId("C-3"), email()]));
    await record(anInteraction([customerId("C-4")]));
    expect(await lookup(customerId("C-4"), phone(), email())).toMatchObject({
      customerId: "C-4",
      conflicts: [
        { type: "phone", index: 1, shared: 2 },
        { type: "email", index: 2, customerId: "C-3" },
      ],
    });
  });

  it("moves a conversation whose later facts say that it is another customer's", async () => {
    await record(anInteraction([customerId("C-1"), phone()]));
    await record(anInteraction([customerId("C-2")]));
    const early = { conversationId: "moved", revisedAt: "2026-03-05T00:00:00Z", startTime: "2026-03-05T00:00:00Z" };
    await record(anInteraction([phone()], early, { ticketId: "1" }));
    await record(anInteraction([customerId("C-2"), phone()], { ...early, revisedAt: "2026-03-06T00:00:00Z" }));
    expect(await read("C-1")).toMatchObject({ interactionCount: 1, collectedData: {} });
    expect(await read("C-2")).toMatchObject({ interactionCount: 2 });
  });

  it("links the phone that a moved conversation came from to whom it was moved to, and answers where it is", async () => {
    await record(anInteraction([customerId("C-1"), phone()]));
    await record(anInteraction([customerId("C-2")]));
    const first = { conversationId: "moved", revisedAt: "2026-03-05T00:00:00Z" };
    await record(anInteraction([phone()], first));
    await record(anInteraction([customerId("C-2"), phone()], { ...first, revisedAt: "2026-03-06T00:00:00Z" }));
    expect(await lookup(phone())).toMatchObject({ status: "ambiguous", candidates: { length: 2 } });
    expect(await record(anInteraction([customerId("C-1")], first))).toMatchObject({
      customerId: "C-2",
      created: false,
    });
    expect(await read("C-1")).toMatchObject({ interactionCount: 1 });
  });

  it("counts a WhatsApp sender as the phone that it is", async () => {
    const { customerId: id } = await record(
      anInteraction([{ type: "channel", channel: "whatsapp", value: "94771234567" }], { channel: "whatsapp" }),
    );
    expect(await lookup(phone())).toMatchObject({ customerId: id });
  });

  it("refuses a start more than a day in the future, and data beyond what a record holds", async () => {
    const future = anInteraction([phone()], { startTime: "2026-03-12T08:00:00Z" });
    expect(await service.customers.recordInteraction(service.pipeline, future)).toMatchObject({
      ok: false,
      code: "invalid_request",
      issues: [{ path: "interaction.startTime" }],
    });
    for (let request = 0; request < 4; request += 1) {
      const values = Object.fromEntries(Array.from({ length: 50 }, (_, key) => [`key ${request} ${key}`, key]));
      await record(anInteraction([phone()], {}, values));
    }
    const more = anInteraction([phone()], {}, { another: true });
    expect(await service.customers.recordInteraction(service.pipeline, more)).toMatchObject({
      ok: false,
      code: "invalid_request",
    });
  });

  it("never lets two organisations meet", async () => {
    const other = { ...service.pipeline, organization: { ...service.pipeline.organization, id: "other" } };
    const request = anInteraction([customerId(), phone()]);
    await record(request);
    expect(await service.customers.read(other, "C-1001")).toMatchObject({ ok: false, code: "not_found" });
    expect(await service.customers.lookup(other, { identifiers: [phone(), customerId()] })).toEqual({
      status: "first_contact",
      recentInteractions: [],
      tried: ["phone", "customerId"],
    });
    expect(await valueOf(service.customers.recordInteraction(other, request))).toMatchObject({ created: true });
  });
});
