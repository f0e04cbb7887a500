import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { onTestFinished, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { usualSettings } from "../../../src/desk/control/settings.ts";
import { createEventFeed, type EventFeed, feedBackoff } from "../../../src/desk/event-feed/feed.ts";
import type { Envelope } from "../../../src/desk/interactions/detail-events.ts";
import { systemRuntime } from "../../../src/desk/runtime.ts";
import { type FakeClock, fakeClock } from "../support/fake-clock.ts";
import { testDesk } from "../support/test-desk.ts";

const uuid = z.uuid();

/** An EventBridge envelope, strictly: what is not said here must not be there. */
const envelope = z.strictObject({
  version: z.literal("0"),
  id: uuid,
  "detail-type": z.string().check(z.regex(/^v2\.detail\.events\.conversation\.\{id\}\.[a-z]+(\.[a-z]+)?$/)),
  source: z.string().check(z.regex(/^aws\.partner\/genesys\.com\/cloud\/[0-9a-f-]{36}\/[\w-]+$/)),
  account: z.string().check(z.regex(/^\d{12}$/)),
  time: z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)),
  region: z.string(),
  resources: z.array(z.string()),
  detail: z.strictObject({
    topicName: z.string(),
    version: z.literal("2"),
    eventBody: z.looseObject({ eventTime: z.int(), conversationId: uuid, participantId: uuid }),
    metadata: z.strictObject({ CorrelationId: uuid }),
    timestamp: z.string(),
  }),
});

interface Target {
  readonly url: string;
  /** Bodies of accepted requests, each as the list of its envelopes. */
  readonly accepted: unknown[][];
  readonly keys: Set<string>;
  status: number;
  requests: number;
}

async function service(): Promise<Target> {
  const target: Target & { url: string } = { url: "", accepted: [], keys: new Set(), status: 202, requests: 0 };
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      target.requests += 1;
      target.keys.add(request.headers.authorization ?? "");
      const body: unknown = JSON.parse(Buffer.concat(parts).toString("utf8"));
      if (target.status < 300) target.accepted.push(Array.isArray(body) ? body : [body]);
      response.writeHead(target.status, { "Content-Type": "application/json" }).end("{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  target.url = `http://127.0.0.1:${typeof address === "object" ? String(address?.port) : ""}/v1/events/genesys`;
  return target;
}

function feedTo(
  target: Target,
  change: Partial<typeof usualSettings> = {},
  random = () => 0.5,
): { feed: EventFeed; clock: FakeClock } {
  const clock = fakeClock();
  const feed = createEventFeed({
    target: { url: target.url, key: "event-feed-key" },
    settings: () => ({ ...usualSettings, ...change }),
    runtime: { ...systemRuntime(), clock, random },
  });
  onTestFinished(() => feed.dispose());
  return { feed, clock };
}

function numbered(count: number): readonly Envelope[] {
  return Array.from({ length: count }, (_, index) => ({
    version: "0",
    id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    "detail-type": "v2.detail.events.conversation.{id}.customer.end",
    source: "aws.partner/genesys.com/cloud/7c1f4a52-0d3e-4b1a-9a55-2f6f0c9e8d10/journey-demo",
    account: "123456789012",
    time: "2026-11-20T09:00:00Z",
    region: "eu-west-1",
    resources: [],
    detail: {
      topicName: "v2.detail.events.conversation.x.customer.end",
      version: "2",
      eventBody: {},
      metadata: { CorrelationId: "x" },
      timestamp: "2026-11-20T09:00:00.250Z",
    },
  }));
}

const idsOf = (target: Target): unknown[] =>
  target.accepted.flat().map((one) => z.parse(z.looseObject({ id: z.string() }), one).id);

describe("the event feed", () => {
  it("delivers what happens at the desk as envelopes, under the service key", async () => {
    const target = await service();
    const desk = await testDesk({ eventTarget: { url: target.url, key: "event-feed-key" } });
    const { id } = desk.control.start({ medium: "whatsapp", customers: [{ address: "94771234567" }] });
    desk.control.answer(id);
    desk.control.setAttributes(id, { attributes: { ticketId: "1234" } });
    desk.control.end(id);
    desk.control.wrapUp(id, { code: "Billing dispute", notes: "told ETA" });
    desk.clock.advance(1);
    await vi.waitFor(() => expect(desk.feed?.state().pending).toBe(0));
    const envelopes = target.accepted.flat().map((one) => envelope.parse(one));
    expect(envelopes.map(({ detail }) => detail.topicName.split(`${id}.`)[1])).toEqual([
      "customer.start",
      "acd.start",
      "user.start",
      "acd.end",
      "attributes",
      "customer.end",
      "user.end",
      "wrapup",
      "acw",
    ]);
    const end = envelopes.find((one) => one["detail-type"].endsWith(".customer.end"));
    expect(end?.detail.eventBody).toMatchObject({
      mediaType: "MESSAGE",
      messageType: "WHATSAPP",
      direction: "INBOUND",
      disconnectType: "PEER",
      addressFrom: "94771234567",
    });
    expect(target.keys).toEqual(new Set(["Bearer event-feed-key"]));
  });

  it("keeps everything while the service is down and delivers it in order once it is back", async () => {
    const target = await service();
    target.status = 503;
    const { feed, clock } = feedTo(target);
    for (const one of numbered(3)) feed.enqueue(one);
    for (let failure = 1; failure <= 4; failure += 1) {
      clock.advance(feedBackoff.maxMilliseconds);
      await vi.waitFor(() => expect(target.requests).toBe(failure));
      await vi.waitFor(() => expect(feed.state().trouble).not.toBeNull());
    }
    expect(feed.state()).toMatchObject({ pending: 3, delivered: 0, trouble: { reason: "The service answered 503." } });
    target.status = 202;
    clock.advance(feedBackoff.maxMilliseconds);
    await vi.waitFor(() => expect(target.accepted).toHaveLength(1));
    await vi.waitFor(() => expect(feed.state().trouble).toBeNull());
    clock.advance(0);
    await feed.drained();
    expect(idsOf(target)).toEqual(numbered(3).map(({ id }) => id));
    expect(feed.state()).toEqual({ pending: 0, delivered: 3, refused: 0, trouble: null });
  });

  it("keeps everything while nothing answers at all", async () => {
    const { feed, clock } = feedTo({ ...(await service()), url: "http://127.0.0.1:9/" });
    for (const one of numbered(1)) feed.enqueue(one);
    clock.advance(0);
    await vi.waitFor(() => expect(feed.state().trouble?.reason).toBe("The service does not answer."));
    expect(feed.state().pending).toBe(1);
  });

  it("waits longer after every failure, up to a bound", async () => {
    const target = await service();
    target.status = 500;
    const { feed, clock } = feedTo(target);
    for (const one of numbered(1)) feed.enqueue(one);
    clock.advance(0);
    const waits: number[] = [];
    for (let failure = 1; failure <= 7; failure += 1) {
      await vi.waitFor(() => expect(target.requests).toBe(failure));
      await vi.waitFor(() => expect(feed.state().trouble?.retryAt ?? 0).toBeGreaterThan(clock.now()));
      const wait = (feed.state().trouble?.retryAt ?? 0) - clock.now();
      waits.push(wait);
      clock.advance(wait);
    }
    expect(waits).toEqual([375, 750, 1500, 3000, 6000, 7500, 7500]);
  });

  it("gives up on what the service refuses for good, and only on that", async () => {
    const target = await service();
    target.status = 400;
    const { feed, clock } = feedTo(target);
    for (const one of numbered(2)) feed.enqueue(one);
    clock.advance(0);
    await feed.drained();
    expect(target.requests).toBe(3);
    expect(feed.state()).toMatchObject({ pending: 0, refused: 2, delivered: 0 });
  });

  it("delivers everything twice when it is told to", async () => {
    const target = await service();
    const { feed, clock } = feedTo(target, { duplicateEvents: true });
    for (const one of numbered(3)) feed.enqueue(one);
    clock.advance(0);
    await feed.drained();
    const ids = numbered(3).map(({ id }) => id);
    expect(idsOf(target)).toEqual([...ids, ...ids]);
  });

  it("delivers out of order when it is told to, and still all of it", async () => {
    const target = await service();
    const { feed, clock } = feedTo(target, { shuffleEvents: true }, descending());
    for (const one of numbered(4)) feed.enqueue(one);
    clock.advance(0);
    await feed.drained();
    expect(idsOf(target)).toEqual(
      numbered(4)
        .map(({ id }) => id)
        .toReversed(),
    );
  });
});

function descending(): () => number {
  let value = 1;
  return () => {
    value -= 0.01;
    return value;
  };
}
