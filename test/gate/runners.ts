import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBrowser } from "./browser.ts";
import { pageIn, readPlaywrightReport, readVitestReport, type Report } from "./reports.ts";
import { runProgram, type Step, type Tally } from "./step.ts";

/** More files than these fail for a reason: they are not run again. */
const mostFilesRunAgain = 3;

/** Unit and integration tests of every room. Files with a failure are run once more, by themselves, and named if they pass then. */
export const vitestStep: Step = {
  name: "unit and integration tests",
  run: () =>
    tallied(async (folder) => {
      const { succeeded, report } = await runVitest(join(folder, "first.json"), []);
      const { files, failures, ...counts } = report;
      const first = atLeastOneFailure(succeeded, { ...counts, troubles: failures.map((name) => `failed: ${name}`) });
      if (failures.length === 0 || files.length > mostFilesRunAgain) return first;
      process.stdout.write(`\n== once more: ${files.join(", ")}\n`);
      const again = await runVitest(join(folder, "again.json"), files);
      if (!again.succeeded || again.report.passed === 0) return first;
      const passed = first.passed + first.failed;
      return { ...first, passed, failed: 0, troubles: failures.map(passedAgain) };
    }),
};

async function runVitest(file: string, files: readonly string[]): Promise<{ succeeded: boolean; report: Report }> {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const succeeded = await runProgram("vitest", ["run", ...reporters, ...files]);
  return { succeeded, report: readVitestReport(await readJson(file)) };
}

/** End-to-end tests in a real Chromium, which is installed first where there is none; a failed one is run once more, and named if it passes then. */
export const playwrightStep: Step = {
  name: "end-to-end tests",
  run: () =>
    tallied(async (folder) => {
      if (!(await ensureBrowser()))
        return { passed: 0, failed: 1, skipped: 0, troubles: ["failed: there is no browser"] };
      const file = join(folder, "report.json");
      const succeeded = await runProgram(
        "playwright",
        ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"],
        { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
      );
      const { failures, flaky, contexts, ...counts } = readPlaywrightReport(await readJson(file));
      for (const context of contexts) process.stdout.write(`\n${context}\n${await pageIn(context)}`);
      const troubles = [...failures.map((name) => `failed: ${name}`), ...flaky.map(passedAgain)];
      return atLeastOneFailure(succeeded, { ...counts, troubles });
    }),
};

function passedAgain(name: string): string {
  return `flaky, passed when run again: ${name}`;
}

async function tallied(run: (folder: string) => Promise<Tally>): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), "gate-"));
  try {
    return await run(folder);
  } catch (error) {
    const trouble = `The runner left no readable report: ${error instanceof Error ? error.message : String(error)}`;
    return { passed: 0, failed: 1, skipped: 0, troubles: [trouble] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, "utf8"));
}

/** A runner that fails outside its tests (a broken import, an unhandled error) must not look green. */
function atLeastOneFailure(succeeded: boolean, tally: Tally): Tally {
  if (succeeded || tally.failed > 0) return tally;
  return { ...tally, failed: 1, troubles: [...tally.troubles, "failed outside of its tests: see the lines above"] };
}
