import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { ensureBrowser } from "./browser.ts";
import { runProgram, type Step, type Tally } from "./step.ts";

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** Unit and integration tests of every room. */
export const vitestStep: Step = {
  name: "unit and integration tests",
  run: () =>
    tallied(async (report) => {
      const succeeded = await runProgram("vitest", [
        "run",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ]);
      const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = vitestReport.parse(
        await readJson(report),
      );
      return atLeastOneFailure(succeeded, {
        passed: numPassedTests,
        failed: numFailedTests,
        skipped: numPendingTests + numTodoTests,
      });
    }),
};

/** End-to-end tests in a real Chromium, which is installed first where there is none. */
export const playwrightStep: Step = {
  name: "end-to-end tests",
  run: () =>
    tallied(async (report) => {
      if (!(await ensureBrowser())) return { passed: 0, failed: 1, skipped: 0 };
      const succeeded = await runProgram(
        "playwright",
        ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"],
        { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      );
      const { expected, unexpected, flaky, skipped } = playwrightReport.parse(await readJson(report)).stats;
      return atLeastOneFailure(succeeded, { passed: expected, failed: unexpected + flaky, skipped });
    }),
};

async function tallied(run: (reportFile: string) => Promise<Tally>): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), "gate-"));
  try {
    return await run(join(folder, "report.json"));
  } catch (error) {
    process.stderr.write(
      `The runner left no readable report: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, "utf8"));
}

/** A runner that fails outside its tests (a broken import, an unhandled error) must not look green. */
function atLeastOneFailure(succeeded: boolean, tally: Tally): Tally {
  return succeeded || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}
