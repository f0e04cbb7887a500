import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ArchiveSource } from "../journey/archive.ts";
import type { Actions, Surroundings } from "../journey/situation.ts";
import { englishLocale, loadLocale } from "../locale/load-locale.ts";
import { LocaleProvider } from "../locale/LocaleProvider.tsx";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import type { WidgetLaunch } from "./launch.ts";
import { JourneyPanel } from "./Panel.tsx";
import { useLiveJourney } from "./use-live-journey.ts";

interface AppProps {
  readonly launch: WidgetLaunch;
  readonly client: QueryClient;
  /** BCP 47, as the host wrote it: words may be chosen by it before it was checked. */
  readonly languageTag: string;
  /** This machine's clock, epoch milliseconds. */
  readonly now: () => number;
}

/** The widget: one panel from the first paint to the last. */
export function App({ launch, client, languageTag, now }: AppProps) {
  const locale = useAgentsLocale(languageTag);
  return (
    <LocaleProvider locale={locale}>
      <ErrorBoundary fallback={<BrokenPanel launch={launch} now={now} />}>
        <QueryClientProvider client={client}>
          <LivePanel launch={launch} now={now} />
        </QueryClientProvider>
      </ErrorBoundary>
    </LocaleProvider>
  );
}

type PanelProps = Pick<AppProps, "launch" | "now">;

function LivePanel({ launch, now }: PanelProps) {
  const { situation, actions, surroundings, archive } = useLiveJourney(launch);
  return (
    <ArchiveSource value={archive}>
      <JourneyPanel situation={situation} actions={actions} surroundings={surroundings} now={now} />
    </ArchiveSource>
  );
}

function BrokenPanel({ launch, now }: PanelProps) {
  return (
    <JourneyPanel situation={{ kind: "broken" }} actions={onlyReload(launch)} surroundings={nothingAround} now={now} />
  );
}

const nothingAround: Surroundings = { rememberedOnDevice: null, clockAheadBy: 0 };

function nothing(): void {}

function refused(): Promise<boolean> {
  return Promise.resolve(false);
}

function onlyReload(launch: WidgetLaunch): Actions {
  return {
    retry: () => launch.reload(),
    signIn: nothing,
    signOutAndForget: nothing,
    chooseCaller: nothing,
    chooseCandidate: nothing,
    closeIssue: refused,
    restateIssue: refused,
    openInteraction: nothing,
  };
}

/** English until the agent's language is there. */
function useAgentsLocale(languageTag: string) {
  const [locale, setLocale] = useState(() => englishLocale(languageTag));
  useEffect(() => {
    let wanted = true;
    void (async () => {
      const loaded = await loadLocale(languageTag);
      if (wanted) setLocale(loaded);
    })();
    return () => {
      wanted = false;
    };
  }, [languageTag]);
  return locale;
}
