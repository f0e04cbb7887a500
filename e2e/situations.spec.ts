import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test, type TestInfo } from "@playwright/test";
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
  const outDir = join(test.info().project.outputDir, "gallery");
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

/** Those that differ in more than their words: enough for other languages. */
const distinct =
  /^(?:returning|first contact|ambiguous|anonymous|loading|misconfigured, invalid|erased|told|refused, conflict|not this|identity|merge)/;
const all = { widths: [320, 360, 600], schemes: ["light", "dark"] } as const;
type Looks = { readonly widths: readonly number[]; readonly schemes: readonly ("light" | "dark")[] };

/** What is seen of one situation. */
interface Seen {
  readonly name: string;
  readonly language: string;
  /** Pictures by width and scheme, as files beside the page that shows them all. */
  readonly pictures: readonly { readonly file: string; readonly width: number }[];
}
const seen: Seen[] = [];

for (const { language, which, looks } of [
  { language: "en-GB", which: /./, looks: all },
  { language: "ar-EG", which: distinct, looks: { widths: [320], schemes: ["dark"] } },
  { language: "de-DE", which: distinct, looks: { widths: [320, 600], schemes: ["light"] } },
] as const) {
  test(`every situation is whole and accessible, in ${language}, at ${looks.widths.join(", ")} px, ${looks.schemes.join(" and ")}`, async ({
    browser,
  }, info) => {
    test.setTimeout(900_000);
    const context = await browser.newContext({ viewport: { width: 360, height: 640 }, reducedMotion: "reduce" });
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
    expect(situations.length).toBeGreaterThan(70);
    for (const { name, target } of situations.filter((one) => which.test(one.name))) {
      await test.step(name, async () => {
        await page.goto(address + target);
        await page.locator("body[data-ready]").waitFor();
        seen.push({ name, language, pictures: await look(page, looks, `${name} ${language}`, info) });
      });
    }
    expect(faults).toEqual([]);
    await context.close();
  });
}

test("every situation keeps to its width with text of twice the size, moves nothing and stays readable in forced colours", async ({
  browser,
}, info) => {
  test.setTimeout(300_000);
  const context = await browser.newContext({
    viewport: { width: 360, height: 640 },
    reducedMotion: "reduce",
    forcedColors: "active",
  });
  const page = await context.newPage();
  await page.goto(address);
  const links = await page.getByRole("link").all();
  const targets = await Promise.all(
    links.map(async (link) => ({ name: await link.innerText(), target: (await link.getAttribute("href")) ?? "" })),
  );
  for (const { name, target } of targets.filter((one) => distinct.test(one.name))) {
    await test.step(name, async () => {
      await page.goto(address + target);
      await page.locator("body[data-ready]").waitFor();
      await page.screenshot({ fullPage: true, path: join(pageOf(info), "forced", `${name.replace(/\W+/g, "-")}.png`) });
      await page.addStyleTag({ content: "html { font-size: 200% }" });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
      await page.screenshot({ fullPage: true, path: join(pageOf(info), "large", `${name.replace(/\W+/g, "-")}.png`) });
    });
  }
  await context.close();
});

/** Looks at the page in every width and scheme; no width changes a colour or a name, so that axe looks once a scheme. */
async function look(page: Page, { widths, schemes }: Looks, name: string, info: TestInfo): Promise<Seen["pictures"]> {
  const pictures: { file: string; width: number }[] = [];
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 640 });
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      // As high as it is long, so that the foot stands at its end.
      if (height > 640) await page.setViewportSize({ width, height });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      const file = `${name.replace(/[^a-zA-Z0-9]+/g, "-")}-${width}-${colorScheme}.png`;
      await page.screenshot({ path: join(pageOf(info), file) });
      pictures.push({ file, width });
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  }
  return pictures;
}

function pageOf({ project }: TestInfo): string {
  return join(project.outputDir, "states");
}

test("all of them stand on one page", async ({ page }, info) => {
  test.setTimeout(300_000);
  const figures = seen.map(
    ({ name, language, pictures }) =>
      `<figure><figcaption>${name} · ${language}</figcaption>${pictures
        .map(({ file, width }) => `<a href="${file}"><img src="${file}" width="${width / 4}" alt=""></a>`)
        .join("")}</figure>`,
  );
  const file = join(pageOf(info), "index.html");
  await writeFile(
    file,
    `<!doctype html><meta charset="utf-8"><title>Every state of the panel</title><style>body { display: flex; flex-wrap: wrap; align-items: start; gap: 16px; margin: 16px; background: #cfd4df; color: #000 } figure { display: flex; flex-wrap: wrap; gap: 4px; align-items: start; width: 660px; margin: 0; font: 12px sans-serif } figcaption { width: 100%; font-weight: 600 }</style>${figures.join("")}`,
  );
  await page.setViewportSize({ width: 2740, height: 900 });
  await page.goto(pathToFileURL(file).href);
  await page.screenshot({ path: join(pageOf(info), "states.png"), fullPage: true });
  expect(await page.getByRole("figure").count()).toBeGreaterThan(70);
});
