import { QueryClient } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { JourneyPanel } from "../../src/widget/app/Panel.tsx";
import { ArchiveSource } from "../../src/widget/journey/archive-source.ts";
import { loadLocale } from "../../src/widget/locale/load-locale.ts";
import { LocaleProvider } from "../../src/widget/locale/LocaleProvider.tsx";
import { type Changed, changedSituations, identity } from "../../test/widget/panels/changed-situations.ts";
import { actions, now, surroundings } from "../../test/widget/panels/fixtures.ts";
import { longArchive } from "../../test/widget/panels/long-archive.ts";
import { situations } from "../../test/widget/panels/situations.ts";

const root = createRoot(document.querySelector("#root") ?? document.body);
const query = new URLSearchParams(location.search);
const language = query.get("language") ?? "en-GB";
const chosen = query.get("situation");
const clock = () => now;

const all: Readonly<Record<string, Changed>> = {
  ...Object.fromEntries(
    Object.entries(situations).map(([name, situation]) => [name, { situation, changes: [], pressed: [] }]),
  ),
  ...changedSituations,
};
const shown = Object.entries(all).find(([name]) => name === chosen)?.[1];
if (shown) {
  const locale = await loadLocale(language, "UTC");
  root.render(
    <StrictMode>
      <ArchiveSource value={{ uic: longArchive(1300), client: new QueryClient() }}>
        <LocaleProvider locale={locale}>
          <JourneyPanel
            situation={shown.situation}
            actions={actions({ identity })}
            surroundings={{ ...surroundings, changes: shown.changes }}
            now={clock}
          />
        </LocaleProvider>
      </ArchiveSource>
    </StrictMode>,
  );
  for (const name of shown.pressed) await press(name(locale));
  document.body.dataset["ready"] = "yes";
} else {
  root.render(
    <ul>
      {Object.keys(all).map((name) => (
        <li key={name}>
          <a href={`?${new URLSearchParams({ situation: name, language }).toString()}`}>{name}</a>
        </li>
      ))}
    </ul>,
  );
}

/** Presses the button of that name as soon as there is one, in the search with somebody to be found. */
async function press(name: string): Promise<void> {
  for (;;) {
    const field = document.querySelector<HTMLInputElement>("dialog input");
    if (field) field.value = "C-2040";
    const button = [...document.querySelectorAll("dialog button, button")].find(
      (one) => (one.getAttribute("aria-label") ?? one.textContent ?? "").startsWith(name) && isFree(one),
    );
    if (button instanceof HTMLElement) {
      button.click();
      await frame();
      return;
    }
    await frame();
  }
}

/** Behind a dialog nothing can be pressed. */
function isFree(button: Element): boolean {
  return document.querySelector("dialog[open]")?.contains(button) ?? true;
}

function frame(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(resolve);
  });
}
