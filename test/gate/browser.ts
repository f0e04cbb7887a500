import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { runProgram } from "./step.ts";

const debianChromium = "/usr/bin/chromium";

/** Debian's Chromium where there is one; otherwise undefined, which means Playwright's own. */
export function browserPath(): string | undefined {
  return existsSync(debianChromium) ? debianChromium : undefined;
}

/** True once a browser is there: Debian's, else Playwright's own, else one that is installed now. */
export async function ensureBrowser(): Promise<boolean> {
  if (browserPath() !== undefined || existsSync(chromium.executablePath())) return true;
  process.stdout.write("No Chromium on this machine: installing one.\n");
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    await runProgram("apt-get", ["update", "-q"]);
    await runProgram("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-noto-core"], {
      DEBIAN_FRONTEND: "noninteractive",
    });
    if (browserPath() !== undefined) return true;
  }
  if (await runProgram("playwright", ["install", "chromium"])) return true;
  process.stderr.write(
    "No browser could be installed: install Chromium (Debian: apt-get install chromium), then run again.\n",
  );
  return false;
}
