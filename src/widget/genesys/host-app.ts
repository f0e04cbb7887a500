import type ClientApp from "purecloud-client-app-sdk";
import type { Disposer, HostApp, LaunchParameters } from "./genesys.ts";

/** What the host tells the widget about its life; the SDK has a pair of methods for each. */
type Hook = "Focus" | "Blur" | "Stop";

interface Dependencies {
  readonly launch: Pick<LaunchParameters, "hostOrigin" | "targetEnvironment">;
  /** Loads purecloud-client-app-sdk. */
  readonly load: () => Promise<new (options: { gcHostOrigin: string; gcTargetEnv: string }) => ClientApp>;
}

/** The desktop around the widget. What is asked before the SDK has loaded is done when it has; where it cannot be, nothing is. */
export function createHostApp({ launch, load }: Dependencies): HostApp {
  const app = load()
    // Values that were checked, not the names of parameters: the SDK would accept far more than this configuration does.
    .then((App) => new App({ gcHostOrigin: launch.hostOrigin, gcTargetEnv: launch.targetEnvironment }))
    .catch(() => null);
  const withApp = (action: (app: ClientApp) => void): void => {
    void app.then((loaded) => loaded && action(loaded));
  };

  const on = (hook: Hook, listener: () => void, once: boolean): Disposer => {
    let isDisposed = false;
    withApp(({ lifecycle }) => {
      if (!isDisposed) lifecycle[`add${hook}Listener`](listener, once);
    });
    return () => {
      isDisposed = true;
      withApp(({ lifecycle }) => {
        lifecycle[`remove${hook}Listener`](listener, once);
      });
    };
  };

  return {
    bootstrapped() {
      withApp(({ lifecycle }) => {
        lifecycle.bootstrapped();
      });
    },
    onFocus: (listener) => on("Focus", listener, false),
    onBlur: (listener) => on("Blur", listener, false),
    onStop(listener) {
      const stop = async (): Promise<void> => {
        try {
          await listener();
        } finally {
          withApp(({ lifecycle }) => {
            lifecycle.stopped();
          });
        }
      };
      return on("Stop", () => void stop(), true);
    },
    openInteraction(conversationId) {
      withApp(({ myConversations }) => {
        myConversations.showInteractionDetails(conversationId);
      });
    },
    setAttentionCount(count) {
      withApp(({ alerting }) => {
        alerting.setAttentionCount(count);
      });
    },
    toast(title, message) {
      withApp(({ alerting }) => {
        alerting.showToastPopup(title, message, { type: "info", markdownMessage: false, showCloseButton: true });
      });
    },
  };
}
