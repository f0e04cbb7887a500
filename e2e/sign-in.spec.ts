import { loginPage } from "./pages/login.ts";
import { contactOf } from "./support/interactions.ts";
import { expect, test } from "./support/test.ts";

for (const grant of ["implicit", "pkce"] as const) {
  test.describe(`with the ${grant} grant`, () => {
    test.use({ grant, settings: { askConsent: "always" } });

    test("signs in inside the frame and comes back to the same interaction", async ({ desk, desktop }) => {
      desk.start(contactOf("nimali", "voice"));
      await desktop.open();
      await expect(desktop.panel.login.heading).toBeVisible();
      await desktop.panel.login.allow();
      await expect(desktop.panel.heading).toHaveText("Nimali Perera");
      await expect(desktop.panel.status).toContainText("Live");
    });

    test("signs in by popup where the host asks for one", async ({ desk, desktop, context }) => {
      desk.start(contactOf("nimali", "voice"));
      await desktop.open({ popup: true });
      await expect(desktop.panel.text("Your Genesys Cloud sign-in opens in a small window.")).toBeVisible();
      const opened = context.waitForEvent("page");
      await desktop.panel.button("Sign in").click();
      const popup = await opened;
      const closed = popup.waitForEvent("close");
      await loginPage(popup).allow();
      await closed;
      await expect(desktop.panel.heading).toHaveText("Nimali Perera");
      await expect(desktop.panel.status).toContainText("Live");
    });

    test("signs in silently where the agent has allowed the widget before", async ({ desk, desktop }) => {
      desk.changeSettings({ askConsent: "once" });
      desk.start(contactOf("nimali", "voice"));
      await desktop.open();
      await desktop.panel.login.allow();
      await expect(desktop.panel.status).toContainText("Live");
      // Another tab has a session storage of its own: it has to sign in anew.
      const { desktop: other } = await test.step("in another tab", async () => {
        const page = await desktop.page.context().newPage();
        return { desktop: desktop.on(page) };
      });
      await other.open();
      await expect(other.panel.heading).toHaveText("Nimali Perera");
    });

    test("refuses an answer that nobody asked for before anything is sent", async ({
      desk,
      desktop,
      installation,
      watch,
    }) => {
      const { id } = desk.start(contactOf("nimali", "voice"));
      await desktop.open();
      await expect(desktop.panel.login.heading).toBeVisible();
      const launch = new URL((await desktop.frame.getAttribute("src")) ?? "");
      const answer = { state: "frame.AAAAAAAAAAAAAAAAAAAAAA" };
      if (grant === "pkce") {
        for (const [name, value] of Object.entries({ code: "stolen-code", ...answer }))
          launch.searchParams.set(name, value);
      } else {
        launch.hash = new URLSearchParams({ access_token: "stolen-token", expires_in: "3600", ...answer }).toString();
      }
      watch.forgetAddresses();
      await desktop.frame.evaluate((frame: HTMLIFrameElement, src) => {
        frame.src = src;
      }, launch.href);
      await expect(
        desktop.panelOf(id).text("The answer did not belong to this sign-in and was thrown away. Please start again."),
      ).toBeVisible();
      expect(watch.addresses().filter((address) => !address.startsWith(installation.widgetOrigin))).toEqual([]);
      expect(watch.addresses().filter((address) => address.includes("/v1/"))).toEqual([]);
      await expect(desktop.frame).toHaveAttribute("src", launch.href);
    });
  });
}
