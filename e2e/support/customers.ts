import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { TestInfo } from "@playwright/test";

/** Where the setup leaves an installation that was stopped with the demo's customers written. */
export function seededFolder({ project }: TestInfo): string {
  return join(project.outputDir, "seeded");
}

/** Writing 1,450 interactions takes seconds, copying the store that has them does not. */
export async function copySeeded(testInfo: TestInfo, folder: string): Promise<void> {
  await cp(seededFolder(testInfo), folder, { recursive: true });
}
