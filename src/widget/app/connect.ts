import type { WidgetConfig } from "../../contract/widget-config.ts";
import { joinAgentWidgets } from "../genesys/agent-widgets.ts";
import { createAttention } from "../genesys/attention.ts";
import type { Clock } from "../genesys/clock.ts";
import { createConversationChanges } from "../genesys/conversation-changes.ts";
import type { Disposer, LaunchParameters } from "../genesys/genesys.ts";
import { createHostApp } from "../genesys/host-app.ts";
import { platformClientLoader } from "../genesys/load-platform-client.ts";
import { createPlatform } from "../genesys/platform.ts";
import type { Returned } from "../genesys/sign-in/returned.ts";
import { createSignIn } from "../genesys/sign-in/sign-in.ts";
import { createCustomerChanges } from "../journey/live/customer-changes.ts";
import { createUicClient } from "../journey/uic-client.ts";
import { createDeviceMemory } from "../offline/device-memory.ts";
import { existingDatabase } from "../offline/existing-database.ts";
import { fingerprint } from "../offline/row-cipher.ts";
import { readTabKey } from "../offline/tab-key.ts";
import type { Connections } from "./connections.ts";
import { goLive } from "./go-live.tsx";
import type { Live } from "./launch.ts";
import { painted } from "./painted.ts";

export interface Browser {
  readonly window: Window;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly crypto: Crypto;
  /** What this page load brought back from the login host. */
  readonly returned: Returned;
}

/** Opens everything that a launched widget talks to, and follows its interaction. */
export function openLive(browser: Browser, parameters: LaunchParameters, config: WidgetConfig): Live {
  return goLive(connect(browser, parameters, config), parameters.conversationId);
}

function connect(browser: Browser, parameters: LaunchParameters, config: WidgetConfig): Connections {
  const { window, clock, fetch, crypto, returned } = browser;
  const { environment, usePopup } = parameters;
  const sessionStorage = () => window.sessionStorage;
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

  const client = platformClientLoader({ config, environment, window, fetch });
  // The conversation is the first thing to be asked for: the SDK loads while the panel is painted.
  void client();
  const widgets = joinAgentWidgets({
    window,
    openChannel: (name) => new BroadcastChannel(name),
    locks: window.navigator.locks ?? null,
    clock,
    newId: () => crypto.randomUUID(),
    clientId: config.oauth.clientId,
    environment,
  });
  const signIn = createSignIn({
    config,
    environment,
    usePopup,
    returned,
    widgets,
    client,
    window,
    navigate: (url) => window.location.replace(url),
    clock,
    random,
  });
  const memory = createDeviceMemory({
    async openRows(onLost) {
      // Where the browser denies the frame its storage, dexie need not be loaded to learn it.
      (await existingDatabase(window.indexedDB))?.close();
      return (await import("../offline/dexie-rows.ts")).openRows(onLost);
    },
    sessionStorage,
    crypto,
    clock,
  });
  const session = () => {
    const state = signIn.state();
    return state.kind === "signed-in" ? state.session : null;
  };
  const reject = (accessToken: string) => {
    signIn.reject(accessToken);
    void memory.purge();
  };
  const chance = () => (random(1)[0] ?? 0) / 256;
  const uic = createUicClient({
    baseUrl: config.uicApi.baseUrl,
    environment,
    accessToken: () => session()?.accessToken ?? null,
    onUnauthenticated: reject,
    fetch,
    clock,
    random: chance,
  });
  const platform = createPlatform({ client, now: () => clock.now() });
  const changes = createConversationChanges({
    widgets,
    signIn,
    client,
    clock,
    random: chance,
    environment,
    gateway: config.genesys.gateway,
    openSocket: (address) => new WebSocket(address),
  });
  const customerChanges = createCustomerChanges({
    baseUrl: config.uicApi.baseUrl,
    environment,
    fetch,
    clock,
    widgets,
    signIn,
    random: chance,
  });
  const host = createHostApp({
    launch: parameters,
    load: async () => (await import("purecloud-client-app-sdk")).default,
  });

  const attention = createAttention(host);

  return {
    signIn,
    sources: { platform, uic, session, reject, clock, random: chance },
    changes,
    customerChanges,
    host,
    attention,
    memory,
    tabKey: () => readTabKey(sessionStorage, clock.now()),
    fingerprint: (accessToken) => fingerprint(accessToken, crypto),
    clock,
    painted: () => painted(window, clock),
    isOnline: () => window.navigator.onLine,
    onConnectivity: (listener) => onConnectivity(window, listener),
    onPageHide(listener) {
      window.addEventListener("pagehide", listener);
      return () => window.removeEventListener("pagehide", listener);
    },
    hold: (name, signal, work) => widgets.hold(name, signal, work),
    newId: () => crypto.randomUUID(),
    dispose() {
      changes.dispose();
      customerChanges.dispose();
      attention.dispose();
      signIn.dispose();
      widgets.dispose();
      memory.dispose();
    },
  };
}

function onConnectivity(window: Window, listener: () => void): Disposer {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}
