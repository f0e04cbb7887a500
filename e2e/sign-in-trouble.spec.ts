import type { Page } from "@playwright/test";
import { contacts } from "../src/desk/installation/people.ts";
import type { Desktop } from "./pages/desktop.ts";
import { loginPage } from "./pages/login.ts";
import { contactOf } from "./support/interactions.ts";
import { expect, test } from "./support/test.ts";

test.use({ settings: { askConsent: "always" } });

/** Presses the panel's button and waits for the window that it opens. */
async function openPopup(desktop: Desktop): Promise<Page> {
  const opened = desktop.page.context().waitForEvent("page");
  await desktop.panel.button("Sign in").click();
  return opened;
}

test.describe("where the login host refuses to be framed", () => {
  test.use({ settings: { askConsent: "always", loginRefusesFraming: true } });

  test("the popup is offered instead, and works", async ({ desk, desktop, watch }) => {
    watch.expect(/X-Frame-Options/u);
    // The host speaks to a widget that is not there.
    watch.expect(/does not match the recipient window's origin \('null'\)/u);
    desk.start(contactOf("nimali", "voice"));
    const refused = desktop.page.waitForEvent("console", (message) => message.text().includes("X-Frame-Options"));
    await desktop.open();
    await refused;
    await desktop.reloadWidget();
    await expect(
      desktop.panel.text("Signing in inside this frame was refused, so it opens in a small window."),
    ).toBeVisible();
    await loginPage(await openPopup(desktop)).allow();
    await expect(desktop.panel.heading).toHaveText("Nimali Perera");
    await expect(desktop.panel.status).toContainText("Live");
  });
});

test("a denied consent is said, and the agent can try again", async ({ desk, desktop }) => {
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await desktop.panel.login.deny();
  await expect(
    desktop.panel.text("Genesys Cloud did not allow this widget to sign you in. If it stays so, ask your admin."),
  ).toBeVisible();
  await loginPage(await openPopup(desktop)).allow();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
});

test("a popup that is closed too early is said, and another one works", async ({ desk, desktop }) => {
  desk.start(contactOf("nimali", "voice"));
  await desktop.open({ popup: true });
  const popup = await openPopup(desktop);
  await expect(loginPage(popup).heading).toBeVisible();
  await popup.close();
  await expect(desktop.panel.text("The sign-in window was closed before it had finished.")).toBeVisible();
  await loginPage(await openPopup(desktop)).allow();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
});

test("a popup that the browser blocks is said", async ({ desk, desktop, watch }) => {
  watch.expect(/Blocked opening .* in a new window/u);
  desk.start(contactOf("nimali", "voice"));
  await desktop.open({ popup: true });
  await expect(desktop.panel.button("Sign in")).toBeVisible();
  // An administrator left `allow-popups` out of the integration's sandbox.
  const launch = await desktop.frame.getAttribute("src");
  await desktop.frame.evaluate((frame: HTMLIFrameElement, src) => {
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms");
    frame.src = src ?? "";
  }, launch);
  await desktop.panel.button("Sign in").click();
  await expect(
    desktop.panel.text("Your browser blocked the sign-in window. Allow pop-ups for this page, then try again."),
  ).toBeVisible();
});

test("a token that ends during the interaction is renewed without losing the panel", async ({
  desk,
  desktop,
  watch,
}) => {
  watch.expect(/status of 401/u);
  const { id } = desk.start(contactOf("unknown", "voice"));
  await desktop.open();
  await desktop.panel.login.allow();
  await expect(desktop.panel.title("First Contact")).toBeVisible();
  await desktop.panel.mark();
  desk.changeSettings({ askConsent: "never" });
  expect(desk.revokeTokens()).toBe(1);
  // What the widget asks next is refused.
  desk.setAttributes(id, { attributes: { customerId: contacts.nimali.customerId } });
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect(desktop.panel.status).toContainText("Live");
  expect(await desktop.panel.isMarked()).toBe(true);
});

test("where the renewal is not answered the panel stays readable and the agent signs in again", async ({
  desk,
  desktop,
  watch,
}) => {
  watch.expect(/status of 401/u);
  const { id } = desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await desktop.panel.login.allow();
  await expect(desktop.panel.status).toContainText("Live");
  await desktop.panel.mark();
  // The login host shows its consent page in the hidden frame, where nobody can answer it.
  expect(desk.revokeTokens()).toBe(1);
  desk.setAttributes(id, { attributes: { accountNumber: "4471-908" } });
  await expect(desktop.panel.notice).toContainText("You are signed out. Showing what was known at");
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await loginPage(await openPopup(desktop)).allow();
  await expect(desktop.panel.notice).toBeHidden();
  await expect(desktop.panel.status).toContainText("Live");
  expect(await desktop.panel.isMarked()).toBe(true);
});

test("signing out forgets the customer on this device and ends the token", async ({ desk, desktop }) => {
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await desktop.panel.login.allow();
  await expect(desktop.panel.status).toContainText("Live");
  await expect.poll(() => desktop.panel.rememberedRows()).toBe(1);
  await desktop.panel.openMenu();
  await desktop.panel.button("Sign out and forget on this device").click();
  await expect(desktop.panel.text("You signed out. What was remembered on this device is gone.")).toBeVisible();
  await expect(desktop.panel.text("Nimali Perera")).toBeHidden();
  await expect.poll(() => desktop.panel.rememberedRows()).toBe(0);
  await expect.poll(() => desk.revokeTokens(), "tokens that were still good").toBe(0);
  await desktop.reloadWidget();
  await expect(desktop.panel.text("You signed out. What was remembered on this device is gone.")).toBeVisible();
  await loginPage(await openPopup(desktop)).allow();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
});

test.describe("with tokens of eight seconds", () => {
  test.use({ settings: { askConsent: "never", tokenLifetimeSeconds: 8 } });

  test("each is renewed before it ends, and nothing is ever refused", async ({ desk, desktop, watch }) => {
    desk.start(contactOf("nimali", "voice"));
    await desktop.open();
    await expect(desktop.panel.status).toContainText("Live");
    await desktop.panel.mark();
    const exchanged = () => watch.addresses().filter((address) => address.endsWith("/oauth/token")).length;
    await expect.poll(exchanged, { timeout: 40_000 }).toBeGreaterThanOrEqual(3);
    await expect(desktop.panel.heading).toHaveText("Nimali Perera");
    await expect(desktop.panel.notice).toBeHidden();
    expect(await desktop.panel.isMarked()).toBe(true);
  });
});
