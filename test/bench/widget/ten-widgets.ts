import type { Browser, Request } from "@playwright/test";
import { routes } from "../../../src/contract/routes.ts";
import { demoPeople } from "../../../src/desk/installation/people.ts";
import { startInstallation } from "../../../src/desk/installation.ts";

export interface SharedByTen {
  readonly signIns: number;
  readonly channels: number;
  readonly streams: number;
}

/** Ten interactions on the agent's desktop, each with its widget. */
export async function measureTenWidgets(browser: Browser): Promise<SharedByTen> {
  const installation = await startInstallation({ grant: "pkce", settings: { askConsent: "never" } });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    let signIns = 0;
    const streams = new Set<Request>();
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname === "/oauth/token") signIns += 1;
      if (pathname === routes.changes() && request.method() === "POST") streams.add(request);
    });
    page.on("requestfinished", (request) => void streams.delete(request));
    page.on("requestfailed", (request) => void streams.delete(request));
    await page.goto(installation.desk.origin);
    const ways = demoPeople.flatMap(({ name, contacts }) => contacts.map((contact) => ({ name, ...contact })));
    for (const { name, medium, customer } of ways.slice(0, 10)) {
      const { id } = installation.desk.control.start({ medium, name, customers: [customer] });
      await page.locator(`[data-conversation-id="${id}"]`).first().click();
      await page.frameLocator(`iframe[data-conversation-id="${id}"]`).getByRole("contentinfo").waitFor();
    }
    await page.waitForTimeout(3000);
    return { signIns, channels: installation.desk.control.snapshot().sockets, streams: streams.size };
  } finally {
    await context.close();
    await installation.stop();
  }
}
