import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { build } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const notInBrowsers = here("../../../src/widget/genesys/not-in-browsers.ts");

/** A page that the widget is compared with: the five lines once out of their code and once out of IndexedDB, the ordinary integration once with the SDK's token kept and once as the SDK does by itself. */
export type ComparedPage = "five-lines" | "five-lines-remembered" | "ordinary" | "ordinary-signing-in";

/** Builds the page as vite does by itself and answers the folder. */
export async function buildPage(page: ComparedPage): Promise<string> {
  const outDir = here(`../../../node_modules/.cache/bench/${page}`);
  await build({
    root: here(page.startsWith("five-lines") ? "./pages/five-lines" : "./pages/ordinary"),
    configFile: false,
    logLevel: "error",
    plugins: [react()],
    resolve: {
      // The platform SDK's bundle for browsers has no exports that vite finds, and its source brings two parts of Node.
      mainFields: ["module", "browser", "main"],
      alias: { winston: notInBrowsers, configparser: notInBrowsers },
    },
    define: {
      "process.env.NODE_ENV": JSON.stringify("production"),
      "import.meta.env.VITE_KEEPS_TOKEN": JSON.stringify(page === "ordinary"),
      "import.meta.env.VITE_REMEMBERS": JSON.stringify(page === "five-lines-remembered"),
    },
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 10_000, target: "es2022" },
  });
  return outDir;
}
