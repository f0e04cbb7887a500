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

test.beforeAll(async ({}, { project }) => {
  const configFile = new URL("gallery/vite.config.ts", import.meta.url).pathname;
  const outDir = `${project.outputDir}/gallery`;
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

for (const { width, colorScheme, language } of [
  { width: 360, colorScheme: "light", language: "en-GB" },
  { width: 320, colorScheme: "dark", language: "ar-EG" },
  { width: 600, colorScheme: "light", language: "de-DE" },
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
    for (const { name, target } of situations) {
      await page.goto(address + target);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await test.step(name, async () => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      });
      const picture = await page.screenshot({ fullPage: true });
      pictures.push(
        `<figure><figcaption>${name}</figcaption><img src="data:image/png;base64,${picture.toString("base64")}">`,
      );
    }
    expect(faults).toEqual([]);

    const sheet = await context.newPage();
    await sheet.setViewportSize({ width: 4 * (width + 40), height: 800 });
    await sheet.setContent(
      `<style>body { display: flex; flex-wrap: wrap; align-items: start } figure { margin: 10px; font: 12px sans-serif }</style>${pictures.join("")}`,
    );
    await sheet.screenshot({ path: info.outputPath(`situations-${width}-${colorScheme}.png`), fullPage: true });
    await context.close();
  });
}
