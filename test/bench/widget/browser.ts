import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { browserPath } from "../../gate/browser.ts";

/** As wide and high as Genesys Cloud shows an interaction widget. */
export const panelSize = { width: 360, height: 640 };

export async function openBrowser(): Promise<Browser> {
  const executablePath = browserPath();
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** The last part of the panel, by its heading. */
const lastPart = "Recent interactions";

/** A browser without a past. Its pages say when the awaited text and the panel's last part are on screen, and what has moved. */
export async function newContext(browser: Browser, awaited: string, viewport = panelSize): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport });
  await context.addInitScript(measureInPage, { paintedAt: awaited, wholeAt: lastPart });
  return context;
}

/** The page's next word of what is painted; asked for before the page is opened, and without a script that would take its time. */
export async function nextPainted(page: Page, what: "paintedAt" | "wholeAt"): Promise<Painted> {
  const said = await page.waitForEvent("console", { predicate: (message) => message.text().startsWith(what) });
  const [, at, timeOrigin] = said.text().split(" ").map(Number);
  return { at: at ?? Number.NaN, timeOrigin: timeOrigin ?? Number.NaN };
}

/** Milliseconds since the navigation began, and when that was, since 1970. */
export interface Painted {
  readonly at: number;
  readonly timeOrigin: number;
}

declare global {
  interface Window {
    measured: {
      /** From the start of the navigation until the frame with the awaited text was painted; null until it is. */
      paintedAt: number | null;
      /** The same of the last part of the panel. */
      wholeAt: number | null;
      /** Layout shift so far, of which the agent's own doings are no part. */
      shift: number;
    };
  }
}

/** Runs in every page before its own code. */
function measureInPage(awaited: Record<"paintedAt" | "wholeAt", string>): void {
  const measured: Window["measured"] = { paintedAt: null, wholeAt: null, shift: 0 };
  window.measured = measured;
  for (const what of ["paintedAt", "wholeAt"] as const) {
    const look = new MutationObserver(() => {
      if (!document.body?.textContent?.includes(awaited[what])) return;
      look.disconnect();
      // The callback runs before the paint, the task after it and before any other that waits.
      requestAnimationFrame(() => {
        void scheduler.postTask(
          () => {
            const at = performance.now();
            measured[what] = at;
            // oxlint-disable-next-line eslint/no-console -- a word on the console reaches us without a script that would take time
            console.debug(`${what} ${at} ${performance.timeOrigin}`);
          },
          { priority: "user-blocking" },
        );
      });
    });
    look.observe(document, { subtree: true, childList: true, characterData: true });
  }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const shift: { readonly value?: number; readonly hadRecentInput?: boolean } = { ...entry.toJSON() };
      if (shift.hadRecentInput !== true) measured.shift += shift.value ?? 0;
    }
  }).observe({ type: "layout-shift", buffered: true });
}
