import { type Disposer, iso, type Runtime } from "../runtime.ts";

/** One socket as far as a channel needs it. */
interface ChannelSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
}

export interface Channel {
  readonly id: string;
  readonly owner: string;
  readonly topics: readonly string[];
  readonly expiresAt: number;
}

/** Notification channels: topics a client asked for, and the one WebSocket that they are sent on. */
export interface Channels {
  /** A new channel; the owner's oldest goes when there are twenty already. */
  open(owner: string): Channel;
  find(id: string): Channel | undefined;
  listOf(owner: string): readonly Channel[];
  /** Replaces or extends the topics, and prolongs the channel by a day. */
  subscribe(id: string, topics: readonly string[], mode: "replace" | "add"): Channel | undefined;
  /** Takes the channel's socket, closing the one that it had; null when there is no such channel. */
  connect(id: string, socket: ChannelSocket): { receive(text: string): void; closed(): void } | null;
  /** Sends a message to every channel that is subscribed to its topic. */
  publish(topicName: string, message: unknown): void;
  /** Announces the end of every socket, as Genesys Cloud does a minute before. */
  announceClosing(): void;
  dropSockets(): number;
  sockets(): number;
  dispose(): void;
}

export const channelLimits = {
  channelsPerOwner: 20,
  topicsPerChannel: 1000,
  lifeMilliseconds: 86_400_000,
  heartbeatMilliseconds: 30_000,
  closingNoticeMilliseconds: 60_000,
} as const;

interface Line {
  readonly socket: ChannelSocket;
  readonly stop: Disposer;
}

export function createChannels({ clock, newId }: Pick<Runtime, "clock" | "newId">): Channels {
  const channels = new Map<string, Channel>();
  const lines = new Map<string, Line>();
  const timers = new Map<string, Disposer>();

  const hangUp = (id: string, code: number, reason: string): void => {
    const line = lines.get(id);
    if (line === undefined) return;
    lines.delete(id);
    line.stop();
    line.socket.close(code, reason);
  };
  const remove = (id: string, reason: string): void => {
    channels.delete(id);
    timers.get(id)?.();
    timers.delete(id);
    hangUp(id, 1000, reason);
  };
  const closing = (id: string): void => {
    lines.get(id)?.socket.send(control("v2.system.socket_closing", "closing"));
  };
  const keepUntilExpiry = (channel: Channel): Channel => {
    channels.set(channel.id, channel);
    timers.get(channel.id)?.();
    const notice = clock.after(channelLimits.lifeMilliseconds - channelLimits.closingNoticeMilliseconds, () =>
      closing(channel.id),
    );
    const expiry = clock.after(channelLimits.lifeMilliseconds, () => remove(channel.id, "expired"));
    timers.set(channel.id, () => {
      notice();
      expiry();
    });
    return channel;
  };
  const listOf = (owner: string) => [...channels.values()].filter((channel) => channel.owner === owner);

  return {
    open: (owner) => {
      const own = listOf(owner);
      for (const oldest of own.slice(0, Math.max(0, own.length + 1 - channelLimits.channelsPerOwner))) {
        remove(oldest.id, "evicted");
      }
      const expiresAt = clock.now() + channelLimits.lifeMilliseconds;
      return keepUntilExpiry({ id: `streaming-0-${newId()}`, owner, topics: [], expiresAt });
    },
    find: (id) => channels.get(id),
    listOf,
    subscribe: (id, topics, mode) => {
      const channel = channels.get(id);
      if (channel === undefined) return undefined;
      const all = new Set(mode === "add" ? [...channel.topics, ...topics] : topics);
      const expiresAt = clock.now() + channelLimits.lifeMilliseconds;
      return keepUntilExpiry({ ...channel, topics: [...all], expiresAt });
    },
    connect: (id, socket) => {
      if (!channels.has(id)) return null;
      hangUp(id, 1000, "replaced by a newer socket");
      const beat = () => socket.send(control("channel.metadata", "WebSocket Heartbeat"));
      const line = { socket, stop: clock.every(channelLimits.heartbeatMilliseconds, beat) };
      lines.set(id, line);
      return {
        receive: (text) => {
          if (isPing(text)) socket.send(control("channel.metadata", "pong"));
        },
        closed: () => {
          line.stop();
          if (lines.get(id) === line) lines.delete(id);
        },
      };
    },
    publish: (topicName, message) => {
      const text = JSON.stringify(message);
      for (const [id, line] of lines) {
        if (channels.get(id)?.topics.includes(topicName) === true) line.socket.send(text);
      }
    },
    announceClosing: () => {
      for (const id of lines.keys()) closing(id);
    },
    dropSockets: () => {
      const ids = [...lines.keys()];
      for (const id of ids) hangUp(id, 1012, "dropped");
      return ids.length;
    },
    sockets: () => lines.size,
    dispose: () => {
      for (const id of channels.keys()) remove(id, "the desk stops");
    },
  };
}

/** A channel as the API answers it. */
export function channelBody(channel: Channel, streamingOrigin: string): Readonly<Record<string, string>> {
  return {
    id: channel.id,
    connectUri: `${streamingOrigin}/channels/${channel.id}`,
    expires: iso(channel.expiresAt),
  };
}

function control(topicName: string, message: string): string {
  return JSON.stringify({ topicName, eventBody: { message } });
}

function isPing(text: string): boolean {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && "message" in read && read.message === "ping";
  } catch {
    return false;
  }
}
