import type { WidgetConfig } from "../../contract/widget-config.ts";
import type { Configuration } from "../genesys/configuration.ts";
import type { Disposer, LaunchParameters } from "../genesys/genesys.ts";
import type { Launch } from "../genesys/launch-parameters.ts";
import type { Situation } from "../journey/situation.ts";
import type { RememberedJourney } from "../offline/remembered.ts";
import type { Connections } from "./connections.ts";

export interface LaunchNeeds {
  readonly url: URL;
  readConfiguration(): Promise<Configuration>;
  readLaunchParameters(url: URL, config: WidgetConfig): Launch;
  /** What this tab remembers of the interaction; null soon when it is nothing. */
  firstRead(conversationId: string): Promise<RememberedJourney | null>;
  /** Opens everything that the widget talks to; nothing leaves it before. */
  connect(parameters: LaunchParameters, config: WidgetConfig): Connections;
  reload(): void;
}

export type LaunchState =
  | { readonly kind: "starting" }
  /** Nothing was sent to anyone, and nothing will be. */
  | { readonly kind: "refused"; readonly situation: Situation }
  | {
      readonly kind: "launched";
      readonly parameters: LaunchParameters;
      readonly connections: Connections;
      readonly remembered: RememberedJourney | null;
    };

/** The way from the page's address to a widget that is connected. */
export interface WidgetLaunch {
  readonly state: () => LaunchState;
  readonly subscribe: (listener: () => void) => Disposer;
  /** What was read first may not be shown any more. */
  forgetRemembered(): void;
  /** Loads the page anew: the only cure for a launch that was refused. */
  reload(): void;
  dispose(): void;
}

/** Starts at once: configuration and first read run side by side. */
export function launchWidget(needs: LaunchNeeds): WidgetLaunch {
  const listeners = new Set<() => void>();
  let current: LaunchState = { kind: "starting" };
  let disposed = false;

  function become(next: LaunchState): void {
    current = next;
    for (const listener of listeners) listener();
  }

  async function start(): Promise<void> {
    const conversationId = conversationOf(needs.url);
    const [configuration, remembered] = await Promise.all([
      needs.readConfiguration(),
      conversationId === null ? null : needs.firstRead(conversationId),
    ]);
    if (disposed) return;
    if (configuration.kind === "misconfigured") return become({ kind: "refused", situation: configuration });
    const launch = needs.readLaunchParameters(needs.url, configuration.config);
    if (launch.kind === "refused") {
      return become({ kind: "refused", situation: { kind: "refused-launch", refusal: launch.refusal } });
    }
    const { parameters } = launch;
    become({
      kind: "launched",
      parameters,
      connections: needs.connect(parameters, configuration.config),
      remembered: parameters.conversationId === conversationId ? remembered : null,
    });
  }

  void start();
  return {
    state: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    forgetRemembered() {
      if (current.kind === "launched" && current.remembered) become({ ...current, remembered: null });
    },
    reload: () => needs.reload(),
    dispose() {
      disposed = true;
      listeners.clear();
      if (current.kind === "launched") current.connections.dispose();
    },
  };
}

/** Only to look on this device while the configuration is on its way; the launch parameters are checked afterwards. */
function conversationOf({ searchParams }: URL): string | null {
  return (searchParams.get("gcConversationId") ?? searchParams.get("pcConversationId"))?.toLowerCase() ?? null;
}
