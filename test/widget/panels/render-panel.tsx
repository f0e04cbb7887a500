import { QueryClient } from "@tanstack/react-query";
import { render, type RenderResult } from "@testing-library/react";
import type { ReactElement } from "react";
import { JourneyPanel } from "../../../src/widget/app/Panel.tsx";
import { ArchiveSource } from "../../../src/widget/journey/archive-source.ts";
import type { Actions, Situation, Surroundings } from "../../../src/widget/journey/situation.ts";
import type { UicClient } from "../../../src/widget/journey/uic.ts";
import { englishLocale } from "../../../src/widget/locale/load-locale.ts";
import type { Locale } from "../../../src/widget/locale/locale.ts";
import { LocaleProvider } from "../../../src/widget/locale/LocaleProvider.tsx";
import { actions, now, surroundings } from "./fixtures.ts";
import { longArchive } from "./long-archive.ts";

interface PanelOptions {
  readonly actions?: Partial<Actions>;
  readonly surroundings?: Partial<Surroundings>;
  readonly now?: () => number;
  readonly locale?: Locale;
  readonly archive?: UicClient;
}

const fixedNow = () => now;

/** The panel as app arranges it, with a service that knows 60 interactions. */
export function renderPanel(
  situation: Situation,
  options: PanelOptions = {},
): RenderResult & { readonly show: (situation: Situation) => void } {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const archive = { uic: options.archive ?? longArchive(60, 25), client };
  const doings = actions(options.actions);
  const panel = (shown: Situation): ReactElement => (
    <ArchiveSource value={archive}>
      <LocaleProvider locale={options.locale ?? englishLocale("en-GB", "UTC")}>
        <JourneyPanel
          situation={shown}
          actions={doings}
          surroundings={{ ...surroundings, ...options.surroundings }}
          now={options.now ?? fixedNow}
        />
      </LocaleProvider>
    </ArchiveSource>
  );
  const result = render(panel(situation));
  return { ...result, show: (next) => result.rerender(panel(next)) };
}
