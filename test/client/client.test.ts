import { describe, expect, it } from "vitest";
import { createClient } from "../../src/client/client.ts";
import { keys } from "../service/http/harness.ts";
import { startRealService } from "../service/http/real-service.ts";

const user = { channel: "whatsapp", channelUserId: "94771234567" } as const;
const identifiers = [{ type: "phone", value: "+94771234567" }] as const;
const interaction = {
  conversationId: "conv-1",
  channel: "messaging",
  startTime: "2026-11-22T09:00:00.000Z",
  durationSeconds: 60,
  resolutionStatus: "UNRESOLVED",
} as const;

/** A client whose service answers what it is given, in turn, and that notes for how long it waited. */
function clientOf(...answers: (Response | Error)[]) {
  const sent: string[] = [];
  const waited: number[] = [];
  const client = createClient({
    baseUrl: "http://uic.example.com/",
    serviceKey: "key",
    fetch: async (url) => {
      sent.push(url instanceof Request ? url.url : url.toString());
      const answer = answers.shift();
      if (answer instanceof Response) return answer;
      throw answer ?? new Error("nothing was left to answer");
    },
    wait: async (milliseconds) => void waited.push(milliseconds),
  });
  return { client, sent, waited };
}

function busy(status: number, retryAfter: string): Response {
  const code = status === 429 ? "rate_limited" : "unavailable";
  const body = { type: "about:blank", title: "Busy", status, code, detail: "Try again shortly.", requestId: "req-1" };
  return Response.json(body, { status, headers: { "retry-after": retryAfter } });
}

describe("with the real service", () => {
  it("finds whom it recorded, by lookup, by channel and by id", async () => {
    const { url } = await startRealService();
    const client = createClient({ baseUrl: url, serviceKey: keys.all });
    expect(await client.lookup({ identifiers: [...identifiers] })).toMatchObject({
      value: { status: "first_contact" },
    });
    expect(await client.resolveIdentity(user)).toEqual({ ok: true, value: null });
    const request = { identifiers: [{ type: "customerId", value: "C-1001" } as const, ...identifiers], interaction };
    expect(await client.recordInteraction(request)).toEqual({ ok: true, value: { customerId: "C-1001", version: 1 } });
    expect(await client.resolveIdentity(user)).toEqual({ ok: true, value: "C-1001" });
    expect(await client.lookup({ identifiers: [...identifiers] })).toMatchObject({ value: { customerId: "C-1001" } });
    expect(await client.readCustomer("C-1001")).toMatchObject({ ok: true, value: { interactionCount: 1 } });
  });

  it("answers a refusal as a value with the service's own sentence", async () => {
    const { url } = await startRealService();
    const reader = createClient({ baseUrl: url, serviceKey: keys.reader });
    expect(await reader.saveSession("s-1", { ...user, data: {} })).toMatchObject({
      ok: false,
      reason: "refused",
      problem: { code: "forbidden" },
      sentence: "Use a service key with the scope contexts:write.",
    });
    expect(await reader.readCustomer("C-1001")).toMatchObject({ reason: "refused", problem: { code: "not_found" } });
    const stranger = createClient({ baseUrl: url, serviceKey: "nobodys" });
    expect(await stranger.loadLatestSession(user)).toMatchObject({ problem: { code: "unauthenticated" } });
  });
});

describe("with a service that cannot answer", () => {
  it("waits as Retry-After says before it reads again", async () => {
    const found = Response.json({ customerId: "C-1001" });
    const { client, sent, waited } = clientOf(busy(503, "2"), busy(429, "0"), found);
    expect(await client.resolveIdentity(user)).toEqual({ ok: true, value: "C-1001" });
    expect(sent).toHaveLength(3);
    expect(waited).toEqual([2000, 100]);
  });

  it("hands a wait that is too long to the caller", async () => {
    const { client, waited } = clientOf(busy(503, "6"), busy(503, "5"));
    expect(await client.lookup({ identifiers: [] })).toMatchObject({ reason: "refused", retryAfterSeconds: 5 });
    expect(waited).toEqual([6000]);
  });

  it("sends a write once and says when to send it again", async () => {
    const { client, sent, waited } = clientOf(busy(503, "1"));
    const result = await client.recordInteraction({ identifiers: [...identifiers], interaction });
    expect(result).toMatchObject({ ok: false, reason: "refused", retryAfterSeconds: 1 });
    expect([sent, waited]).toEqual([["http://uic.example.com/v1/interactions"], []]);
  });

  it("tells unreachable from unreadable", async () => {
    const { client } = clientOf(new TypeError("fetch failed"), new Response("<html>"), Response.json({ ok: true }));
    expect(await client.readCustomer("C-1001")).toMatchObject({ ok: false, reason: "unreachable" });
    expect(await client.readCustomer("C-1001")).toMatchObject({ ok: false, reason: "unreadable" });
    expect(await client.readCustomer("C-1001")).toMatchObject({ ok: false, reason: "unreadable" });
  });
});
