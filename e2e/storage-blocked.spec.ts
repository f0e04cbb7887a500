import { contacts } from "../src/desk/installation/people.ts";
import { loginPage } from "./pages/login.ts";
import { contactOf } from "./support/interactions.ts";
import { expect, test } from "./support/test.ts";

test.use({ thirdPartyStorage: "blocked", settings: { askConsent: "always" } });

for (const grant of ["implicit", "pkce"] as const) {
  test.describe(`third-party storage blocked, ${grant} grant`, () => {
    test.use({ grant });

    test("signs in inside the frame, shows the journey and says that it is not remembered", async ({
      desk,
      desktop,
    }) => {
      desk.start(contactOf("nimali", "voice"));
      await desktop.open();
      await desktop.panel.login.allow();
      await expect(desktop.panel.heading).toHaveText("Nimali Perera");
      await expect(desktop.panel.status).toContainText("Live");
      await expect(desktop.panel.recent).toHaveCount(5);
      await desktop.panel.openMenu();
      await expect(desktop.panel.text("Not remembered on this device")).toBeVisible();
    });

    test("signs in by popup", async ({ context, desk, desktop }) => {
      desk.start(contactOf("nimali", "voice"));
      await desktop.open({ popup: true });
      const opened = context.waitForEvent("page");
      await desktop.panel.button("Sign in").click();
      await loginPage(await opened).allow();
      await expect(desktop.panel.heading).toHaveText("Nimali Perera");
      await expect(desktop.panel.status).toContainText("Live");
    });
  });
}

test("without storage the agent's widgets still share one sign-in and one channel", async ({
  desk,
  desktop,
  watch,
}) => {
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await desktop.panel.login.allow();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  desk.start(contactOf("mathilde", "email"));
  await desktop.choose("Mathilde Brandt");
  await expect(desktop.panel.heading).toHaveText("Mathilde Brandt");
  await desktop.setAttribute("customerId", contacts.sunil.customerId);
  await expect(desktop.panel.heading).toHaveText("Sunil Jayawardena");
  expect(desk.snapshot().sockets).toBe(1);
  expect(watch.addresses().filter((address) => address.endsWith("/oauth/token"))).toHaveLength(1);
});

test("with the service down the journey stays in memory as long as the widget is open", async ({
  desk,
  desktop,
  installation,
  watch,
}) => {
  watch.expect(/net::ERR_/u);
  desk.start(contactOf("nimali", "voice"));
  await desktop.open();
  await desktop.panel.login.allow();
  await expect(desktop.panel.status).toContainText("Live");
  desk.start(contactOf("mathilde", "email"));
  await desktop.choose("Mathilde Brandt");
  await expect(desktop.panel.heading).toHaveText("Mathilde Brandt");
  await installation.service.kill();
  // A widget that comes to the front reads again what is older than a few seconds.
  await expect(async () => {
    await desktop.choose("Mathilde Brandt");
    await desktop.choose("Nimali Perera");
    await expect(desktop.panel.notice).toContainText("Context service unreachable.", { timeout: 1000 });
  }).toPass();
  await expect(desktop.panel.heading).toHaveText("Nimali Perera");
  await expect(desktop.panel.recent).toHaveCount(5);
});
