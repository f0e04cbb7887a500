import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import * as z from "zod";

const root = resolve(import.meta.dirname, "../..");

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

const playwrightSpec = z.object({
  title: z.string(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(
        z.object({ attachments: z.array(z.object({ name: z.string(), path: z.optional(z.string()) })) }),
      ),
    }),
  ),
});
const playwrightSuite = z.object({
  file: z.string(),
  specs: z.array(playwrightSpec),
  get suites() {
    return z.optional(z.array(playwrightSuite));
  },
});
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  suites: z.array(playwrightSuite),
});

export interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Tests that failed, as `file › name`. */
  readonly failures: readonly string[];
  /** Files with a failure, from the root. */
  readonly files: readonly string[];
}

export function readVitestReport(json: unknown): Report {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = vitestReport.parse(json);
  const failing = testResults.filter(({ status }) => status === "failed");
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
    failures: failing.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === "failed")
        .map(({ fullName }) => `${relative(root, name)} › ${fullName}`),
    ),
    files: failing.map(({ name }) => relative(root, name)),
  };
}

interface BrowserReport extends Omit<Report, "files"> {
  /** Tests that failed and passed when they were run again. */
  readonly flaky: readonly string[];
  /** Where it is written what the page showed when one failed. */
  readonly contexts: readonly string[];
}

export function readPlaywrightReport(json: unknown): BrowserReport {
  const { stats, suites } = playwrightReport.parse(json);
  const specs = suites.flatMap(specsOf);
  const named = (wanted: string) =>
    specs.filter(({ tests }) => tests.some(({ status }) => status === wanted)).map(({ name }) => name);
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    failures: named("unexpected"),
    flaky: named("flaky"),
    contexts: specs
      .flatMap(({ tests }) => tests.flatMap(({ results }) => results.flatMap(({ attachments }) => attachments)))
      .flatMap(({ name, path }) => (name === "error-context" && path !== undefined ? [path] : [])),
  };
}

interface NamedSpec extends z.infer<typeof playwrightSpec> {
  readonly name: string;
}

function specsOf({ file, specs, suites = [] }: z.infer<typeof playwrightSuite>): readonly NamedSpec[] {
  return [
    ...specs.map((spec) => ({ ...spec, name: `e2e/${file} › ${spec.title}` })),
    ...suites.flatMap((suite) => specsOf(suite)),
  ];
}

/** What the page showed, as the accessibility tree that Playwright wrote down. */
export async function pageIn(context: string): Promise<string> {
  const [, page = "nothing was written down"] = /```yaml\n(.*?)```/s.exec(await readFile(context, "utf8")) ?? [];
  return page.slice(0, 3000);
}
