import { playwrightStep, vitestStep } from "./runners.ts";
import { programStep, type Step, type Tally } from "./step.ts";

const quick: readonly Step[] = [
  programStep("format", "oxfmt", ["--check", "."]),
  programStep("lint", "oxlint", ["src", "test", "e2e", "vite.config.ts"]),
  programStep("types", "tsc", ["-b"]),
  programStep("dead code", "knip", []),
  programStep("build", "npm", ["run", "--silent", "build"]),
  programStep("size", "size-limit", []),
  vitestStep,
];

const steps = process.argv[2] === "quick" ? quick : [...quick, playwrightStep];
let total: Tally = { passed: 0, failed: 0, skipped: 0, troubles: [] };

for (const step of steps) {
  process.stdout.write(`\n== ${step.name}\n`);
  const tally = await step.run();
  total = {
    passed: total.passed + tally.passed,
    failed: total.failed + tally.failed,
    skipped: total.skipped + tally.skipped,
    troubles: [...total.troubles, ...tally.troubles],
  };
}

if (total.troubles.length > 0) process.stdout.write(`\n${total.troubles.join("\n")}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
process.stdout.write(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}\n`,
);
