import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { routes } from "../src/contract/routes.ts";
import type { Installation } from "../src/desk/installation.ts";
import { contactOf } from "./support/interactions.ts";
import { expect, test } from "./support/test.ts";

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const details = "GET /api/v2/analytics/conversations/{id}/details";

test.use({ customers: "none", organization: { retry: { attempts: 2, firstSeconds: 0.1, maxSeconds: 0.2 } } });

/** Genesys Cloud answers nonsense about an ended conversation until the pipeline gives it up. */
async function leaveDeadLetter({ desk, widgetOrigin, keys }: Installation): Promise<void> {
  desk.control.setFault({ route: details, body: "not-json" });
  const { id } = desk.control.start({ ...contactOf("nimali", "voice"), answeredSecondsAgo: 30 });
  desk.control.end(id, { by: "customer" });
  const headers = { authorization: `Bearer ${keys.bot}` };
  await expect
    .poll(async () => (await fetch(`${widgetOrigin}${routes.deadLetters()}`, { headers })).text())
    .toContain(id);
}

/** Somebody is recorded, looked up and erased. */
async function eraseSomebody({ widgetOrigin, keys }: Installation): Promise<void> {
  const send = async (path: string, body: unknown) => {
    const answer = await fetch(widgetOrigin + path, {
      method: "POST",
      headers: { authorization: `Bearer ${keys.bot}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(answer.ok, `${path} ${String(answer.status)}`).toBe(true);
  };
  const identifiers = [{ type: "phone", value: "+94771234567" }];
  const past = new Date(Date.now() - 86_400_000).toISOString();
  const interaction = { channel: "voice", startTime: past, durationSeconds: 60, resolutionStatus: "RESOLVED" };
  await send(routes.interactions(), { identifiers, interaction: { ...interaction, conversationId: "conv-1" } });
  for (let lookup = 0; lookup < 3; lookup += 1) await send(routes.lookup(), { identifiers });
  await send(routes.lookup(), { identifiers: [{ type: "email", value: "nobody@example.com" }] });
  await send(routes.erasures(), { identifiers });
}

async function enter(page: Page, origin: string, key: string): Promise<void> {
  await page.goto(`${origin}/operators/`);
  await page.getByLabel("Service key").fill(key);
  await page.getByRole("button", { name: "Show operations" }).click();
}

async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1280, 400]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze();
      expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const path = test.info().outputPath(`${name} ${String(width)} ${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true, animations: "disabled" });
    }
}

test("operators see how the installation does, and why a conversation was given up", async ({ page, installation }) => {
  await leaveDeadLetter(installation);
  await eraseSomebody(installation);
  await page.goto(`${installation.widgetOrigin}/operators/`);
  await look(page, "the entrance");
  await enter(page, installation.widgetOrigin, installation.keys.bot);
  await expect(page.getByRole("region", { name: "Service" })).toContainText("Ready");
  await expect(page.getByRole("region", { name: "Given up" })).toContainText("1");
  await expect(page.getByRole("region", { name: "Found by" })).toContainText("Phone3");
  await expect(page.getByRole("region", { name: "Erasure receipts" })).toContainText("1 interaction, 1 identifier");
  await expect(page.getByRole("region", { name: "Retention" })).toContainText("sessions 30");
  await look(page, "the overview");
});

test("how long an agent waited for the panel's answer is told, and by nobody's name", async ({
  page,
  installation,
  desktop,
  desk,
}) => {
  desk.start({ ...contactOf("unknown", "voice"), answeredSecondsAgo: 5 });
  await desktop.open();
  await expect(desktop.panel.status).toContainText("Looked up");
  const { widgetOrigin, keys } = installation;
  const metrics = async () => (await fetch(`${widgetOrigin}/metrics`)).text();
  await expect.poll(metrics).toContain('uic_accept_to_brief_seconds_count{source="network"} 1');
  await enter(page, widgetOrigin, keys.bot);
  await expect(page.getByRole("region", { name: "Brief on screen" })).toContainText(/\d+ ms|\d+(?:\.\d)? s/u);
  await expect(page.getByRole("region", { name: "Brief on screen" })).toContainText("For 95 of 100 agents");
});

test("a dead letter is replayed with the keyboard alone, or deleted after a second question", async ({
  page,
  installation,
}) => {
  await leaveDeadLetter(installation);
  await enter(page, installation.widgetOrigin, installation.keys.bot);
  const remove = page.getByRole("button", { name: /^Delete conversation/u });
  await remove.click();
  await page.getByRole("button", { name: "Keep" }).click();
  installation.desk.control.clearFaults();
  const replay = page.getByRole("button", { name: /^Replay conversation/u });
  await page.getByRole("button", { name: "Forget the key" }).focus();
  await page.keyboard.press("Tab");
  await expect(replay).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toHaveText("It is tried again at once.");
  await expect(page.getByText("There are none: every conversation was worked off.")).toBeVisible();
  await expect(async () => {
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(page.getByRole("region", { name: "Events", exact: true })).toContainText("Recorded1");
  }).toPass();

  await leaveDeadLetter(installation);
  await page.getByRole("button", { name: "Refresh" }).click();
  await remove.click();
  await page.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByRole("status")).toHaveText("It is deleted.");
  await expect(remove).toHaveCount(0);
});

test("the key stays in the tab, out of every address, and a part that it may not see says so", async ({
  page,
  installation,
  watch,
}) => {
  watch.expect(/status of 40[13]/u);
  const { widgetOrigin, keys } = installation;
  await enter(page, widgetOrigin, "not-a-key");
  await expect(page.getByRole("alert")).toContainText("The service does not know this key.");
  await enter(page, widgetOrigin, keys.eventFeed);
  await expect(page.getByRole("region", { name: "Service" })).toContainText("Ready");
  await expect(page.getByRole("region", { name: "Erasure receipts" })).toContainText("use one with the scope privacy");
  await page.reload();
  await expect(page.getByRole("region", { name: "Service" })).toContainText("Ready");
  expect(watch.addresses().filter((address) => address.includes(keys.eventFeed))).toEqual([]);
  await page.getByRole("button", { name: "Forget the key" }).click();
  await page.reload();
  await expect(page.getByLabel("Service key")).toBeVisible();
  expect(await page.evaluate(() => window.sessionStorage.length)).toBe(0);
});

test("a service that went away is said, with what was known before", async ({ page, installation, watch }) => {
  watch.expect(/ERR_CONNECTION_REFUSED/u);
  await enter(page, installation.widgetOrigin, installation.keys.bot);
  await expect(page.getByRole("region", { name: "Service" })).toContainText("Ready");
  await installation.service.stop();
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByRole("alert")).toContainText("The service does not answer. This is what was known at");
  await expect(page.getByRole("region", { name: "Service" })).toContainText("Ready");
});
