import { contacts } from "../src/desk/installation/people.ts";
import type { Desktop } from "./pages/desktop.ts";
import { hold } from "./support/held.ts";
import { contactOf } from "./support/interactions.ts";
import { readableIn } from "./support/profile-on-disk.ts";
import { expect, test } from "./support/test.ts";

const { nimali, sunil } = contacts;
const conversation = "**/api/v2/conversations/*";
const service = "**/v1/**";

async function untilRemembered({ panel }: Desktop): Promise<void> {
  await expect(panel.heading).toHaveText("Nimali Perera");
  await expect(panel.status).toContainText("Live");
  await expect.poll(() => panel.rememberedRows()).toBe(1);
}

test("a journey seen before is on screen before the network has answered, then live without a jump", async ({
  context,
  desk,
  desktop,
}) => {
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await untilRemembered(desktop);
  // Only the page itself comes: no code for sign-in or database, nothing of Genesys Cloud, nothing of the service.
  const held = await hold(context, /\/(?:assets\/(?:connect|dexie-rows|platform-client)-.*|api\/v2\/.*|v1\/.*)$/u);
  await desktop.reloadWidget();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect(desktop.panel.status).toContainText("Remembered, checking…");
  await expect(desktop.panel.recent).toHaveCount(5);
  await desktop.panel.mark();
  const before = await desktop.panel.recent.first().boundingBox();
  held.letGo();
  await expect(desktop.panel.status).toContainText("Live");
  expect(await desktop.panel.isMarked()).toBe(true);
  expect(await desktop.panel.recent.first().boundingBox()).toEqual(before);
});

test("another interaction of a customer seen before is shown before its lookup has answered", async ({
  context,
  desk,
  desktop,
}) => {
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await untilRemembered(desktop);
  const held = await hold(context, "**/v1/contexts/lookup");
  desk.start({ ...contactOf("nimali", "voice"), name: "Second line" });
  await desktop.choose("Second line");
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect(desktop.panel.status).toContainText("Remembered, checking…");
  held.letGo();
  await expect(desktop.panel.status).toContainText("Live");
});

test("with the service down a journey seen before stays, with its time, and is live again on retry", async ({
  context,
  desk,
  desktop,
  watch,
}) => {
  watch.expect(/net::ERR_CONNECTION_REFUSED/u);
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await untilRemembered(desktop);
  await context.route(service, (route) => route.abort("connectionrefused"));
  await desktop.reloadWidget();
  await expect(desktop.panel.notice).toContainText(/Context service unreachable\. Showing what was known at \d/u);
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect(desktop.panel.recent).toHaveCount(5);
  await expect(desktop.panel.status).toContainText(/Not connected · trying again in/u);
  // What the agent does now waits until the service is back.
  await desktop.panel.button("Mark resolved").click();
  await expect(desktop.panel.text("1 change is waiting to be sent.")).toBeVisible();
  await context.unroute(service);
  await desktop.panel.notice.getByRole("button", { name: "Retry" }).click();
  await expect(desktop.panel.status).toContainText("Live");
  await expect(desktop.panel.notice).toBeHidden();
  await expect(desktop.panel.text("1 change is waiting to be sent.")).toBeHidden();
  await expect(desktop.panel.button("Reopen")).toBeVisible();
});

test("with the service down and nothing remembered that is said, and the widget comes back by itself", async ({
  context,
  desk,
  desktop,
  watch,
}) => {
  watch.expect(/net::ERR_CONNECTION_REFUSED/u);
  await context.route(service, (route) => route.abort("connectionrefused"));
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await expect(desktop.panel.heading).toHaveText("The context service does not answer");
  await expect(desktop.panel.text(/Nothing is known of this customer yet\./u).last()).toBeVisible();
  await expect(desktop.panel.button("Retry")).toBeVisible();
  await context.unroute(service);
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect(desktop.panel.status).toContainText("Live");
});

test("a service that is killed under an open panel leaves the journey on screen, and is found again", async ({
  desk,
  desktop,
  installation,
  watch,
}) => {
  watch.expect(/net::ERR_|status of 503/u);
  const { id } = desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await untilRemembered(desktop);
  await installation.service.kill();
  // Another customer id has to be looked up.
  desk.setAttributes(id, { attributes: { "context.email": sunil.email } });
  await expect(desktop.panel.notice).toContainText("Context service unreachable.");
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await installation.service.start();
  await expect(desktop.panel.status).toContainText("Live");
  await expect(desktop.panel.notice).toBeHidden();
});

test("offline is said over the journey, and online brings it up to date", async ({ context, desk, desktop, watch }) => {
  watch.expect(/net::ERR_/u);
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await untilRemembered(desktop);
  await context.setOffline(true);
  await expect(desktop.panel.notice).toContainText("You are offline. Showing what was known at");
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await context.setOffline(false);
  await expect(desktop.panel.notice).toBeHidden();
  await expect(desktop.panel.status).toContainText("Live");
});

test("a corrupt row of the memory is left out and written anew", async ({ context, desk, desktop }) => {
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await untilRemembered(desktop);
  await desktop.panel.spoilRememberedRows();
  const held = await hold(context, conversation);
  await desktop.reloadWidget();
  await expect(desktop.panel.heading).toHaveText("Looking up the customer…");
  held.letGo();
  await untilRemembered(desktop);
  const again = await hold(context, conversation);
  await desktop.reloadWidget();
  await expect(desktop.panel.status).toContainText("Remembered, checking…");
  again.letGo();
  await expect(desktop.panel.status).toContainText("Live");
});

test("what is left on a shared desk cannot be read", async ({ context, chromium, desk, desktop }) => {
  desk.start(contactOf("nimali", "voice"));
  desk.start(contactOf("sunil", "email"));
  await desktop.open();
  await desktop.choose("Nimali Perera, Voice");
  await untilRemembered(desktop);
  await desktop.panel.button(/^Show all/u).click();
  await desktop.choose("Sunil Jayawardena, Email");
  await expect(desktop.panel.status).toContainText("Live");
  await expect.poll(() => desktop.panel.rememberedRows()).toBe(2);
  await context.close();
  const texts = [
    nimali.phone.slice(1),
    nimali.email,
    nimali.customerId,
    "C-1300",
    sunil.phone.slice(1),
    sunil.email,
    "Billing dispute",
    "Charged twice for October",
    "4471-908",
    "LKR 12,400",
  ];
  expect(await readableIn(chromium.profile, texts)).toEqual([]);
  // The search itself finds what a profile does hold.
  expect(await readableIn(chromium.profile, ["customer-journey"])).not.toEqual([]);
});
