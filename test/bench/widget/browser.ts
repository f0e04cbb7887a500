import { type Browser, type BrowserContext, chromium } from "@playwright/test";
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

/** A browser without a past. Its pages say when the awaited text is on screen, and what has moved. */
export async function newContext(browser: Browser, awaited: string, viewport = panelSize): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport });
  await context.addInitScript(measureInPage, awaited);
  return context;
}

declare global {
  interface Window {
    measured: {
      /** From the start of the navigation until the frame with the awaited text was painted; null until it is. */
      paintedAt: number | null;
      /** Layout shift so far, of which the agent's own doings are no part. */
      shift: number;
    };
  }
}

/** Runs in every page before its own code. */
function measureInPage(awaited: string): void {
  const measured: Window["measured"] = { paintedAt: null, shift: 0 };
  window.measured = measured;
  const look = new MutationObserver(() => {
    if (!document.body?.textContent?.includes(awaited)) return;
    look.disconnect();
    // The callback runs before the paint, the task after it and before any other that waits.
    requestAnimationFrame(() => {
      void scheduler.postTask(
        () => {
          measured.paintedAt = performance.now();
        },
        { priority: "user-blocking" },
      );
    });
  });
  look.observe(document, { subtree: true, childList: true, characterData: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const shift: { readonly value?: number; readonly hadRecentInput?: boolean } = { ...entry.toJSON() };
      if (shift.hadRecentInput !== true) measured.shift += shift.value ?? 0;
    }
  }).observe({ type: "layout-shift", buffered: true });
}
