import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** The files of a browser's profile in which one of the texts can be read, in UTF-8 or UTF-16, as `file: text`. */
export async function readableIn(profile: string, texts: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        const bytes = await readFile(path);
        return texts
          .filter((text) => bytes.includes(text, 0, "utf8") || bytes.includes(text, 0, "utf16le"))
          .map((text) => `${relative(profile, path)}: ${text}`);
      }),
  );
  return found.flat();
}
