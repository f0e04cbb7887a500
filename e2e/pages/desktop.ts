import type { Locator, Page } from "@playwright/test";
import type { Medium } from "../../src/desk/interactions/interaction.ts";
import { mediumNames } from "../../src/desk/page/words.ts";
import { type Panel, panelPage } from "./panel.ts";

export interface Launch {
  readonly lang?: "en-us" | "de" | "ar" | "ja";
  readonly popup?: boolean;
  readonly width?: 300 | 360 | 450 | 600;
}

/** The agent's desktop, as the agent uses it. */
export interface Desktop {
  readonly page: Page;
  /** Opens it, at the base address; `launch` is how Genesys Cloud would launch the widgets. */
  open(launch?: Launch): Promise<void>;
  /** An entry in the list of interactions, by what it is called. */
  entry(name: string): Locator;
  choose(name: string): Promise<void>;
  start(medium: Medium, person: string): Promise<void>;
  answer(): Promise<void>;
  end(): Promise<void>;
  wrapUp(code: string, note: string): Promise<void>;
  setAttribute(name: string, value: string): Promise<void>;
  /** Loads the shown widget anew. */
  reloadWidget(): Promise<void>;
  setWidth(pixels: 300 | 360 | 450 | 600): Promise<void>;
  /** The interaction's facts in the middle. */
  readonly details: Locator;
  /** The widget of the chosen interaction. */
  readonly panel: Panel;
  /** The widget of an interaction, shown or not. */
  panelOf(conversationId: string): Panel;
  /** The iframe element of the shown widget. */
  readonly frame: Locator;
  /** The same desktop in another tab. */
  on(page: Page): Desktop;
}

export function desktopPage(page: Page): Desktop {
  const widgets = page.getByRole("complementary", { name: "Customer Journey" });
  const frame = widgets.locator("iframe:visible");
  const controls = page.getByRole("toolbar", { name: "Interaction controls" });
  const entry = (name: string) => page.getByRole("navigation", { name: "Interactions" }).getByRole("button", { name });
  const fill = async (title: string, fields: Readonly<Record<string, string>>, submit: string): Promise<void> => {
    const dialog = page.getByRole("dialog", { name: title });
    for (const [label, value] of Object.entries(fields)) {
      const field = dialog.getByLabel(label);
      if (await field.evaluate((element) => element instanceof HTMLSelectElement)) await field.selectOption(value);
      else await field.fill(value);
    }
    await dialog.getByRole("button", { name: submit }).click();
  };

  return {
    page,
    async open(launch = {}) {
      const query = new URLSearchParams(Object.entries(launch).map(([name, value]) => [name, String(value)]));
      await page.goto(`/?${query.toString()}`);
    },
    entry,
    choose: (name) => entry(name).click(),
    async start(medium, person) {
      await page.getByRole("banner").getByRole("button", { name: "New interaction" }).click();
      await page.getByRole("button", { name: `${mediumNames[medium]} from ${person}` }).click();
    },
    answer: () => controls.getByRole("button", { name: "Answer" }).click(),
    end: () => controls.getByRole("button", { name: "End" }).click(),
    async wrapUp(code, note) {
      await controls.getByRole("button", { name: "Wrap up…" }).click();
      await fill("Wrap up", { Code: code, Note: note }, "Wrap up");
    },
    async setAttribute(name, value) {
      await controls.getByRole("button", { name: "Set attribute…" }).click();
      await fill("Set attribute", { Name: name, Value: value }, "Set");
    },
    reloadWidget: () => widgets.getByRole("button", { name: "Reload" }).click(),
    setWidth: (pixels) => widgets.getByRole("radio", { name: `${String(pixels)} pixels` }).check({ force: true }),
    details: page.getByRole("article"),
    panel: panelPage(frame.contentFrame()),
    panelOf: (conversationId) =>
      panelPage(widgets.locator(`iframe[data-conversation-id="${conversationId}"]`).contentFrame()),
    frame,
    on: desktopPage,
  };
}
