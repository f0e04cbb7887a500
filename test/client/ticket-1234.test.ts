import { expect, it } from "vitest";
import { createClient, type Result } from "../../src/client/client.ts";
import { lookupAnswer } from "../../src/contract/lookup.ts";
import { routes } from "../../src/contract/routes.ts";
import { asAgent, keys, withJson } from "../service/http/harness.ts";
import { startRealService } from "../service/http/real-service.ts";

it("ticket #1234, raised by a bot on WhatsApp, is there for the voice agent and for the next bot at once", async () => {
  const service = await startRealService();
  const bots = createClient({ baseUrl: service.url, serviceKey: keys.all });

  // Monday. Nimali writes on WhatsApp; the bot has never met her.
  const onWhatsApp = { channel: "whatsapp", channelUserId: "94771234567" } as const;
  expect(valueOf(await bots.loadLatestSession(onWhatsApp))).toBeNull();
  const data = { ticketId: "1234", about: "Billing dispute" };
  const session = valueOf(await bots.saveSession("wa-monday", { ...onWhatsApp, data }));
  expect(session.customerId).toMatch(/^cust_/);

  // She loses patience and calls. The agent's widget looks up the number that rings.
  const identifiers = [{ type: "phone", value: "tel:+94771234567" }];
  const answer = await service.send(routes.lookup(), withJson("POST", asAgent(), { identifiers }));
  expect(lookupAnswer.parse(await answer.json())).toMatchObject({
    status: "returning_customer",
    customerId: session.customerId,
    collectedData: { ticketId: { value: "1234", channel: "whatsapp", conversationId: "wa-monday" } },
    openSessions: [{ sessionId: "wa-monday", channel: "whatsapp" }],
  });

  // On Tuesday she sends a text message. Another bot, another channel: it knows the ticket before it says hello.
  service.clock.now += 20 * 3_600_000;
  const onSms = { channel: "sms", channelUserId: "+94 77 123 4567" } as const;
  const latest = valueOf(await bots.loadLatestSession(onSms));
  expect(latest).toMatchObject({ customerId: session.customerId, channel: "whatsapp", data: { ticketId: "1234" } });

  // It solves the issue, and says so to everyone who comes after.
  const ended = await bots.recordInteraction({
    identifiers: [{ type: "channel", channel: "sms", value: "+94 77 123 4567" }],
    interaction: {
      conversationId: "sms-tuesday",
      channel: "sms",
      startTime: "2026-11-23T05:00:00.000Z",
      durationSeconds: 95,
      resolutionStatus: "RESOLVED",
      intent: "Billing dispute",
    },
  });
  expect(valueOf(ended).customerId).toBe(session.customerId);
  const record = valueOf(await bots.readCustomer(session.customerId ?? ""));
  expect(record).toMatchObject({
    activeIssue: null,
    interactionCount: 1,
    collectedData: { ticketId: { value: "1234" } },
  });
});

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.sentence);
  return result.value;
}
