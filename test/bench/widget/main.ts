import { availableParallelism, loadavg } from "node:os";
import { toMarkdown } from "../table.ts";
import { openBrowser } from "./browser.ts";
import { coldRoundTrips } from "./cold-opening.ts";
import { measureLongTimeline } from "./long-timeline.ts";
import { measureOpenings, type Openings } from "./openings.ts";
import { measureTenWidgets } from "./ten-widgets.ts";

/** `npm run bench widget`: what an agent waits for, in Chromium. Needs `npm run build` before; starts and stops all else itself. */
const isShort = process.argv.includes("--short");
/** Milliseconds put before every answer of every page alike: on this machine, within a continent, across an ocean. */
const latencies = [0, 50, 100];

type Line = readonly [what: string, measured: string, reach: string, holds: boolean | null];

const busy = loadavg()[0] ?? 0;
const browser = await openBrowser();
try {
  const rounds = isShort ? 5 : 21;
  const lines: Line[] = [];
  for (const latency of latencies) lines.push(...linesOf(await measureOpenings(browser, rounds, latency), latency));
  const trips = await coldRoundTrips(browser);
  lines.push([
    "cold opening: round trips after sign-in, one after the other",
    String(trips.length),
    "2",
    trips.length <= 2,
  ]);
  for (const { what, longestTask } of await measureLongTimeline(browser)) {
    lines.push([
      `1,300 interactions: ${what}`,
      `longest task ${Math.round(longestTask)} ms`,
      "≤ 50 ms",
      longestTask <= 50,
    ]);
  }
  const ten = await measureTenWidgets(browser);
  lines.push([
    "ten widgets open at once",
    `${ten.signIns} sign-in, ${ten.channels} channel, ${ten.streams} stream`,
    "1, 1, 1",
    ten.signIns === 1 && ten.channels === 1 && ten.streams === 1,
  ]);
  const cells = lines.map(([what, measured, reach, holds]) => [
    what,
    measured,
    reach,
    holds === null ? "" : holds ? "holds" : "misses",
  ]);
  process.stdout.write(
    `\n${toMarkdown([["what", "measured", "to reach", ""], ...cells])}\n\n` +
      `Chromium ${browser.version()}, medians of ${rounds} rounds in turns, ${availableParallelism()} cores, ` +
      `${busy.toFixed(1)} others running at the start.\n`,
  );
} finally {
  await browser.close();
}

function linesOf(measured: Openings, latency: number): readonly Line[] {
  const { widget, whole, fiveLines, fiveLinesRemembered, ordinary, ordinarySigningIn, coldShift, cachedShift } =
    measured;
  const where = latency === 0 ? "on this machine" : `${latency} ms from the servers`;
  const slower = widget / fiveLines;
  const remembering = fiveLinesRemembered / fiveLines;
  const faster = ordinarySigningIn / widget;
  const fasterThanKept = ordinary / widget;
  return [
    [`cached journey, navigation to painted, ${where}`, ms(widget), "", null],
    ["its last part, a frame later", ms(whole), "", null],
    ["a page of five lines with React", `${ms(fiveLines)}: widget ${slower.toFixed(2)} ×`, "≤ 1.3 ×", slower <= 1.3],
    [
      "the same five lines out of IndexedDB, sealed as the widget's",
      `${ms(fiveLinesRemembered)}: ${remembering.toFixed(2)} × the five lines`,
      "",
      null,
    ],
    [
      "the ordinary integration, which waits for its sign-in",
      `${ms(ordinarySigningIn)}: widget ${faster.toFixed(1)} × faster`,
      "≥ 3 × faster",
      faster >= 3,
    ],
    [
      "the same with the SDK's token kept, so that it does not sign in",
      `${ms(ordinary)}: widget ${fasterThanKept.toFixed(1)} × faster`,
      "≥ 3 × faster",
      fasterThanKept >= 3,
    ],
    ["layout shift, cold opening", coldShift.toFixed(3), "< 0.02", coldShift < 0.02],
    ["layout shift, cached until live", cachedShift.toFixed(3), "< 0.02", cachedShift < 0.02],
  ];
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}
