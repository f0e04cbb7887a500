import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { launchWidget } from "./app/launch.ts";
import { painted } from "./app/painted.ts";
import { systemClock } from "./genesys/clock.ts";
import { readConfiguration } from "./genesys/configuration.ts";
import { readLaunchParameters } from "./genesys/launch-parameters.ts";
import { handOverSignInAnswer } from "./genesys/sign-in/hand-over.ts";
import { takeReturned } from "./genesys/sign-in/returned.ts";
import { firstRead } from "./offline/first-read.ts";

const container = document.querySelector("#root");

// A popup or a hidden frame that brings a sign-in back is no widget.
if (container !== null && !handOverSignInAnswer(window)) {
  // Not needed to show what is remembered, so it loads beside that.
  const live = import("./app/connect.ts");
  live.catch(nothing);
  const clock = systemClock;
  const returned = takeReturned(window, clock.now());
  const url = new URL(window.location.href);
  // React would write to the console what the panel says already.
  const root = createRoot(container, {
    onCaughtError: nothing,
    onUncaughtError: nothing,
    onRecoverableError: nothing,
  });
  const launch = launchWidget({
    url,
    readConfiguration: () => readConfiguration({ fetch }),
    readLaunchParameters,
    firstRead: (conversationId) =>
      firstRead(conversationId, {
        sessionStorage: () => window.sessionStorage,
        indexedDB: () => window.indexedDB,
        crypto,
        clock,
      }),
    painted: () => painted(window, clock),
    async goLive(parameters, config) {
      return (await live).openLive({ window, clock, fetch, crypto, returned }, parameters, config);
    },
    reload: () => window.location.reload(),
    stopped: () => root.unmount(),
  });
  root.render(
    <App
      launch={launch}
      languageTag={url.searchParams.get("gcLangTag") ?? url.searchParams.get("pcLangTag") ?? "en-us"}
      now={() => clock.now()}
    />,
  );
}

function nothing(): void {}

/** Called as a member of anything but the window, the browser's own throws. */
function fetch(...request: Parameters<typeof window.fetch>): Promise<Response> {
  return window.fetch(...request);
}
