import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SessionRequest } from "../../../src/contract/writes.ts";
import type { IdentityResolver } from "../../../src/service/identity/resolver.ts";
import { anInteraction, customerId, email, phone, valueOf } from "./builders.ts";
import { startService, type ServiceUnderTest } from "./service-under-test.ts";

let service: ServiceUnderTest;
beforeEach(() => {
  service = startService();
});
afterEach(() => service.close());

const onWhatsApp = (data: SessionRequest["data"], members: Partial<SessionRequest> = {}): SessionRequest => ({
  channel: "whatsapp",
  channelUserId: "94771234567",
  data,
  ...members,
});
const put = (sessionId: string, request: SessionRequest) =>
  valueOf(service.customers.putSession(service.pipeline, sessionId, request));
const latest = (channel: SessionRequest["channel"], channelUserId: string) =>
  service.customers.latestSession(service.pipeline, { channel, channelUserId });

const resolve = (channelUserId: string) =>
  service.customers.resolveIdentity(service.pipeline, { channel: "whatsapp", channelUserId });

describe("a running session", () => {
  it("of a bot on WhatsApp is what the voice agent and the next bot see at once: ticket #1234", async () => {
    const written = await put("bot-1", onWhatsApp({ ticketId: "1234", step: { menu: 2 } }));
    expect(written).toMatchObject({ sessionId: "bot-1", channel: "whatsapp", endedAt: null });

    const seen = await service.customers.lookup(service.agent, { identifiers: [phone("tel:+94771234567")] });
    expect(seen).toMatchObject({
      status: "returning_customer",
      customerId: written.customerId,
      openSessions: [{ sessionId: "bot-1", channel: "whatsapp" }],
      collectedData: { ticketId: { value: "1234", channel: "whatsapp", conversationId: "bot-1" } },
    });
    expect(await valueOf(latest("voice", "+94 77 123 4567"))).toEqual(written);
  });

  it("replaces its data whole, and what later data leaves out stays collected", async () => {
    await put("bot-1", onWhatsApp({ ticketId: "1234" }));
    service.clock.advance(1000);
    const second = await put("bot-1", onWhatsApp({ plan: "gold" }));
    expect(second.data).toEqual({ plan: "gold" });
    expect(second.startedAt < second.lastActivityAt).toBe(true);
    const record = await valueOf(service.customers.read(service.agent, second.customerId ?? ""));
    expect(record.version).toBe(2);
    expect(Object.keys(record.collectedData)).toEqual(["plan", "ticketId"]);
  });

  it("collects plain values within the limits and keeps the rest only as data", async () => {
    const data = {
      plain: 1,
      nested: { a: 1 },
      empty: null,
      ["k".repeat(65)]: "x",
      long: "x".repeat(1001),
      ["__proto__"]: "y",
    };
    const { customerId: id, data: kept } = await put("bot-1", onWhatsApp(data));
    expect(kept).toEqual(data);
    const record = await valueOf(service.customers.read(service.agent, id ?? ""));
    expect(Object.keys(record.collectedData)).toEqual(["plain"]);
  });

  it("is no longer open once it ended or rested for a day", async () => {
    await put("ended", onWhatsApp({}));
    await put("ended", onWhatsApp({}, { endedAt: "2026-03-10T08:00:00.000Z" }));
    await put("rests", onWhatsApp({}));
    const open = async () => {
      const answer = await service.customers.lookup(service.agent, { identifiers: [phone()] });
      return answer.status === "returning_customer" ? answer.openSessions.map(({ sessionId }) => sessionId) : null;
    };
    expect(await open()).toEqual(["rests"]);
    service.clock.advance(86_400_001);
    expect(await open()).toEqual([]);
    expect(await valueOf(latest("whatsapp", "94771234567"))).toMatchObject({ sessionId: "rests" });
  });

  it("goes to the customer that its identifiers mean, and moves when they come to mean another", async () => {
    await valueOf(service.customers.recordInteraction(service.pipeline, anInteraction([customerId("C-1"), email()])));
    const guest = { channel: "messaging", channelUserId: "guest-1" } as const;
    const first = await put("chat", { ...guest, data: { topic: "bill" } });
    expect(first.customerId).toMatch(/^cust_/);
    const second = await put("chat", { ...guest, identifiers: [email()], data: { topic: "bill" } });
    expect(second.customerId).toBe("C-1");
    const former = await valueOf(service.customers.read(service.agent, first.customerId ?? ""));
    expect(former.collectedData).toEqual({});
  });

  it("of an anonymous user is answered and not kept", async () => {
    const written = await put("anonymous", { channel: "voice", channelUserId: "tel:anonymous", data: { a: 1 } });
    expect(written.customerId).toBeNull();
    expect(await latest("voice", "tel:anonymous")).toMatchObject({ ok: false, code: "not_found" });
  });

  it("refuses more data than it keeps, and an end more than a day ahead", async () => {
    const tooMuch = onWhatsApp({ text: "x".repeat(16_384) });
    const tooLate = onWhatsApp({}, { endedAt: "2026-03-12T08:00:00.000Z" });
    for (const request of [tooMuch, tooLate]) {
      const outcome = service.customers.putSession(service.pipeline, "bot-1", request);
      expect(await outcome).toMatchObject({ ok: false, code: "invalid_request" });
    }
  });
});

describe("a channel's id", () => {
  it("leads to the canonical customer, or to nobody", async () => {
    const { customerId: id } = await put("bot-1", onWhatsApp({}));
    expect(await valueOf(resolve("+94 77 123 4567"))).toEqual({ customerId: id });
    expect(await resolve("94770000000")).toMatchObject({ ok: false, code: "not_found" });
  });

  it("is asked of the integrator's resolvers where nobody is known, a failing one being passed over", async () => {
    const failing: IdentityResolver = { resolve: () => Promise.reject(new Error("down")) };
    const crm: IdentityResolver = {
      resolve: (_, channel, user) => Promise.resolve(channel === "social" && user === "nimali" ? "C-42" : null),
    };
    const extended = startService({ resolvers: [failing, crm] });
    const user = { channel: "social", channelUserId: "nimali" } as const;
    expect(await valueOf(extended.customers.resolveIdentity(extended.pipeline, user))).toEqual({ customerId: "C-42" });
    const written = await valueOf(extended.customers.putSession(extended.pipeline, "s", { ...user, data: {} }));
    expect(written.customerId).toBe("C-42");
    await extended.close();
  });
});
