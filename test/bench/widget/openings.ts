import type { Browser, Page } from "@playwright/test";
import { demoPeople } from "../../../src/desk/installation/people.ts";
import { type Installation, startInstallation } from "../../../src/desk/installation.ts";
import { median } from "../numbers.ts";
import { newContext, nextPainted } from "./browser.ts";
import { buildPage } from "./build-pages.ts";

const warmUps = 4;
export const customerName = "Nimali Perera";

export interface Openings {
  readonly rounds: number;
  /** Median milliseconds from navigation to painted. */
  readonly widget: number;
  /** The widget down to its last part. */
  readonly whole: number;
  readonly fiveLines: number;
  /** The same five lines, read from IndexedDB and opened with the tab's key first. */
  readonly fiveLinesRemembered: number;
  readonly ordinary: number;
  /** The ordinary integration as the SDK does by itself: each page signs in, without asking the agent again. */
  readonly ordinarySigningIn: number;
  /** The most that anything moved, in a cold opening and in cached ones until they were live. */
  readonly coldShift: number;
  readonly cachedShift: number;
}

/** The widget with a journey that this tab has seen, the pages of five lines and the ordinary integration both ways, in turns in one tab, every answer later by `latency` milliseconds. */
export async function measureOpenings(browser: Browser, rounds: number, latency: number): Promise<Openings> {
  const installations = {
    widget: await startInstallation(),
    fiveLines: await startInstallation({ seed: "none", widgetFolder: await buildPage("five-lines") }),
    fiveLinesRemembered: await startInstallation({
      seed: "none",
      widgetFolder: await buildPage("five-lines-remembered"),
    }),
    ordinary: await startInstallation({ widgetFolder: await buildPage("ordinary") }),
    ordinarySigningIn: await startInstallation({ widgetFolder: await buildPage("ordinary-signing-in") }),
  };
  const context = await newContext(browser, customerName);
  try {
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    const unlimited = { offline: false, downloadThroughput: -1, uploadThroughput: -1 };
    await network.send("Network.emulateNetworkConditions", { ...unlimited, latency });
    const addresses = {
      widget: addressOf(installations.widget),
      fiveLines: installations.fiveLines.widgetOrigin,
      fiveLinesRemembered: installations.fiveLinesRemembered.widgetOrigin,
      ordinary: addressOf(installations.ordinary),
      ordinarySigningIn: addressOf(installations.ordinarySigningIn),
    };
    // As light before the one as before the other: what a page does when it is left is waited for by the next.
    const neutral = `${installations.fiveLines.widgetOrigin}/config.json`;
    const names = ["widget", "fiveLines", "fiveLinesRemembered", "ordinary", "ordinarySigningIn"] as const;
    const times: Record<(typeof names)[number], number[]> = {
      widget: [],
      fiveLines: [],
      fiveLinesRemembered: [],
      ordinary: [],
      ordinarySigningIn: [],
    };
    const whole: number[] = [];
    let [coldShift, cachedShift] = [0, 0];
    // The first round signs in, the next ones fill the caches, that of compiled code too.
    for (let round = 1 - warmUps; round <= rounds; round += 1) {
      for (const name of names) {
        await page.goto(neutral);
        const painted = nextPainted(page, "paintedAt");
        const wholePainted = name === "widget" ? nextPainted(page, "wholeAt") : null;
        const startedAt = Date.now();
        await page.goto(addresses[name], { waitUntil: "commit" });
        if (round === 1 - warmUps && !name.startsWith("fiveLines")) await allow(page);
        const { at, timeOrigin } = await painted;
        // Where the page signs in, the one that paints is the third of the navigation, after itself and the login.
        if (round > 0) times[name].push(name === "ordinarySigningIn" ? timeOrigin + at - startedAt : at);
        if (round > 0 && wholePainted) whole.push((await wholePainted).at);
        if (name !== "widget") continue;
        const shift = await shiftUntilLive(page);
        if (round === 1 - warmUps) coldShift = shift;
        else cachedShift = Math.max(cachedShift, shift);
      }
    }
    return {
      rounds,
      widget: median(times.widget),
      whole: median(whole),
      fiveLines: median(times.fiveLines),
      fiveLinesRemembered: median(times.fiveLinesRemembered),
      ordinary: median(times.ordinary),
      ordinarySigningIn: median(times.ordinarySigningIn),
      coldShift,
      cachedShift,
    };
  } finally {
    await context.close();
    for (const one of Object.values(installations)) await one.stop();
  }
}

/** A call of the customer at the installation's desk, as Genesys Cloud would launch a widget beside it. */
export function addressOf({ desk, widgetOrigin }: Installation, name = customerName): string {
  const { contacts = [] } = demoPeople.find((one) => one.name === name) ?? {};
  const voice = contacts.find(({ medium }) => medium === "voice");
  if (voice === undefined) throw new Error(`The demo's ${name} does not call: choose another customer.`);
  const { id } = desk.control.start({ medium: "voice", name, customers: [voice.customer] });
  const query = new URLSearchParams({
    gcHostOrigin: desk.origin,
    gcTargetEnv: "prod-euw1",
    gcLangTag: "en-us",
    gcConversationId: id,
  });
  return `${widgetOrigin}/?${query}`;
}

/** The login host asks the agent once. */
export async function allow(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Allow" }).click();
}

/** For what begins once the journey is there. */
export async function untilPainted(page: Page): Promise<void> {
  await page.waitForFunction(() => window.measured?.paintedAt);
}

async function shiftUntilLive(page: Page): Promise<number> {
  await page.getByText("Live", { exact: true }).waitFor();
  // What is remembered is written after what is live is shown.
  await page.waitForTimeout(500);
  return page.evaluate(() => window.measured.shift);
}
