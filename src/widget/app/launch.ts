import type { ReactNode } from "react";
import type { WidgetConfig } from "../../contract/widget-config.ts";
import type { Configuration } from "../genesys/configuration.ts";
import type { Disposer, HostApp, LaunchParameters } from "../genesys/genesys.ts";
import type { Launch } from "../genesys/launch-parameters.ts";
import type { Situation } from "../journey/situation.ts";
import type { RememberedJourney } from "../offline/remembered.ts";
import type { ShownJourney } from "./shown-journey.ts";

export interface LaunchNeeds {
  readonly url: URL;
  readConfiguration(): Promise<Configuration>;
  /** What this tab was launched by before; null when it was not. */
  configurationBefore(): WidgetConfig | null;
  keepConfiguration(config: WidgetConfig): void;
  readLaunchParameters(url: URL, config: WidgetConfig): Launch;
  /** What this tab remembers of the interaction; null soon when it is nothing. */
  firstRead(conversationId: string): Promise<RememberedJourney | null>;
  /** Resolves when what is rendered is on screen, with the milliseconds since the page began to load. */
  painted(): Promise<number>;
  /** Opens everything that the widget talks to; nothing leaves it before. Rejects when the code for it does not arrive. */
  goLive(parameters: LaunchParameters, config: WidgetConfig): Promise<Live>;
  reload(): void;
  /** The host has ended the widget and everything is closed. */
  stopped(): void;
}

/** A widget that is connected. */
export interface Live {
  readonly host: Pick<HostApp, "onStop">;
  /** Follows the interaction and says what there is to show; shows nothing itself. */
  follow(followed: Followed): ReactNode;
  dispose(): void;
}

export interface Followed {
  readonly remembered: RememberedJourney | null;
  /** How long it took until what is remembered was on screen, milliseconds; null when nothing is. */
  readonly shownAfter: number | null;
  /** What was remembered is another agent's, or older than what is known now. */
  readonly onOutdated: () => void;
  readonly onJourney: (journey: ShownJourney) => void;
}

export type LaunchState =
  /** `isLooking`: what this tab remembers is on its way, and there is no use in a skeleton for that long. */
  | { readonly kind: "starting"; readonly isLooking: boolean }
  /** Nothing was sent to anyone, and nothing will be. */
  | { readonly kind: "refused"; readonly situation: Situation }
  | {
      readonly kind: "launched";
      readonly remembered: RememberedJourney | null;
      /** As in {@link Followed}; null until it is on screen, too. */
      readonly shownAfter: number | null;
      /** Null while the widget is being connected, and when it cannot be. */
      readonly live: Live | null;
      readonly isCutOff: boolean;
    };

/** The way from the page's address to a widget that is connected. */
export interface WidgetLaunch {
  readonly state: () => LaunchState;
  readonly subscribe: (listener: () => void) => Disposer;
  /** What was read first may not be shown any more. */
  readonly forgetRemembered: () => void;
  /** Loads the page anew: the only cure for a launch that failed. */
  readonly reload: () => void;
}

/** Starts at once: configuration and first read run side by side. */
export function launchWidget(needs: LaunchNeeds): WidgetLaunch {
  const listeners = new Set<() => void>();
  let current: LaunchState = { kind: "starting", isLooking: true };

  let shown: Promise<number> | undefined;

  function become(next: LaunchState): void {
    current = next;
    for (const listener of listeners) listener();
  }

  async function look(conversationId: string | null): Promise<RememberedJourney | null> {
    const remembered = conversationId === null ? null : await needs.firstRead(conversationId);
    if (current.kind !== "starting") return remembered;
    if (remembered === null) {
      become({ kind: "starting", isLooking: false });
      return remembered;
    }
    // Shown by the configuration of before; nothing is sent to anyone until the present one has allowed it.
    const before = needs.configurationBefore();
    const launch = before && needs.readLaunchParameters(needs.url, before);
    if (launch?.kind === "launched" && launch.parameters.conversationId === conversationId) {
      become({ kind: "launched", remembered, shownAfter: null, live: null, isCutOff: false });
      void whenShown();
    }
    return remembered;
  }

  /** What is remembered was rendered: resolves when it is on screen, as the state says from then on. */
  function whenShown(): Promise<number> {
    return (shown ??= needs.painted().then((shownAfter) => {
      if (current.kind === "launched" && current.remembered) become({ ...current, shownAfter });
      return shownAfter;
    }));
  }

  async function start(): Promise<void> {
    const conversationId = conversationOf(needs.url);
    const [configuration, remembered] = await Promise.all([needs.readConfiguration(), look(conversationId)]);
    if (configuration.kind === "misconfigured") return become({ kind: "refused", situation: configuration });
    const launch = needs.readLaunchParameters(needs.url, configuration.config);
    if (launch.kind === "refused") {
      return become({ kind: "refused", situation: { kind: "refused-launch", refusal: launch.refusal } });
    }
    const { parameters } = launch;
    needs.keepConfiguration(configuration.config);
    const launched = {
      kind: "launched",
      remembered: parameters.conversationId === conversationId ? remembered : null,
    } as const;
    // What is shown already is not rendered again.
    if (current.kind !== "launched" || current.remembered !== launched.remembered)
      become({ ...launched, shownAfter: null, live: null, isCutOff: false });
    // What is remembered is on screen first; without it, nothing is worth a wait.
    const shownAfter = launched.remembered ? await whenShown() : null;
    try {
      const live = await needs.goLive(parameters, configuration.config);
      live.host.onStop(() => {
        live.dispose();
        listeners.clear();
        needs.stopped();
      });
      become({ ...launched, shownAfter, live, isCutOff: false });
    } catch {
      become({ ...launched, shownAfter, live: null, isCutOff: true });
    }
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
  };
}

/** Only to look on this device while the configuration is on its way; the launch parameters are checked afterwards. */
function conversationOf({ searchParams }: URL): string | null {
  return (searchParams.get("gcConversationId") ?? searchParams.get("pcConversationId"))?.toLowerCase() ?? null;
}
