import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anInteraction, customerId, email, phone, valueOf } from "./builders.ts";
import { startService, type ServiceUnderTest } from "./service-under-test.ts";

let service: ServiceUnderTest;
beforeEach(async () => {
  service = startService();
  await record(anInteraction([customerId("C-1"), phone()], { startTime: "2026-03-01T00:00:00Z" }));
  await record(anInteraction([customerId("C-2"), email()], { startTime: "2026-03-02T00:00:00Z" }));
});
afterEach(() => service.close());

const record = (request: Parameters<ServiceUnderTest["customers"]["recordInteraction"]>[1]) =>
  valueOf(service.customers.recordInteraction(service.pipeline, request));
const link = (id: string, request: Parameters<ServiceUnderTest["customers"]["linkIdentifier"]>[2]) =>
  service.customers.linkIdentifier(service.agent, id, request, null);
const unlink = (id: string, identifierId: string) =>
  service.customers.unlinkIdentifier(service.agent, id, identifierId, null);
const lookup = (...identifiers: Parameters<typeof anInteraction>[0][number][]) =>
  service.customers.lookup(service.agent, { identifiers });
const identifierOf = async (id: string): Promise<string> =>
  (await valueOf(service.customers.read(service.agent, id))).identifiers[0]?.id ?? "";

describe("linking an identifier", () => {
  it("lets it lead to the customer, verified by the agent", async () => {
    const linked = await valueOf(link("C-1", { type: "channel", channel: "messaging", value: "guest-1" }));
    expect(linked).toMatchObject({ version: 2 });
    expect(linked.identifiers[0]).toMatchObject({
      type: "channel",
      channel: "messaging",
      display: "•••t-1",
      verified: true,
      linkedBy: "agent",
    });
    expect(await lookup({ type: "channel", channel: "messaging", value: "guest-1" })).toMatchObject({
      customerId: "C-1",
    });
  });

  it("changes nothing when it is linked already", async () => {
    expect((await valueOf(link("C-1", phone()))).version).toBe(1);
  });

  it("is refused with the owner's id when another customer has it, unless it is shared", async () => {
    expect(await link("C-1", email())).toMatchObject({ ok: false, code: "already_linked", customerId: "C-2" });
    expect((await valueOf(service.customers.read(service.agent, "C-1"))).version).toBe(1);
    await valueOf(link("C-1", { ...email(), share: true }));
    expect(await lookup(email())).toMatchObject({ status: "ambiguous", candidates: { length: 2 } });
    await record(anInteraction([customerId("C-3")]));
    expect(await link("C-3", email())).toMatchObject({ code: "already_linked", customerId: "C-2" });
  });

  it("is refused for a value that means nobody, and for a customer id", async () => {
    expect(await link("C-1", { type: "phone", value: "anonymous" })).toMatchObject({ code: "invalid_request" });
    expect(await link("C-1", customerId("C-9"))).toMatchObject({ code: "invalid_request" });
  });
});

describe("unlinking an identifier", () => {
  it("leaves it to nobody", async () => {
    expect(await unlink("C-1", await identifierOf("C-1"))).toEqual({ ok: true, value: null });
    expect(await lookup(phone())).toMatchObject({ status: "first_contact", tried: ["phone"] });
    expect(await valueOf(service.customers.read(service.agent, "C-1"))).toMatchObject({
      version: 2,
      identifiers: [],
      customerPhone: null,
    });
  });

  it("leaves a shared one to the others", async () => {
    await valueOf(link("C-2", { ...phone(), share: true }));
    await unlink("C-1", await identifierOf("C-1"));
    expect(await lookup(phone())).toMatchObject({ status: "returning_customer", customerId: "C-2" });
  });

  it("is not undone by an older conversation that comes late, but by a new one", async () => {
    await unlink("C-1", await identifierOf("C-1"));
    await record(anInteraction([customerId("C-1"), phone()], { startTime: "2026-03-09T00:00:00Z" }));
    expect(await lookup(phone())).toMatchObject({ status: "first_contact" });
    service.clock.advance(3_600_000);
    await record(anInteraction([customerId("C-1"), phone()], { startTime: "2026-03-10T08:30:00Z" }));
    expect(await lookup(phone())).toMatchObject({ customerId: "C-1" });
  });

  it("takes a WhatsApp sender away with the phone that it is", async () => {
    const sender = { type: "channel", channel: "whatsapp", value: "94770000001" } as const;
    await record(anInteraction([customerId("C-1"), sender], { channel: "whatsapp" }));
    const answer = await lookup(sender);
    const identifierId = answer.status === "returning_customer" ? answer.matchedBy.identifierId : null;
    await valueOf(unlink("C-1", identifierId ?? ""));
    expect(await lookup(sender)).toMatchObject({ status: "first_contact" });
    expect(await lookup(phone("+94770000001"))).toMatchObject({ status: "first_contact" });
  });

  it("refuses what is not linked to this customer", async () => {
    expect(await unlink("C-1", "idn_0")).toMatchObject({ ok: false, code: "not_found" });
    expect(await unlink("C-2", await identifierOf("C-1"))).toMatchObject({ ok: false, code: "not_found" });
  });
});
