import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type BrowserContextOptions, chromium } from "@playwright/test";
import { browserPath } from "../../test/gate/browser.ts";

/**
 * How the browser treats the storage of a third-party frame: `partitioned` as browsers do today,
 * `blocked` as with third-party cookies forbidden (every storage API of the frame throws).
 */
export type ThirdPartyStorage = "partitioned" | "blocked";

/**
 * The last `--disable-features` wins: this one is Playwright's without `ThirdPartyStoragePartitioning`,
 * which Playwright switches off and real browsers have on.
 */
const withPartitioning =
  "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch";

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Browser {
  readonly context: BrowserContext;
  /** The browser's profile on disk. */
  readonly profile: string;
  close(): Promise<void>;
}

/** A Chromium with a profile of its own, thrown away on close. */
export async function openBrowser(
  thirdPartyStorage: ThirdPartyStorage,
  options: BrowserContextOptions = {},
): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), "journey-profile-"));
  await mkdir(join(profile, "Default"), { recursive: true });
  await writeFile(
    join(profile, "Default", "Preferences"),
    JSON.stringify({ profile: { cookie_controls_mode: thirdPartyStorage === "blocked" ? 1 : 0 } }),
  );
  const executablePath = browserPath();
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    ...(executablePath === undefined ? {} : { executablePath }),
    ignoreDefaultArgs: ["--disable-popup-blocking"],
    args: thirdPartyStorage === "partitioned" ? [...quiet, withPartitioning] : quiet,
  });
  return {
    context,
    profile,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
