import * as z from "zod/mini";
import type { RegionDomain } from "../../contract/regions.ts";
import type { Clock } from "./clock.ts";
import type { Disposer } from "./genesys.ts";
import { keyedStorage, type KeyedStorage, type StorageWindow } from "./keyed-storage.ts";
import { createTurns, type Turns } from "./turns.ts";

/** The part of `BroadcastChannel` that is used. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

/** What ties together the agent's widgets: every interaction has one, each in a frame of its own. */
export interface AgentWidgets extends Turns {
  /** Of this widget, among the others. */
  readonly id: string;
  /** The tab's session storage, under keys of this client and environment; null where the browser denies it. */
  readonly storage: KeyedStorage | null;
  /** False where the browser denies the channel, so that nobody hears what is told. */
  readonly isHeard: boolean;
  tell(topic: string, message: unknown): void;
  hear(topic: string, listener: (message: unknown) => void): Disposer;
  dispose(): void;
}

interface Dependencies {
  readonly window: StorageWindow;
  readonly openChannel: (name: string) => Channel;
  /** The browser's own, or null where it denies or lacks them. */
  readonly locks: Pick<LockManager, "request"> | null;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly clientId: string;
  readonly environment: RegionDomain;
}

const envelope = z.object({ topic: z.string(), message: z.unknown() });

export function joinAgentWidgets(dependencies: Dependencies): AgentWidgets {
  const { clientId, environment, newId } = dependencies;
  const scope = `customer-journey ${clientId}@${environment}`;
  const storage = keyedStorage(dependencies.window, `${scope} `);
  // Two tabs may be two agents. Without storage the tabs cannot be told apart, and one browser is taken for one agent.
  const room = storage === null ? scope : `${scope} ${tabOf(storage, newId)}`;
  const channel = openedOrNull(() => dependencies.openChannel(room));
  const listeners = new Set<readonly [string, (message: unknown) => void]>();

  channel?.addEventListener("message", ({ data }) => {
    const read = envelope.safeParse(data);
    if (!read.success) return;
    for (const [topic, listener] of listeners) if (topic === read.data.topic) listener(read.data.message);
  });

  const telling = {
    tell(topic: string, message: unknown): void {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel reaches its own origin only.
      channel?.postMessage({ topic, message });
    },
    hear(topic: string, listener: (message: unknown) => void): Disposer {
      const entry = [topic, listener] as const;
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
  };
  const turns = createTurns({ ...dependencies, ...telling, scope: room, isHeard: channel !== null });

  return {
    id: newId(),
    isHeard: channel !== null,
    ...telling,
    ...turns,
    storage,
    dispose() {
      listeners.clear();
      channel?.close();
    },
  };
}

function openedOrNull(open: () => Channel): Channel | null {
  try {
    return open();
  } catch {
    return null;
  }
}

function tabOf(storage: KeyedStorage, newId: () => string): string {
  const known = storage.read("tab");
  if (known !== null) return known;
  const tab = newId();
  storage.write("tab", tab);
  return tab;
}
