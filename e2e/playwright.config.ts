import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  fullyParallel: true,
  workers: 2,
  // What passes only then is named at the end of the tests.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: process.env["CI"] !== undefined,
  reporter: "list",
  use: { screenshot: "only-on-failure" },
  projects: [
    { name: "seed", testMatch: "seed.setup.ts" },
    { name: "end to end", testMatch: "**/*.spec.ts", dependencies: ["seed"] },
  ],
});
