// First, so that it is evaluated first.
import { openedAhead } from "./offline/open-ahead.ts";
import { createRoot } from "react-dom/client";
import { config as configureSchemas } from "zod/mini";
import { App } from "./app/App.tsx";
import { launchWidget } from "./app/launch.ts";
import { painted } from "./app/painted.ts";
import { systemClock } from "./genesys/clock.ts";
import { configurationBefore, keepConfiguration } from "./genesys/configuration-before.ts";
import { readConfiguration } from "./genesys/configuration.ts";
import { readLaunchParameters } from "./genesys/launch-parameters.ts";
import { handOverSignInAnswer } from "./genesys/sign-in/hand-over.ts";
import { takeReturned } from "./genesys/sign-in/returned.ts";
import { firstRead } from "./offline/first-read.ts";

// The page forbids code made of text, and each try would be a violation.
configureSchemas({ jitless: true });

const container = document.querySelector("#root");
// What is there for a widget that could not start.
container?.replaceChildren();

// A popup or a hidden frame that brings a sign-in back is no widget.
if (container !== null && !handOverSignInAnswer(window)) {
  let live: ReturnType<typeof importLive> | undefined;
  const loadLive = () => (live ??= importLive());
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
    configurationBefore: () => configurationBefore(() => window.sessionStorage),
    keepConfiguration: (config) => keepConfiguration(() => window.sessionStorage, config),
    readLaunchParameters,
    async firstRead(conversationId) {
      const remembered = await firstRead(conversationId, {
        sessionStorage: () => window.sessionStorage,
        database: openedAhead,
        crypto,
        clock,
      });
      // What is remembered is on screen before the rest takes the processor's time; without it, the rest is waited for.
      if (remembered === null) loadLive().catch(nothing);
      return remembered;
    },
    painted: () => painted(window, clock),
    async goLive(parameters, config) {
      return (await loadLive()).openLive({ window, clock, fetch, crypto, returned }, parameters, config);
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

function importLive() {
  return import("./app/connect.ts");
}

function nothing(): void {}

/** Called as a member of anything but the window, the browser's own throws. */
function fetch(...request: Parameters<typeof window.fetch>): Promise<Response> {
  return window.fetch(...request);
}
