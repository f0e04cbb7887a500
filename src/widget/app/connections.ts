import type { Attention } from "../genesys/attention.ts";
import type { Clock } from "../genesys/clock.ts";
import type { Turns } from "../genesys/turns.ts";
import type { ConversationChanges, Disposer, HostApp, SignIn } from "../genesys/genesys.ts";
import type { CustomerChanges } from "../journey/live/customer-changes.ts";
import type { JourneySources } from "../journey/journey-queries.ts";
import type { DeviceMemory } from "../offline/device-memory.ts";
import type { TabKey } from "../offline/tab-key.ts";

/** Everything a launched widget talks to. */
export interface Connections {
  readonly signIn: SignIn;
  readonly sources: JourneySources;
  readonly changes: ConversationChanges;
  readonly customerChanges: CustomerChanges;
  readonly host: HostApp;
  readonly attention: Attention;
  readonly memory: DeviceMemory;
  /** The key of this tab, where it has one. */
  tabKey(): TabKey | null;
  /** SHA-256 of a token. */
  fingerprint(accessToken: string): Promise<string>;
  readonly clock: Clock;
  /** Resolves when something is on screen, or soon after where nothing is painted: with the milliseconds since the page began to load. */
  painted(): Promise<number>;
  isOnline(): boolean;
  onConnectivity(listener: () => void): Disposer;
  /** The page is left, perhaps for good. */
  onPageHide(listener: () => void): Disposer;
  /** One of the agent's widgets at a time runs work of that name. */
  readonly hold: Turns["hold"];
  newId(): string;
  dispose(): void;
}
