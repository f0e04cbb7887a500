import { fileURLToPath } from "node:url";
import { startInstallation } from "../../src/desk/installation.ts";
import { contacts } from "../../src/desk/installation/people.ts";
import { desktopPage } from "../pages/desktop.ts";
import { openBrowser } from "../support/browser.ts";
import { contactOf } from "../support/interactions.ts";

/** The README's picture: `node e2e/screenshots/take-desk.ts` after `npm run build`. */
const path = fileURLToPath(new URL("desk.png", import.meta.url));
const installation = await startInstallation({ settings: { askConsent: "never" } });
const { control, origin } = installation.desk;
const browser = await openBrowser("partitioned", {
  baseURL: origin,
  viewport: { width: 1280, height: 800 },
  colorScheme: "light",
  locale: "en-GB",
});
try {
  control.start({ ...contactOf("mathilde", "email"), answeredSecondsAgo: 380 });
  control.start({ ...contactOf("dias", "voice"), waitedSeconds: 41 });
  control.start({ medium: "sms", name: "Tikiri Banda", customers: [{ address: contacts.tikiri.phone }] });
  const { id } = control.start({ ...contactOf("nimali", "voice"), answeredSecondsAgo: 47 });
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  const desktop = desktopPage(page);
  await desktop.open({ width: 450 });
  await desktop.choose("Nimali Perera");
  control.setAttributes(id, { attributes: { accountNumber: "4471-908" } });
  await desktop.panel.status.getByText("Live").waitFor();
  await page.mouse.move(640, 790);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path, animations: "disabled" });
} finally {
  await browser.close();
  await installation.stop();
}
