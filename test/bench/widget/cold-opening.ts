import type { Browser, Request } from "@playwright/test";
import { routes } from "../../../src/contract/routes.ts";
import { startInstallation } from "../../../src/desk/installation.ts";
import { newContext } from "./browser.ts";
import { addressOf, allow, customerName, untilPainted } from "./openings.ts";

interface Exchange {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** The requests one after the other from the arrival of the token to the lookup's answer, by their paths. */
export async function coldRoundTrips(browser: Browser): Promise<readonly string[]> {
  const installation = await startInstallation({ grant: "pkce" });
  const context = await newContext(browser, customerName);
  try {
    const page = await context.newPage();
    const exchanges: Exchange[] = [];
    const started = new Map<Request, number>();
    page.on("request", (request) => started.set(request, performance.now()));
    page.on("requestfinished", (request) => {
      const from = started.get(request);
      if (from !== undefined) exchanges.push({ path: pathOf(request), from, to: performance.now() });
    });
    await page.goto(addressOf(installation), { waitUntil: "commit" });
    await allow(page);
    await untilPainted(page);
    await page.waitForTimeout(500);
    const token = exchanges.find(({ path }) => path === "/oauth/token");
    const lookup = exchanges.find(({ path }) => path === routes.lookup());
    if (!token || !lookup)
      throw new Error("The widget signed in or looked up in a way that this benchmark does not know.");
    const between = exchanges.filter(({ path, from, to }) => isAsked(path) && from >= token.to && to <= lookup.to);
    return waitedFor(lookup, between);
  } finally {
    await context.close();
    await installation.stop();
  }
}

/** Of Genesys Cloud or of the service; the widget's own files are no round trip of a sign-in. */
function isAsked(path: string): boolean {
  return path.startsWith("/api/") || path.startsWith("/v1/");
}

function pathOf(request: Request): string {
  return new URL(request.url()).pathname;
}

/** From the last exchange back to the first: what each of them waited for is what had ended last when it began. */
function waitedFor(last: Exchange, exchanges: readonly Exchange[]): readonly string[] {
  const [before] = exchanges.filter(({ to }) => to <= last.from).toSorted((a, b) => b.to - a.to);
  return before === undefined ? [last.path] : [...waitedFor(before, exchanges), last.path];
}
