import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { pageIn, readPlaywrightReport, readVitestReport } from "./reports.ts";

const root = resolve(import.meta.dirname, "../..");

const assertion = (fullName: string, status: string) => ({ fullName, status });
const spec = (title: string, status: string, attachments: readonly object[] = []) => ({
  title,
  tests: [{ status, results: [{ attachments }] }],
});

it("a report of vitest names every test that failed, and its file", () => {
  const report = readVitestReport({
    numPassedTests: 2,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [
      { name: join(root, "test/one.test.ts"), status: "passed", assertionResults: [assertion("one holds", "passed")] },
      {
        name: join(root, "test/two.test.ts"),
        status: "failed",
        assertionResults: [assertion("two holds", "passed"), assertion("two breaks", "failed")],
      },
    ],
  });
  expect(report).toEqual({
    passed: 2,
    failed: 1,
    skipped: 2,
    failures: ["test/two.test.ts › two breaks"],
    files: ["test/two.test.ts"],
  });
});

it("a report of Playwright tells what failed from what passed the second time, and where the page is written down", () => {
  const report = readPlaywrightReport({
    stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 },
    suites: [
      {
        file: "one.spec.ts",
        specs: [spec("holds", "expected"), spec("holds late", "flaky", [{ name: "error-context", path: "/a.md" }])],
        suites: [{ file: "one.spec.ts", specs: [spec("breaks", "unexpected", [{ name: "screenshot" }])] }],
      },
    ],
  });
  expect(report).toEqual({
    passed: 2,
    failed: 1,
    skipped: 0,
    failures: ["e2e/one.spec.ts › breaks"],
    flaky: ["e2e/one.spec.ts › holds late"],
    contexts: ["/a.md"],
  });
});

it("what a page showed is read out of what Playwright wrote down", async () => {
  const folder = mkdtempSync(join(tmpdir(), "report-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "error-context.md");
  writeFileSync(file, '# Page snapshot\n\n```yaml\n- heading "First Contact" [level=1]\n```\n\n# Test source\n');
  expect(await pageIn(file)).toBe('- heading "First Contact" [level=1]\n');
});
