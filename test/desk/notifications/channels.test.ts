import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { demoIds } from "../../../src/desk/organization/directory.ts";
import { read, type TestDesk, testDesk } from "../support/test-desk.ts";

const topic = `v2.users.${demoIds.agent}.conversations`;

interface Line {
  readonly id: string;
  readonly socket: WebSocket;
  /** The next message, in order. */
  next(): Promise<unknown>;
}

async function openChannel(desk: TestDesk, token: string): Promise<{ id: string; connectUri: string }> {
  const response = await fetch(`${desk.origin}/api/v2/notifications/channels`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
  });
  const body: unknown = await response.json();
  return { id: read(body, "id"), connectUri: read(body, "connectUri") };
}

async function connect(desk: TestDesk, channel: { id: string; connectUri: string }): Promise<Line> {
  const socket = new WebSocket(channel.connectUri);
  const waiting: string[] = [];
  const takers: ((text: string) => void)[] = [];
  socket.on("message", (data: Buffer) => {
    const text = data.toString("utf8");
    const taker = takers.shift();
    if (taker === undefined) waiting.push(text);
    else taker(text);
  });
  const before = desk.control.snapshot().sockets;
  await once(socket, "open");
  expect(desk.control.snapshot().sockets).toBeGreaterThanOrEqual(before);
  return {
    id: channel.id,
    socket,
    next: async () => {
      const text =
        waiting.shift() ??
        (await new Promise<string>((resolve) => {
          takers.push(resolve);
        }));
      return JSON.parse(text);
    },
  };
}

function subscribe(
  desk: TestDesk,
  token: string,
  id: string,
  topics: readonly string[],
  method: "PUT" | "POST" = "PUT",
) {
  return fetch(`${desk.origin}/api/v2/notifications/channels/${id}/subscriptions`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(topics.map((name) => ({ id: name }))),
  });
}

describe("a notification channel", () => {
  it("says that it lives every 30 seconds and answers a ping", async () => {
    const desk = await testDesk();
    const line = await connect(desk, await openChannel(desk, await desk.agentToken()));
    desk.clock.advance(29_999);
    line.socket.send(JSON.stringify({ message: "ping" }));
    expect(await line.next()).toEqual({ topicName: "channel.metadata", eventBody: { message: "pong" } });
    desk.clock.advance(1);
    const beat = { topicName: "channel.metadata", eventBody: { message: "WebSocket Heartbeat" } };
    expect(await line.next()).toEqual(beat);
    desk.clock.advance(30_000);
    expect(await line.next()).toEqual(beat);
  });

  it("carries the agent's conversations in the notification's own shape", async () => {
    const desk = await testDesk();
    const token = await desk.agentToken();
    const line = await connect(desk, await openChannel(desk, token));
    await subscribe(desk, token, line.id, [topic]);
    const { id } = desk.control.start({
      medium: "voice",
      customers: [{ address: "+94771234567", attributes: { ticketId: "1234" } }],
    });
    const message = await line.next();
    expect(message).toMatchObject({
      topicName: topic,
      version: "2",
      eventBody: { id, recordingState: "none" },
      metadata: {},
    });
    const text = JSON.stringify(message);
    expect(text).toContain('"ticketId":"1234"');
    expect(text).toContain('"additionalProperties":{}');
    for (const missing of ["queueName", "startTime", "direction", "segments", "divisions", "selfUri"]) {
      expect(text).not.toContain(`"${missing}"`);
    }
    desk.control.setAttributes(id, { attributes: { customerId: "C-1001" } });
    expect(JSON.stringify(await line.next())).toContain('"customerId":"C-1001"');
  });

  it("sends nothing that was not subscribed to, and PUT replaces what POST adds to", async () => {
    const desk = await testDesk();
    const token = await desk.agentToken();
    const channel = await openChannel(desk, token);
    const other = `v2.routing.queues.${demoIds.billingQueue}.conversations`;
    await subscribe(desk, token, channel.id, [topic]);
    expect(await (await subscribe(desk, token, channel.id, [other], "POST")).json()).toMatchObject({
      entities: [{ id: topic }, { id: other }],
    });
    expect(await (await subscribe(desk, token, channel.id, [other])).json()).toMatchObject({
      entities: [{ id: other }],
    });
    const line = await connect(desk, channel);
    desk.control.start({ medium: "sms", customers: [{ address: "+94771234567" }] });
    desk.control.dropSockets("announce");
    expect(await line.next()).toMatchObject({ topicName: "v2.system.socket_closing" });
  });

  it("refuses topics of other users and topics that do not exist", async () => {
    const desk = await testDesk();
    const token = await desk.agentToken();
    const { id } = await openChannel(desk, token);
    for (const bad of [
      "v2.users.1a7e3c5d-8b45-4f69-8d32-4c6f8e1a2b09.conversations",
      "v2.conversations.00000000-0000-4000-8000-000000000000",
      "nonsense",
    ]) {
      expect((await subscribe(desk, token, id, [bad])).status).toBe(400);
    }
  });

  it("has one socket: a newer one closes the older", async () => {
    const desk = await testDesk();
    const channel = await openChannel(desk, await desk.agentToken());
    const first = await connect(desk, channel);
    const closed = once(first.socket, "close");
    const second = await connect(desk, channel);
    await closed;
    second.socket.send(JSON.stringify({ message: "ping" }));
    expect(await second.next()).toMatchObject({ eventBody: { message: "pong" } });
  });

  it("is announced to close a minute before a day is over, unless it is subscribed anew", async () => {
    const desk = await testDesk();
    const token = await desk.agentToken();
    const line = await connect(desk, await openChannel(desk, token));
    const heartbeats = 24 * 60 * 2 - 3;
    desk.clock.advance(heartbeats * 30_000);
    for (let beat = 0; beat < heartbeats; beat += 1) await line.next();
    const closed = once(line.socket, "close");
    desk.clock.advance(30_000);
    expect([await line.next(), await line.next()]).toContainEqual({
      topicName: "v2.system.socket_closing",
      eventBody: { message: "closing" },
    });
    desk.clock.advance(60_000);
    await closed;
    expect((await subscribe(desk, await desk.agentToken(), line.id, [topic])).status).toBe(404);
  });

  it("gives way, the oldest first, to the 21st of a user and client", async () => {
    const desk = await testDesk();
    const token = await desk.agentToken();
    const oldest = await openChannel(desk, token);
    for (let count = 2; count <= 20; count += 1) await openChannel(desk, token);
    expect((await subscribe(desk, token, oldest.id, [topic])).status).toBe(200);
    const newest = await openChannel(desk, token);
    expect((await subscribe(desk, token, oldest.id, [topic])).status).toBe(404);
    expect((await subscribe(desk, token, newest.id, [topic])).status).toBe(200);
  });

  it("belongs to its user: nobody else reads or changes it, and an unknown one has no socket", async () => {
    const desk = await testDesk();
    const { id, connectUri } = await openChannel(desk, await desk.agentToken());
    expect((await subscribe(desk, await desk.pipelineToken(), id, [])).status).toBe(404);
    const socket = new WebSocket(connectUri.replace(id, "streaming-0-nobody"));
    const [fault] = await once(socket, "error");
    expect(String(fault)).toContain("404");
  });

  it("loses its socket when the desk is told to drop it", async () => {
    const desk = await testDesk();
    const line = await connect(desk, await openChannel(desk, await desk.agentToken()));
    const closed = once(line.socket, "close");
    desk.control.dropSockets();
    await closed;
    expect(desk.control.snapshot().sockets).toBe(0);
  });
});
