import * as z from "zod/mini";
import type { RegionDomain } from "../../contract/regions.ts";
import type { WidgetConfig } from "../../contract/widget-config.ts";
import type { Clock } from "./clock.ts";
import type { AgentSession, Disposer } from "./genesys.ts";
import { isStreamingAddress } from "./hosts.ts";
import type { PlatformClient, PlatformRequest } from "./platform-client.ts";

/** The part of `WebSocket` that is used. */
export interface Socket {
  addEventListener(
    type: "open" | "message" | "close" | "error",
    listener: (event: { readonly data?: unknown }) => void,
  ): void;
  send(text: string): void;
  close(): void;
}

export interface NotificationDependencies {
  readonly client: () => Promise<PlatformClient | null>;
  readonly environment: RegionDomain;
  readonly gateway: WidgetConfig["genesys"]["gateway"];
  readonly openSocket: (address: string) => Socket;
  readonly clock: Clock;
}

interface Listeners {
  /** Something happened to one of the agent's conversations; the body as it came. */
  onConversation(body: unknown): void;
  /** Genesys Cloud closes this channel in about a minute. */
  onClosing(): void;
  /** The channel is no more; it was closed, or fell silent. */
  onLost(): void;
}

/** `refused`: the token is no good. `failed`: anything else; trying again later may help. */
export type Opened = { readonly kind: "open"; readonly close: Disposer } | { readonly kind: "refused" | "failed" };

const openingMilliseconds = 10_000;
// Genesys Cloud sends a heartbeat every 30 seconds.
const silenceMilliseconds = 40_000;
const pongMilliseconds = 10_000;

const me = z.object({ id: z.string().check(z.minLength(1)) });
const channel = z.object({ id: z.string().check(z.minLength(1)), connectUri: z.string() });
const notification = z.object({ topicName: z.string(), eventBody: z.optional(z.unknown()) });

/** Subscribes to the agent's conversations on a channel of its own. Resolves when the connection stands or cannot be made. */
export async function openNotificationChannel(
  session: AgentSession,
  dependencies: NotificationDependencies,
  listeners: Listeners,
  signal: AbortSignal,
): Promise<Opened> {
  const platform = await dependencies.client();
  if (platform === null) return { kind: "failed" };
  let isRefused = false;
  const ask = async <T extends z.ZodMiniType>(schema: T, request: PlatformRequest): Promise<z.infer<T> | null> => {
    const answer = await platform.call(session, request, signal);
    isRefused ||= answer?.status === 401;
    return answer !== null && answer.status < 300 ? (schema.safeParse(answer.body).data ?? null) : null;
  };

  const agent = await ask(me, { method: "GET", path: "/api/v2/users/me" });
  const opened = agent && (await ask(channel, { method: "POST", path: "/api/v2/notifications/channels" }));
  // The token's holder is told where to connect, so an address of any other host is not followed.
  if (!opened || !isStreamingAddress(opened.connectUri, dependencies.environment, dependencies.gateway)) {
    return { kind: isRefused ? "refused" : "failed" };
  }
  const topic = `v2.users.${agent.id}.conversations`;
  const subscribed = await ask(z.unknown(), {
    method: "PUT",
    path: "/api/v2/notifications/channels/{channelId}/subscriptions",
    pathParameters: { channelId: opened.id },
    body: [{ id: topic }],
  });
  if (subscribed === null || signal.aborted) return { kind: isRefused ? "refused" : "failed" };
  return connect(opened.connectUri, topic, dependencies, listeners);
}

function connect(
  address: string,
  topic: string,
  { openSocket, clock }: NotificationDependencies,
  listeners: Listeners,
): Promise<Opened> {
  return new Promise((resolve) => {
    let isClosed = false;
    let forget: Disposer = clock.after(openingMilliseconds, () => {
      lose();
    });
    let socket: Socket;
    const close = (): void => {
      isClosed = true;
      forget();
      socket.close();
    };
    const lose = (): void => {
      if (isClosed) return;
      close();
      resolve({ kind: "failed" });
      listeners.onLost();
    };
    const watch = (): void => {
      forget();
      forget = clock.after(silenceMilliseconds, () => {
        socket.send(JSON.stringify({ message: "ping" }));
        forget = clock.after(pongMilliseconds, lose);
      });
    };
    const read = (data: unknown): void => {
      watch();
      const message = notification.safeParse(parseJson(data));
      if (!message.success) return;
      if (message.data.topicName === topic) listeners.onConversation(message.data.eventBody);
      else if (message.data.topicName === "v2.system.socket_closing") listeners.onClosing();
    };
    try {
      socket = openSocket(address);
    } catch {
      forget();
      resolve({ kind: "failed" });
      return;
    }
    socket.addEventListener("open", () => {
      watch();
      resolve({ kind: "open", close });
    });
    socket.addEventListener("message", ({ data }) => {
      if (!isClosed) read(data);
    });
    socket.addEventListener("close", lose);
    socket.addEventListener("error", lose);
  });
}

function parseJson(data: unknown): unknown {
  try {
    return typeof data === "string" ? JSON.parse(data) : null;
  } catch {
    return null;
  }
}
