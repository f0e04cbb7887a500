import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import type { Control } from "../../src/desk/control/control.ts";
import type { SettingsPatch } from "../../src/desk/control/requests.ts";
import { type Installation, type InstallationOptions, startInstallation } from "../../src/desk/installation.ts";
import { desktopPage, type Desktop } from "../pages/desktop.ts";
import { type Browser, openBrowser, type ThirdPartyStorage } from "./browser.ts";
import { copySeeded } from "./customers.ts";
import { type Watch, watchContext } from "./watch.ts";

interface Options {
  readonly thirdPartyStorage: ThirdPartyStorage;
  readonly grant: "implicit" | "pkce";
  /** The demo's customers, or nobody. */
  readonly customers: "demo" | "none";
  /** The desk's switches. Unless a test is about it, the agent is not asked for consent. */
  readonly settings: SettingsPatch;
  readonly organization: NonNullable<InstallationOptions["organization"]>;
}

interface Fixtures {
  /** Desk, service and widget of this test alone. */
  readonly installation: Installation;
  /** What the desk is told, as if by Genesys Cloud's administrators, customers and colleagues. */
  readonly desk: Control;
  readonly chromium: Browser;
  readonly watch: Watch;
  readonly desktop: Desktop;
}

export const test = base.extend<Options & Fixtures>({
  thirdPartyStorage: ["partitioned", { option: true }],
  grant: ["pkce", { option: true }],
  customers: ["demo", { option: true }],
  settings: [{}, { option: true }],
  organization: [{}, { option: true }],
  viewport: { width: 1280, height: 800 },
  colorScheme: "light",

  installation: async ({ grant, customers, settings, organization }, provide, testInfo) => {
    const folder = await mkdtemp(join(tmpdir(), "customer-journey-"));
    if (customers === "demo") await copySeeded(testInfo, folder);
    const installation = await startInstallation({
      folder,
      grant,
      seed: "none",
      settings: { askConsent: "never", ...settings },
      organization,
    });
    await provide(installation);
    await installation.stop();
    await rm(folder, { recursive: true, force: true });
  },
  desk: async ({ installation }, provide) => {
    await provide(installation.desk.control);
  },
  chromium: async ({ thirdPartyStorage, viewport, colorScheme, installation }, provide) => {
    const baseURL = installation.desk.origin;
    const browser = await openBrowser(thirdPartyStorage, { baseURL, viewport, colorScheme, locale: "en-GB" });
    await provide(browser);
    await browser.close();
  },
  context: async ({ chromium }, provide) => {
    await provide(chromium.context);
  },
  page: async ({ context }, provide) => {
    await provide(context.pages()[0] ?? (await context.newPage()));
  },
  watch: [
    async ({ context }, provide) => {
      const watch = await watchContext(context);
      await provide(watch);
      base.expect(watch.faults(), "what console and network must not show").toEqual([]);
    },
    { auto: true },
  ],
  desktop: async ({ page }, provide) => {
    await provide(desktopPage(page));
  },
});

export { expect } from "@playwright/test";
