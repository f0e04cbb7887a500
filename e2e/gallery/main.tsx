import { QueryClient } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { JourneyPanel } from "../../src/widget/app/Panel.tsx";
import { ArchiveSource } from "../../src/widget/journey/archive-source.ts";
import { loadLocale } from "../../src/widget/locale/load-locale.ts";
import { LocaleProvider } from "../../src/widget/locale/LocaleProvider.tsx";
import { actions, now, surroundings } from "../../test/widget/panels/fixtures.ts";
import { longArchive } from "../../test/widget/panels/long-archive.ts";
import { situations } from "../../test/widget/panels/situations.ts";

const root = createRoot(document.querySelector("#root") ?? document.body);
const query = new URLSearchParams(location.search);
const language = query.get("language") ?? "en-GB";
const chosen = query.get("situation");
const clock = () => now;

const situation = Object.entries(situations).find(([name]) => name === chosen)?.[1];
if (situation) {
  const locale = await loadLocale(language, "UTC");
  root.render(
    <StrictMode>
      <ArchiveSource value={{ uic: longArchive(1300), client: new QueryClient() }}>
        <LocaleProvider locale={locale}>
          <JourneyPanel situation={situation} actions={actions()} surroundings={surroundings} now={clock} />
        </LocaleProvider>
      </ArchiveSource>
    </StrictMode>,
  );
} else {
  root.render(
    <ul>
      {Object.keys(situations).map((name) => (
        <li key={name}>
          <a href={`?${new URLSearchParams({ situation: name, language }).toString()}`}>{name}</a>
        </li>
      ))}
    </ul>,
  );
}
