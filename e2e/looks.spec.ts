import { AxeBuilder } from "@axe-core/playwright";
import type { StartRequest } from "../src/desk/control/requests.ts";
import type { Desktop } from "./pages/desktop.ts";
import { contactOf } from "./support/interactions.ts";
import { expect, test } from "./support/test.ts";

const widths = [320, 360, 600] as const;
const schemes = ["light", "dark"] as const;
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Looks at the shown panel at every width in light and dark, leaves a picture of each and proves what can be proved. */
async function look(desktop: Desktop, situation: string): Promise<void> {
  const { page, frame } = desktop;
  const widget = await (await frame.elementHandle())?.contentFrame();
  if (!widget) throw new Error("No widget is shown; choose an interaction first.");
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await test.step(`${String(width)} px, ${colorScheme}`, async () => {
        await frame.evaluate((element: HTMLIFrameElement, pixels) => {
          element.style.width = `${String(pixels)}px`;
        }, width);
        await expect.poll(() => widget.evaluate(() => window.innerWidth)).toBe(width);
        await frame.screenshot({
          path: test.info().outputPath(`${situation} ${String(width)} ${colorScheme}.png`),
          animations: "disabled",
        });
        expect(await widget.evaluate(overflowing), "what is wider than the panel").toEqual([]);
      });
    }
    // The width changes no colour and no name.
    const { violations } = await new AxeBuilder({ page }).include("iframe").withTags(standards).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
  }
}

/** Runs in the frame: elements that reach out of the panel, as far as they are seen. */
function overflowing(): readonly string[] {
  const { clientWidth, scrollWidth } = document.documentElement;
  const scrolls = scrollWidth > clientWidth ? [`the page is ${String(scrollWidth)} px wide`] : [];
  const wide = [...document.body.querySelectorAll("*")].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    const hidden = element.closest(".visually-hidden") !== null || !element.checkVisibility();
    return width > 0 && !hidden && (right > clientWidth + 1 || left < -1);
  });
  return [...scrolls, ...wide.map(({ outerHTML }) => outerHTML.slice(0, 160))];
}

interface Shown {
  readonly contact: StartRequest;
  readonly until: (desktop: Desktop) => Promise<void>;
}

const situations: Readonly<Record<string, Shown>> = {
  "a returning customer with an open issue": {
    contact: contactOf("nimali", "voice"),
    until: ({ panel }) => expect(panel.status).toContainText("Live"),
  },
  "a first contact": {
    contact: contactOf("unknown", "email"),
    until: ({ panel }) => expect(panel.title("First Contact")).toBeVisible(),
  },
  "several people on one number": {
    contact: contactOf("dias", "voice"),
    until: ({ panel }) => expect(panel.part("Who is it?")).toBeVisible(),
  },
  "an anonymous contact": {
    contact: contactOf("anonymous", "voice"),
    until: ({ panel }) => expect(panel.title("Anonymous contact")).toBeVisible(),
  },
  "all interactions with one expanded": {
    contact: contactOf("sunil", "voice"),
    until: async ({ panel }) => {
      await panel.button("Show all 1,300 interactions").click();
      await panel.rows.first().getByRole("button").first().click();
      await expect(panel.rows.first()).toContainText("Handled by");
    },
  },
};

for (const [situation, { contact, until }] of Object.entries(situations)) {
  test(`${situation} fits 320, 360 and 600 px in light and dark, and axe finds nothing`, async ({ desk, desktop }) => {
    desk.start(contact);
    await desktop.open({ width: 600 });
    await until(desktop);
    await look(desktop, situation);
  });
}

test("a journey of before, with the service down, fits and axe finds nothing", async ({
  context,
  desk,
  desktop,
  watch,
}) => {
  watch.expect(/net::ERR_CONNECTION_REFUSED/u);
  desk.start(contactOf("nimali", "voice"));
  await desktop.open({ width: 600 });
  await expect(desktop.panel.status).toContainText("Live");
  await expect.poll(() => desktop.panel.rememberedRows()).toBe(1);
  await context.route("**/v1/**", (route) => route.abort("connectionrefused"));
  await desktop.reloadWidget();
  await expect(desktop.panel.notice).toContainText("Context service unreachable.");
  await look(desktop, "service down");
});

test("a sign-in that is needed fits and axe finds nothing", async ({ desk, desktop }) => {
  desk.start(contactOf("nimali", "voice"));
  await desktop.open({ popup: true, width: 600 });
  await expect(desktop.panel.button("Sign in")).toBeVisible();
  await look(desktop, "sign-in needed");
});
