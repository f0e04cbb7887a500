import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { build, preview, type PreviewServer } from "vite";
import { browserPath } from "../test/gate/browser.ts";

const executablePath = browserPath();

test.use({
  launchOptions: {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  },
});
// One after the other: the gallery is built once for all.
test.describe.configure({ mode: "default" });

let gallery: PreviewServer;
let address: string;

test.beforeAll(async () => {
  const configFile = new URL("gallery/vite.config.ts", import.meta.url).pathname;
  const outDir = new URL("../test-results/gallery", import.meta.url).pathname;
  await build({ configFile, logLevel: "error", build: { outDir, emptyOutDir: true } });
  gallery = await preview({
    configFile,
    logLevel: "error",
    build: { outDir },
    preview: { host: "127.0.0.1", port: 0 },
  });
  address = gallery.resolvedUrls?.local[0] ?? "";
});

test.afterAll(() => gallery.close());

/** Those that differ in more than their words: enough for the second scheme and the other widths. */
const distinct = /^(?:returning|first contact|ambiguous|anonymous|loading|signing in|misconfigured, invalid|erased)/;

for (const { width, colorScheme, language, which } of [
  { width: 360, colorScheme: "light", language: "en-GB", which: /./ },
  { width: 320, colorScheme: "dark", language: "ar-EG", which: distinct },
  { width: 600, colorScheme: "dark", language: "de-DE", which: distinct },
] as const) {
  test(`every situation is whole and accessible at ${width} px, ${colorScheme}, in ${language}`, async ({
    browser,
  }, info) => {
    test.setTimeout(240_000);
    const context = await browser.newContext({
      viewport: { width, height: 640 },
      colorScheme,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", ({ message }) => faults.push(message));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    await page.goto(`${address}?language=${language}`);
    const links = await page.getByRole("link").all();
    const situations = await Promise.all(
      links.map(async (link) => ({ name: await link.innerText(), target: (await link.getAttribute("href")) ?? "" })),
    );
    expect(situations.length).toBeGreaterThan(40);

    const pictures: string[] = [];
    for (const { name, target } of situations.filter((one) => which.test(one.name))) {
      await page.goto(address + target);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await test.step(name, async () => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      });
      const picture = await page.screenshot({ fullPage: true });
      pictures.push(
        `<figure><figcaption>${name}</figcaption><img src="data:image/png;base64,${picture.toString("base64")}"></figure>`,
      );
    }
    expect(faults).toEqual([]);

    const sheet = await context.newPage();
    await sheet.setViewportSize({ width: 5 * (width + 25), height: 800 });
    await sheet.setContent(
      `<style>body { display: flex; flex-wrap: wrap; align-items: start; background: #cfd4df; color: #000 } figure { margin: 10px; font: 12px sans-serif }</style>${pictures.join("")}`,
    );
    await sheet.screenshot({ path: info.outputPath(`situations-${width}-${colorScheme}.png`), fullPage: true });
    await context.close();
  });
}
