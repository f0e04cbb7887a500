import type { BriefMeasurement } from "../../../src/contract/operations-overview.ts";
import type { WidgetConfig } from "../../../src/contract/widget-config.ts";
import type { LookupAnswer } from "../../../src/contract/lookup.ts";
import type { UnifiedInteractionContext } from "../../../src/contract/record.ts";
import type { Connections } from "../../../src/widget/app/connections.ts";
import { goLive } from "../../../src/widget/app/go-live.tsx";
import { launchWidget, type WidgetLaunch } from "../../../src/widget/app/launch.ts";
import type { Configuration } from "../../../src/widget/genesys/configuration.ts";
import { createAttention } from "../../../src/widget/genesys/attention.ts";
import type { ConversationOutcome, Disposer, HostApp, SignInState } from "../../../src/widget/genesys/genesys.ts";
import { readLaunchParameters } from "../../../src/widget/genesys/launch-parameters.ts";
import type { Change } from "../../../src/widget/journey/changes.ts";
import type { CustomerChange } from "../../../src/widget/journey/live/customer-change.ts";
import type { UicClient, UicOutcome } from "../../../src/widget/journey/uic.ts";
import { createDeviceMemory } from "../../../src/widget/offline/device-memory.ts";
import { openRows } from "../../../src/widget/offline/dexie-rows.ts";
import type { RememberedJourney } from "../../../src/widget/offline/remembered.ts";
import { readTabKey } from "../../../src/widget/offline/tab-key.ts";
import { aConversation, conversationId } from "./conversations.ts";
import { aCustomer, aRecord } from "./customers.ts";
import { aTabKey, tabStorage } from "./device.ts";
import type { Turns } from "../../../src/widget/genesys/turns.ts";
import { type FakeClock, fakeClock } from "./fake-clock.ts";

type Lookup = Parameters<UicClient["lookup"]>[0];

/** What the world around a widget does, as a test wants it. */
export interface World {
  readonly clock: FakeClock;
  readonly session: Storage;
  conversation: ConversationOutcome | Promise<ConversationOutcome>;
  lookup: (request: Lookup) => UicOutcome<LookupAnswer> | Promise<UicOutcome<LookupAnswer>>;
  change: (change: Change) => UicOutcome<UnifiedInteractionContext | null>;
  uic: Partial<UicClient>;
  agentId: string;
  /** The code that talks to anyone does not arrive. */
  cutOff: boolean;
  /** In whose panel this is. */
  readonly ownConversation: string;
  remembered: RememberedJourney | null;
  /** Resolves when what is remembered is on screen. */
  painted: () => Promise<number>;
  configuration: Configuration | Promise<Configuration>;
  /** What the tab was launched by before. */
  configurationBefore: WidgetConfig | null;
  /** Everything that was asked of Genesys Cloud and of the service, in order. */
  readonly asked: string[];
  readonly lookups: Lookup[];
  readonly rejected: string[];
  /** What the service was told of waiting times. */
  readonly measured: BriefMeasurement[];
  /** What the host was told. */
  readonly told: string[];
  /** Who is followed on the stream, from which version. */
  readonly followed: () => readonly string[];
  become(state: SignInState): void;
  changeConversation(): void;
  focus(): void;
  /** Another interaction comes to the front. */
  blur(): void;
  /** The service tells on its stream; whoever is followed hears it. */
  tellChange(change: CustomerChange): void;
  /** Whether the stream stands. */
  stream(isOpen: boolean): void;
  goOnline(online: boolean): void;
  /** The page is left. */
  hide(): void;
  /** The host ends the widget. */
  stop(): void;
  launch(search?: string): WidgetLaunch;
}

/** When what is remembered is on screen, and when what the network said is. */
export const shownAfter = { remembered: 120.4, live: 480.6 };

export const signedIn: SignInState = { kind: "signed-in", session: { accessToken: "token-1", expiresAt: null } };

export function ok<T>(value: T): UicOutcome<T> {
  return { kind: "ok", value, at: Date.parse("2026-03-04T09:15:00.000Z") };
}

export function aWorld(over: Partial<World> = {}): World {
  const clock = fakeClock();
  const session = tabStorage();
  const heard = new Set<() => void>();
  const focused = new Set<() => void>();
  const blurred = new Set<() => void>();
  const streaming = new Set<() => void>();
  const followers = new Set<Follower>();
  const connectivity = new Set<() => void>();
  const stopping = new Set<() => void>();
  const hiding = new Set<() => void>();
  let ids = 0;
  const signInHeard = new Set<() => void>();
  let signIn: SignInState = { kind: "signing-in" };
  let online = true;
  let isStreamOpen = true;

  const turns = takingTurns();

  const world: World = {
    clock,
    session,
    conversation: { kind: "found", conversation: aConversation({ phone: "tel:+94771234567" }) },
    lookup: () => ok(aCustomer()),
    change: (change) => ok(change.kind === "not-this-person" ? null : aRecord({ activeIssue: issueOf(change) })),
    uic: {},
    agentId: aTabKey().agentId,
    cutOff: false,
    ownConversation: conversationId,
    remembered: null,
    painted: () => Promise.resolve(shownAfter.remembered),
    configuration: {
      kind: "configured",
      config: {
        oauth: { clientId: "client", grant: "implicit" },
        uicApi: { baseUrl: "" },
        genesys: { environments: ["mypurecloud.ie"] },
      },
    },
    configurationBefore: null,
    asked: [],
    lookups: [],
    rejected: [],
    measured: [],
    told: [],
    become(next) {
      signIn = next;
      tell(signInHeard);
    },
    changeConversation: () => tell(heard),
    focus: () => tell(focused),
    blur: () => tell(blurred),
    tellChange(change) {
      for (const { customerId, onChange } of followers) if (customerId === change.customerId) onChange(change);
    },
    stream(isOpen) {
      isStreamOpen = isOpen;
      tell(streaming);
    },
    followed: () => [...followers].map(({ customerId, present }) => `${customerId}:${present()}`),
    stop: () => tell(stopping),
    hide: () => tell(hiding),
    goOnline(next) {
      online = next;
      tell(connectivity);
    },
    launch(
      search = `gcHostOrigin=https://apps.mypurecloud.ie&gcTargetEnv=prod-euw1&gcConversationId=${conversationId}`,
    ) {
      return launchWidget({
        url: new URL(`https://widget.example.com/?${search}`),
        readConfiguration: async () => world.configuration,
        configurationBefore: () => world.configurationBefore,
        keepConfiguration(config) {
          world.configurationBefore = config;
        },
        readLaunchParameters,
        firstRead: () => Promise.resolve(world.remembered),
        painted: () => world.painted(),
        async goLive() {
          if (world.cutOff) throw new TypeError("Failed to fetch dynamically imported module");
          return goLive(connect(), world.ownConversation);
        },
        stopped: () => world.asked.push("stopped"),
        reload: () => world.asked.push("reload"),
      });
    },
    ...over,
  };

  function connect(): Connections {
    const uic: UicClient = {
      async lookup(request) {
        world.asked.push("lookup");
        world.lookups.push(request);
        const outcome = await world.lookup(request);
        if (outcome.kind === "unauthenticated" && signIn.kind === "signed-in") reject(signIn.session.accessToken);
        return outcome;
      },
      interactions() {
        world.asked.push("interactions");
        return Promise.resolve(ok({ items: [], nextCursor: null, total: 0 }));
      },
      customer: () => Promise.resolve(ok(aRecord())),
      change(customerId, change, leaving) {
        world.asked.push(`${leaving ? "at the last moment " : ""}${change.kind} of ${customerId}`);
        return Promise.resolve(world.change(change));
      },
      link: () => Promise.resolve(ok(aRecord())),
      previewMerge: () => Promise.resolve({ kind: "unreachable" }),
      merge: () => Promise.resolve({ kind: "unreachable" }),
      measure: (measured) => world.measured.push(measured),
      cacheKey() {
        world.asked.push("cache key");
        const { keyId, key, expiresAt } = aTabKey();
        return Promise.resolve(ok({ keyId, key, expiresAt }));
      },
      ...world.uic,
    };
    const host: HostApp = {
      bootstrapped: () => world.told.push("bootstrapped"),
      onFocus: listenTo(focused),
      onBlur: listenTo(blurred),
      onStop: listenTo(stopping),
      openInteraction: (id) => world.told.push(id),
      setAttentionCount: (count) => world.told.push(`attention ${count}`),
      toast: (title, message) => world.told.push(`${title}: ${message}`),
    };
    const memory = createDeviceMemory({ openRows, sessionStorage: () => session, crypto, clock });
    function reject(accessToken: string): void {
      world.rejected.push(accessToken);
      void memory.purge();
    }
    return {
      signIn: {
        state: () => signIn,
        subscribe: listenTo(signInHeard),
        openPopup: () => world.asked.push("popup"),
        reject,
        async signOut() {
          await Promise.resolve();
          world.become({ kind: "agent-needed", reason: "signed-out" });
        },
        dispose() {},
      },
      sources: {
        platform: {
          async readConversation() {
            world.asked.push("conversation");
            return world.conversation;
          },
          readAgent() {
            world.asked.push("agent");
            return Promise.resolve({ agentId: world.agentId, organizationId: aTabKey().organizationId });
          },
        },
        uic,
        session: () => (signIn.kind === "signed-in" ? signIn.session : null),
        reject,
        clock,
        random: () => 0.5,
      },
      changes: { subscribe: (_, onChange) => listenTo(heard)(onChange), dispose() {} },
      customerChanges: {
        follow(customerId, present, onChange) {
          const follower = { customerId, present, onChange };
          followers.add(follower);
          tell(streaming);
          return () => {
            followers.delete(follower);
            tell(streaming);
          };
        },
        isLive: (customerId) => isStreamOpen && [...followers].some((one) => one.customerId === customerId),
        subscribe: listenTo(streaming),
        retryNow: () => world.asked.push("stream"),
        dispose() {},
      },
      host,
      attention: createAttention(host),
      memory,
      tabKey: () => readTabKey(() => session, clock.now()),
      fingerprint: (accessToken) => Promise.resolve(`fingerprint of ${accessToken}`),
      clock,
      painted: () => Promise.resolve(shownAfter.live),
      isOnline: () => online,
      onConnectivity: listenTo(connectivity),
      onPageHide: listenTo(hiding),
      hold: (name, signal, work) => turns.hold(name, signal, work),
      newId: () => `change-${(ids += 1)}`,
      dispose: () => memory.dispose(),
    };
  }
  return world;
}

interface Follower {
  readonly customerId: string;
  readonly present: () => number;
  readonly onChange: (change: CustomerChange) => void;
}

/** As the browser's locks do: one at a time of a name, in the order in which they asked. */
function takingTurns(): Turns {
  const lines = new Map<string, Promise<void>>();
  return {
    hold(name, signal, work) {
      const before = lines.get(name) ?? Promise.resolve();
      const turn = before.then(() => (signal.aborted ? undefined : work()));
      lines.set(name, turn);
      return turn;
    },
  };
}

function issueOf(change: Change): string | null {
  return change.kind === "state-issue" ? change.issue : null;
}

function listenTo(listeners: Set<() => void>): (listener: () => void) => Disposer {
  return (listener) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
}

function tell(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener();
}
