import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { ArchiveSource } from "../journey/archive-source.ts";
import { englishLocale, loadLocale } from "../locale/load-locale.ts";
import { LocaleProvider } from "../locale/LocaleProvider.tsx";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import type { WidgetLaunch } from "./launch.ts";
import { JourneyPanel } from "./Panel.tsx";
import { brokenJourney, type ShownJourney, unconnectedJourney } from "./shown-journey.ts";

interface AppProps {
  readonly launch: WidgetLaunch;
  /** BCP 47, as the host wrote it: words may be chosen by it before it was checked. */
  readonly languageTag: string;
  /** This machine's clock, epoch milliseconds. */
  readonly now: () => number;
}

/** The widget: one panel from the first paint to the last. */
export function App({ launch, languageTag, now }: AppProps) {
  const locale = useAgentsLocale(languageTag);
  const panel = ({ archive, situation, actions, surroundings }: ShownJourney) => (
    <ArchiveSource value={archive}>
      <JourneyPanel situation={situation} actions={actions} surroundings={surroundings} now={now} />
    </ArchiveSource>
  );
  return (
    <LocaleProvider locale={locale}>
      <ErrorBoundary fallback={panel(brokenJourney(launch.reload))}>
        <WithJourney launch={launch}>{panel}</WithJourney>
      </ErrorBoundary>
    </LocaleProvider>
  );
}

interface WithJourneyProps {
  readonly launch: WidgetLaunch;
  readonly children: (journey: ShownJourney) => ReactNode;
}

/** What is live stands beside the panel, not around it: it takes over without the panel being made anew. */
export function WithJourney({ launch, children }: WithJourneyProps) {
  const state = useSyncExternalStore(launch.subscribe, launch.state);
  const [followed, setFollowed] = useState<ShownJourney | null>(null);
  const unconnected = useMemo(() => unconnectedJourney(state, launch.reload), [state, launch]);
  const launched = state.kind === "launched" ? state : null;
  if (state.kind === "starting" && state.isLooking) return null;
  return (
    <>
      {launched?.live?.follow({
        remembered: launched.remembered,
        shownAfter: launched.shownAfter,
        onOutdated: launch.forgetRemembered,
        onJourney: setFollowed,
      })}
      {children(followed ?? unconnected)}
    </>
  );
}

/** English until the agent's language is there. */
function useAgentsLocale(languageTag: string) {
  const [locale, setLocale] = useState(() => englishLocale(languageTag));
  useEffect(() => {
    let wanted = true;
    void (async () => {
      const loaded = await loadLocale(languageTag);
      // The same words again would be rendered again.
      if (wanted) setLocale((shown) => (shown.languageTag === loaded.languageTag ? shown : loaded));
    })();
    return () => {
      wanted = false;
    };
  }, [languageTag]);
  return locale;
}
