// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { createConversationChanges } from "../../../src/widget/genesys/conversation-changes.ts";
import type { SignInState } from "../../../src/widget/genesys/genesys.ts";
import type { Socket } from "../../../src/widget/genesys/notification-channel.ts";
import type { PlatformClient, PlatformRequest } from "../../../src/widget/genesys/platform-client.ts";
import { createFakeTab, type FakeFrame, type FakeTabOptions } from "./fake-browser.ts";
import { createFakeClock, settled, type FakeClock } from "./fake-clock.ts";
import { launchAddress } from "./sign-in/fake-login.ts";

const conversationId = "9a1b6a44-0000-4000-8000-00000000cb01";
const topicName = "v2.users.agent-1.conversations";

interface FakeSocket {
  readonly owner: FakeFrame;
  readonly address: string;
  readonly sent: unknown[];
  isClosed: boolean;
  open(): void;
  say(message: unknown): void;
  drop(): void;
}

let clock: FakeClock;
let sockets: FakeSocket[];
let calls: { readonly token: string; readonly request: PlatformRequest }[];
let answers: { connectUri: string; status: number };
let rejected: string[];

beforeEach(() => {
  clock = createFakeClock();
  sockets = [];
  calls = [];
  rejected = [];
  answers = { connectUri: "wss://streaming.mypurecloud.ie/channels/streaming-1", status: 200 };
});

const openSocket = (address: string, owner: FakeFrame): Socket => {
  const listeners: [string, (event: { data?: unknown }) => void][] = [];
  const dispatch = (type: string, event: { data?: unknown } = {}) => {
    for (const [wanted, listener] of listeners) if (wanted === type) listener(event);
  };
  const socket: FakeSocket = {
    owner,
    address,
    sent: [],
    isClosed: false,
    open: () => {
      dispatch("open");
    },
    say: (message) => {
      dispatch("message", { data: typeof message === "string" ? message : JSON.stringify(message) });
    },
    drop: () => {
      dispatch("close");
    },
  };
  sockets.push(socket);
  return {
    addEventListener: (type, listener) => listeners.push([type, listener]),
    send: (text) => socket.sent.push(JSON.parse(text)),
    close: () => {
      socket.isClosed = true;
    },
  };
};

const bodyOf = (path: string): unknown => {
  if (path.endsWith("/users/me")) return { id: "agent-1" };
  return path.endsWith("/channels") ? { id: "channel-1", connectUri: answers.connectUri } : [{ id: topicName }];
};
const unused = () => {
  throw new Error("Notifications ask for no sign-in.");
};
const client: PlatformClient = {
  call: (session, request) => {
    calls.push({ token: session.accessToken, request });
    return Promise.resolve({ status: answers.status, headers: {}, body: bodyOf(request.path) });
  },
  authorizeUrl: unused,
  exchangeCode: unused,
};

const signedIn = (accessToken: string): SignInState => ({
  kind: "signed-in",
  session: { accessToken, expiresAt: null },
});
const startIn = (frame: FakeFrame, initial: SignInState = signedIn("token-1")) => {
  let state = initial;
  const listeners = new Set<() => void>();
  const changed: string[] = [];
  const changes = createConversationChanges({
    client: () => Promise.resolve(client),
    environment: "mypurecloud.ie",
    gateway: undefined,
    openSocket: (address) => openSocket(address, frame),
    clock: frame.clock,
    widgets: frame.widgets,
    random: () => 0,
    signIn: {
      state: () => state,
      subscribe(listener) {
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
        };
      },
      reject: (token) => rejected.push(token),
    },
  });
  changes.subscribe(conversationId, () => changed.push(conversationId));
  return {
    frame,
    changes,
    changed,
    become: (next: SignInState) => {
      state = next;
      for (const listener of listeners) listener();
    },
  };
};
const start = async (options: Omit<FakeTabOptions, "clock"> = {}) => {
  const started = startIn(createFakeTab({ clock, ...options }).openFrame(launchAddress));
  await clock.pass(200);
  sockets[0]?.open();
  await settled();
  return started;
};
const event = (members: object = {}, id = conversationId) => ({
  topicName,
  version: "2",
  eventBody: { id, participants: [{ id: "p", purpose: "customer", attributes: {}, ...members }] },
});

describe("the notification channel", () => {
  it("subscribes to the agent's own conversations at the environment's streaming host", async () => {
    await start();
    expect(calls.map(({ request }) => request)).toEqual([
      { method: "GET", path: "/api/v2/users/me" },
      { method: "POST", path: "/api/v2/notifications/channels" },
      {
        method: "PUT",
        path: "/api/v2/notifications/channels/{channelId}/subscriptions",
        pathParameters: { channelId: "channel-1" },
        body: [{ id: topicName }],
      },
    ]);
    expect(sockets.map(({ address }) => address)).toEqual([answers.connectUri]);
  });

  it.each([
    "wss://streaming.mypurecloud.ie.evil.example/channels/1",
    "wss://streaming.mypurecloud.de/channels/1",
    "ws://streaming.mypurecloud.ie/channels/1",
    "wss://user:word@streaming.mypurecloud.ie/channels/1",
    "wss://streaming.mypurecloud.ie:8443/channels/1",
    "https://streaming.mypurecloud.ie/channels/1",
    "ws://localhost:4010/channels/1",
    "nonsense",
  ])("never connects to %s", async (connectUri) => {
    answers.connectUri = connectUri;
    await start();
    await clock.pass(120_000);
    expect(sockets).toEqual([]);
  });

  it("waits for the agent to sign in, and goes with the agent", async () => {
    const { become } = startIn(createFakeTab({ clock }).openFrame(launchAddress), { kind: "signing-in" });
    await clock.pass(5000);
    expect(calls).toEqual([]);
    become(signedIn("token-1"));
    await settled();
    sockets[0]?.open();
    await settled();
    become({ kind: "agent-needed", reason: "signed-out" });
    expect(sockets.map(({ isClosed }) => isClosed)).toEqual([true]);
  });

  it("has a refused token renewed", async () => {
    answers.status = 401;
    const { become } = await start();
    expect(rejected).toEqual(["token-1"]);
    answers.status = 200;
    become({ kind: "signing-in" });
    await clock.pass(10_000);
    expect(sockets).toEqual([]);
    become(signedIn("token-2"));
    await settled();
    expect(sockets).toHaveLength(1);
  });

  it("moves to the renewed token before it leaves the old", async () => {
    const { become } = await start();
    become(signedIn("token-2"));
    await settled();
    expect(sockets.map(({ isClosed }) => isClosed)).toEqual([false, false]);
    sockets[1]?.open();
    await settled();
    expect(sockets.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(calls.at(-1)?.token).toBe("token-2");
  });

  it("is tried for later and later while it cannot be had, and everyone looks for changes meanwhile", async () => {
    answers.status = 503;
    const { changed } = await start();
    await clock.pass(10 * 60_000);
    const tries = calls.length;
    expect(tries).toBeGreaterThan(8);
    expect(tries).toBeLessThan(40);
    expect(changed).toHaveLength(tries);
    expect(rejected).toEqual([]);
  });

  it("ends with the widget", async () => {
    const { changes } = await start();
    changes.dispose();
    await settled();
    expect(sockets[0]?.isClosed).toBe(true);
    await clock.pass(300_000);
    expect(sockets).toHaveLength(1);
  });
});

describe("a connection that dies", () => {
  it("is noticed when the heartbeat stays out and the ping is not answered", async () => {
    const { changed } = await start();
    const heartbeat = { topicName: "channel.metadata", eventBody: { message: "WebSocket Heartbeat" } };
    for (let beat = 0; beat < 4; beat += 1) {
      await clock.pass(30_000);
      sockets[0]?.say(heartbeat);
    }
    expect(sockets[0]?.sent).toEqual([]);
    await clock.pass(41_000);
    expect(sockets[0]?.sent).toEqual([{ message: "ping" }]);
    sockets[0]?.say({ topicName: "channel.metadata", eventBody: { message: "pong" } });
    await clock.pass(39_000);
    expect(sockets).toHaveLength(1);
    await clock.pass(15_000);
    expect(sockets.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    const before = changed.length;
    sockets[1]?.open();
    await settled();
    expect(changed.length, "what happened meanwhile is read").toBe(before + 1);
  });

  it("is made anew when it drops", async () => {
    await start();
    sockets[0]?.drop();
    await clock.pass(2000);
    expect(sockets).toHaveLength(2);
  });

  it("is given up when it does not open", async () => {
    startIn(createFakeTab({ clock }).openFrame(launchAddress));
    await clock.pass(12_500);
    expect(sockets.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });

  it("is replaced before Genesys Cloud closes it, and nothing is missed between", async () => {
    const { changed } = await start();
    sockets[0]?.say({ topicName: "v2.system.socket_closing", eventBody: { message: "closing" } });
    await settled();
    expect(sockets.map(({ isClosed }) => isClosed)).toEqual([false, false]);
    const before = changed.length;
    sockets[0]?.say(event({ attributes: { customerId: "C-1" } }));
    expect(changed).toHaveLength(before + 1);
    sockets[1]?.open();
    await settled();
    expect(sockets.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    sockets[0]?.drop();
    await clock.pass(60_000 - 30_000);
    expect(sockets).toHaveLength(2);
  });
});

describe("a change", () => {
  it("calls back for attributes, participants and the end, of this conversation only", async () => {
    const { changed } = await start();
    const counts: number[] = [];
    for (const message of [
      event(),
      event({ attributes: { customerId: "C-1" } }),
      event({ attributes: { customerId: "C-1" }, endTime: "2026-05-04T10:10:00Z" }),
      event({}, conversationId.replace("cb01", "cb02")),
      event({ attributes: { customerId: "C-1" }, endTime: "2026-05-04T10:10:00Z" }, conversationId.toUpperCase()),
    ]) {
      const before = changed.length;
      sockets[0]?.say(message);
      counts.push(changed.length - before);
    }
    expect(counts).toEqual([1, 1, 1, 0, 1]);
  });

  it("is none when nothing that is read is different", async () => {
    const { changed } = await start();
    sockets[0]?.say(event({ calls: [{ state: "connected", held: false }] }));
    const before = changed.length;
    sockets[0]?.say(event({ calls: [{ state: "connected", held: true, segments: [{}] }] }));
    expect(changed).toHaveLength(before);
  });

  it.each([
    "",
    "{",
    "null",
    "[]",
    '{"topicName":7}',
    `{"topicName":"${topicName}"}`,
    '{"topicName":"v2.users.agent-2.conversations"}',
  ])("is none in a message that reads %j", async (message) => {
    const { changed } = await start();
    const before = changed.length;
    sockets[0]?.say(message);
    expect(changed).toHaveLength(before);
  });

  it("does not call back once unsubscribed", async () => {
    const { changes } = await start();
    const late: string[] = [];
    changes.subscribe(conversationId, () => late.push("called"))();
    sockets[0]?.say(event());
    expect(late).toEqual([]);
  });
});

describe.each<[string, Omit<FakeTabOptions, "clock">]>([
  ["with locks", {}],
  ["without locks", { locks: "absent" }],
  ["without storage and locks", { storage: "denied", locks: "denied" }],
])("ten widgets %s", (_, options) => {
  const startTen = async () => {
    const tab = createFakeTab({ clock, ...options });
    const widgets = Array.from({ length: 10 }, () => startIn(tab.openFrame(launchAddress)));
    await clock.pass(2000);
    sockets[0]?.open();
    await settled();
    return widgets;
  };

  it("have one channel, and all hear what it brings", async () => {
    const widgets = await startTen();
    expect(sockets).toHaveLength(1);
    const before = widgets.map(({ changed }) => changed.length);
    sockets[0]?.say(event({ attributes: { customerId: "C-1" } }));
    await settled();
    expect(widgets.map(({ changed }, index) => changed.length - (before[index] ?? 0))).toEqual(
      Array.from({ length: 10 }, () => 1),
    );
  });

  it("have another lead when the frame that led is gone, and read anew", async () => {
    const widgets = await startTen();
    const leader = sockets[0]?.owner;
    leader?.close();
    const others = widgets.filter(({ frame }) => frame !== leader);
    await clock.pass(5000);
    expect(sockets).toHaveLength(2);
    const before = others.map(({ changed }) => changed.length);
    sockets[1]?.open();
    await settled();
    expect(others.map(({ changed }, index) => changed.length - (before[index] ?? 0))).toEqual(
      Array.from({ length: 9 }, () => 1),
    );
  });
});

it("gives each widget a channel of its own where the browser lets none hear another", async () => {
  const tab = createFakeTab({ clock, locks: "allowed", channels: "denied" });
  startIn(tab.openFrame(launchAddress));
  startIn(tab.openFrame(launchAddress));
  await clock.pass(1000);
  expect(sockets).toHaveLength(2);
});
