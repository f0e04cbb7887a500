import type { Browser, Page } from "@playwright/test";
import * as z from "zod/mini";
import { demoPeople } from "../../../src/desk/installation/people.ts";
import { startInstallation } from "../../../src/desk/installation.ts";
import { newContext } from "./browser.ts";
import { addressOf, allow, untilPainted } from "./openings.ts";

const trace = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      /** Processor time, microseconds. */
      tdur: z.optional(z.number()),
      args: z.optional(z.object({ name: z.optional(z.string()) })),
    }),
  ),
});

export interface Doing {
  readonly what: string;
  /** Processor time of the longest task on the page's main thread, milliseconds: waiting for a busy machine is no part of it. */
  readonly longestTask: number;
}

const longest = "Sunil Jayawardena";

/** What an agent does with 1,300 interactions. */
export async function measureLongTimeline(browser: Browser): Promise<readonly Doing[]> {
  if (!demoPeople.some(({ name }) => name === longest)) throw new Error(`The demo has no ${longest} any more.`);
  const installation = await startInstallation();
  const context = await newContext(browser, longest);
  try {
    const page = await context.newPage();
    await page.goto(addressOf(installation, longest), { waitUntil: "commit" });
    await allow(page);
    await untilPainted(page);
    await page.getByText("Live", { exact: true }).waitFor();
    await page.waitForTimeout(1000);
    await page.getByRole("button", { name: /^Show all/u }).click();
    await page.getByLabel("Search").waitFor();
    await page.waitForTimeout(500);

    const search = page.getByLabel("Search");
    const channels = page.getByLabel("Channel");
    const doings: readonly (readonly [string, () => Promise<void>])[] = [
      ["scrolling to the oldest, which reads the archive", () => scroll(page, 1500)],
      ["scrolling back", () => scroll(page, -3000)],
      [
        "filtering by channel and outcome",
        async () => {
          await channels.selectOption({ index: 1 });
          await page.waitForTimeout(300);
          await page.getByLabel("Outcome").selectOption({ index: 2 });
          await page.waitForTimeout(300);
          await channels.selectOption({ index: 0 });
          await page.getByLabel("Outcome").selectOption({ index: 0 });
          await page.waitForTimeout(300);
        },
      ],
      [
        "searching, key by key",
        async () => {
          await search.pressSequentially("billing refund", { delay: 60 });
          await page.waitForTimeout(300);
          await search.clear();
          await page.waitForTimeout(300);
        },
      ],
    ];
    const measured: Doing[] = [];
    for (const [what, doing] of doings) {
      await browser.startTracing(page, { categories: ["toplevel"] });
      await doing();
      measured.push({ what, longestTask: longestTask(trace.parse(JSON.parse(String(await browser.stopTracing())))) });
    }
    return measured;
  } finally {
    await context.close();
    await installation.stop();
  }
}

/** By the wheel, until the panel moves no further. */
async function scroll(page: Page, step: number): Promise<void> {
  await page.mouse.move(180, 400);
  let unmoved = 0;
  let before = -1;
  while (unmoved < 5) {
    await page.mouse.wheel(0, step);
    await page.waitForTimeout(100);
    const now = await page.evaluate(() => window.scrollY);
    unmoved = now === before ? unmoved + 1 : 0;
    before = now;
  }
}

function longestTask({ traceEvents }: z.infer<typeof trace>): number {
  const main = new Set(traceEvents.filter(({ args }) => args?.name === "CrRendererMain").map(threadOf));
  const tasks = traceEvents.filter((one) => one.name === "ThreadControllerImpl::RunTask" && main.has(threadOf(one)));
  return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

function threadOf({ pid, tid }: { readonly pid: number; readonly tid: number }): string {
  return `${pid} ${tid}`;
}
