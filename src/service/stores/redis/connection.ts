import { setTimeout as wait } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import { createClient, ErrorReply } from "@redis/client";
import { StoreUnavailable } from "../store-unavailable.ts";
import type { Script } from "./script.ts";
import { CommandRefused, tellApart, type Trouble } from "./trouble.ts";

export interface RedisConnection {
  /** Runs a script that changes nothing on one tenant's keys. */
  read(script: Script, tenant: string, args?: readonly string[]): Promise<unknown>;
  /** Runs a script that changes one tenant's keys, exactly once however often it has to be sent; answers once it is on disk. */
  write(script: Script, tenant: string, args: readonly string[]): Promise<unknown>;
  /** A command that may be repeated. */
  command(...args: readonly string[]): Promise<unknown>;
  /** Rejects when the server does not answer within a second. */
  ping(): Promise<void>;
  /** Waits for what is under way, then closes. */
  close(): Promise<void>;
}

export interface RedisOptions {
  /** redis:// or rediss://, with user and password where the server asks for them. */
  readonly url: string;
  /** How long a command is tried again while the server is away. */
  readonly patienceMilliseconds?: number;
  /** How long one try may take before its connection is given up. */
  readonly answerMilliseconds?: number;
}

const longestPause = 250;
const pingMilliseconds = 1000;

/** Connects at once and again whenever the connection breaks; every command is tried until it is answered or patience ends. */
export function connectRedis(options: RedisOptions): RedisConnection {
  const { url, patienceMilliseconds = 10_000, answerMilliseconds = 5000 } = options;
  const closing = new AbortController();
  const underway = new Set<Promise<unknown>>();
  /** Why there is no connection at present. */
  let absence: unknown = null;
  let client = connect();

  function connect(): ReturnType<
    typeof createClient<Record<string, never>, Record<string, never>, Record<string, never>, 2>
  > {
    const made = createClient<Record<string, never>, Record<string, never>, Record<string, never>, 2>({
      url,
      RESP: 2,
      // What waits for a connection is tried again here, where it can be given up.
      disableOfflineQueue: true,
      socket: { reconnectStrategy: (retries) => Math.min(20 * 2 ** retries, longestPause) + Math.random() * 20 },
    });
    made.on("error", (error: unknown) => {
      absence = error;
    });
    made.on("ready", () => {
      absence = null;
    });
    made.connect().catch(() => undefined);
    return made;
  }

  async function send(args: readonly string[]): Promise<unknown> {
    const sentBy = client;
    const late = new AbortController();
    const tooLate = wait(answerMilliseconds, "late", { signal: late.signal }).catch(() => "late");
    try {
      const answered = sentBy.sendCommand<unknown>(args).then((reply) => ({ reply }));
      // It may be answered after it was given up.
      answered.catch(() => undefined);
      const first = await Promise.race([answered, tooLate]);
      if (typeof first === "object") return first.reply;
    } finally {
      late.abort();
    }
    if (client === sentBy) {
      client = connect();
      sentBy.destroy();
    }
    throw new Error("The Redis server did not answer in time.");
  }

  async function untilAnswered(attempt: () => Promise<unknown>, patience = patienceMilliseconds): Promise<unknown> {
    const deadline = performance.now() + patience;
    for (let pause = 10; ; pause = Math.min(pause * 2, longestPause)) {
      if (closing.signal.aborted) throw new StoreUnavailable("The store is closing; try again on another process.");
      try {
        return await attempt();
      } catch (error) {
        const trouble = troubleOf(error, absence);
        if (!trouble.passes || performance.now() > deadline) throw new StoreUnavailable(trouble.sentence);
      }
      await wait(pause * (0.5 + Math.random()));
    }
  }

  function track(answer: Promise<unknown>): Promise<unknown> {
    const tracked: Promise<unknown> = answer.finally(() => underway.delete(tracked));
    underway.add(tracked);
    return tracked;
  }

  function run(script: Script, tenant: string, args: readonly string[]): Promise<unknown> {
    const keysAndArgs = ["1", hashTag(tenant), ...args];
    return track(
      untilAnswered(async () => {
        try {
          return await send(["EVALSHA", script.sha1, ...keysAndArgs]);
        } catch (error) {
          // A server that was restarted, or told to, has forgotten the scripts.
          if (error instanceof ErrorReply && error.message.startsWith("NOSCRIPT"))
            return send(["EVAL", script.source, ...keysAndArgs]);
          throw error;
        }
      }),
    );
  }

  return {
    read: (script, tenant, args = []) => run(script, tenant, args),
    write: (script, tenant, args) => run(script, tenant, [randomUUID(), ...args]),
    command: (...args) => track(untilAnswered(() => send(args))),
    async ping() {
      const answered = track(untilAnswered(() => send(["PING"]), pingMilliseconds));
      const late = wait(pingMilliseconds, "late", { ref: false });
      if ((await Promise.race([answered, late])) !== "PONG")
        throw new StoreUnavailable("The Redis server does not answer; look at it.");
    },
    async close() {
      await Promise.allSettled(underway);
      closing.abort();
      client.destroy();
    },
  };
}

/** Organisations' ids come from the configuration and may hold anything; a brace would end the hash tag early. */
export const hashTag = (tenant: string): string => `{${encodeURIComponent(tenant)}}`;

function troubleOf(error: unknown, absence: unknown): Trouble {
  const why = error instanceof ErrorReply ? error : (absence ?? error);
  const trouble = tellApart(why);
  if (trouble) return trouble;
  throw new CommandRefused(why);
}
