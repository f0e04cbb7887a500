import { availableParallelism, loadavg } from "node:os";
import { measureHotKey } from "./hot-key.ts";
import { loadTool } from "./load.ts";
import { measureLookups } from "./lookups.ts";
import { measurePast } from "./past.ts";
import { measurePipeline } from "./pipeline.ts";
import { type Row, toTable } from "./table.ts";
import { measureUpserts } from "./upserts.ts";

/** `npm run bench service` and `npm run bench pipeline`, with `-- --short` in about a minute: ratios within one run; absolute numbers are the machine's. */
const [what, ...options] = process.argv.slice(2);
if (what === "service") await run(options.includes("--short"));
// A part of its own, with the browser's types.
else if (what === "widget") await import(new URL("widget/main.ts", import.meta.url).href);
else if (what === "pipeline") await measurePipeline(options.includes("--short") ? 100 : 1000);
else {
  process.stderr.write("Name what to measure: npm run bench service, pipeline or widget; each with -- --short\n");
  process.exitCode = 1;
}

async function run(isShort: boolean): Promise<void> {
  const busy = loadavg()[0] ?? 0;
  const parts: readonly (() => Promise<readonly Row[]>)[] = [
    () => measureLookups(10_000, isShort ? 50_000 : 1_000_000, isShort ? 1 : 5),
    () => measureUpserts(isShort ? 1 : 5),
    () => measurePast(isShort ? 60 : 400),
    () => measureHotKey(isShort ? 4 : 20),
  ];
  const rows: Row[] = [];
  for (const part of parts) rows.push(...(await part()));
  process.stdout.write(
    `\n${toTable(rows)}\n\nNode ${process.version}, ${availableParallelism()} cores, load by ${loadTool}, ${busy.toFixed(1)} others running at the start` +
      `${busy > 0.5 ? " (a quiet machine gives steadier numbers)" : ""}.\n`,
  );
}
