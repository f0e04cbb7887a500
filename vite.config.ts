import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import clientApp from "purecloud-client-app-sdk/package.json" with { type: "json" };

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The platform SDK imports these for Node only; a browser never reaches them, and axios would carry the token in its errors. */
const nodeOnly = {
  find: /^(?:winston|configparser|axios)$/,
  replacement: here("src/widget/genesys/not-in-browsers.ts"),
};

/** Dexie's own entry keeps two copies of itself from meeting, and brings the older syntax: 2 KB gzip more. */
const modernDexie = { find: /^dexie$/, replacement: "dexie/dist/modern/dexie.mjs" };

/**
 * The client app SDK's bundle for browsers carries Genesys' whole service discovery and what made it run ten years ago: its
 * own source, which the package has beside it, is a third of that.
 */
const leanClientApp = [
  { find: /^purecloud-client-app-sdk$/, replacement: "purecloud-client-app-sdk/src/index.ts" },
  { find: /^query-string$/, replacement: here("src/widget/genesys/query-string.ts") },
  { find: /^genesys-cloud-service-discovery-web$/, replacement: here("src/widget/genesys/known-environments.ts") },
];

/** What a mode builds besides the widget: its folder is where its `index.html` is, and its name that under dist. */
const otherPages: Readonly<Record<string, { readonly folder: string; readonly base: string }>> = {
  desk: { folder: "src/desk/page", base: "/" },
  operators: { folder: "src/operators", base: "/operators/" },
};

/** What that source is built with. */
const clientAppConstants = {
  __PACKAGE_NAME__: JSON.stringify(clientApp.name),
  __PACKAGE_VERSION__: JSON.stringify(clientApp.version),
  __PC_DEV_ENVS__: "[]",
  __GC_DEV_EXTRA_ENVS__: "[]",
};

/** The platform SDK's own logger would write requests down, and its own HTTP client is axios': neither is ever used. */
const leanPlatformClient: Plugin = {
  name: "lean-platform-client",
  enforce: "pre",
  resolveId: (source, importer) =>
    /^\.\/(?:logger|DefaultHttpClient)\.js$/.test(source) && importer?.includes("/purecloud-platform-client-v2/")
      ? here("src/widget/genesys/silent-logger.ts")
      : null,
};

/**
 * Dexie's live queries, their cache and its hooks are a fifth of it, and nothing here is told of changes by them. What is
 * not used by anything any more is left out by the bundler.
 */
const leanDexie: Plugin = {
  name: "lean-dexie",
  enforce: "pre",
  transform(code, id) {
    if (!id.includes("/dexie/dist/modern/dexie.mjs")) return null;
    return unusedInDexie.reduce((rest, unused) => {
      if (rest.split(unused).length !== 2)
        this.error(`Dexie has changed: look for "${unused}" in it, or take it off the list.`);
      return rest.replace(unused, "");
    }, code);
  },
};

const unusedInDexie = [
  "this.use(cacheExistingValuesMiddleware);",
  "this.use(cacheMiddleware);",
  "this.use(observabilityMiddleware);",
  "this.use(hooksMiddleware);",
  "    liveQuery,\n    extendObservabilitySet,\n",
];

/** `vite build` makes the widget (dist/widget), `--mode desk` the desk's page (dist/desk), `--mode operators` the operators' page. */
export default defineConfig(({ mode }) => ({
  plugins: [react(), leanPlatformClient, leanDexie],
  root: here(otherPages[mode]?.folder ?? "."),
  base: otherPages[mode]?.base ?? "/",
  publicDir: otherPages[mode] ? false : here("public"),
  resolve: { alias: [nodeOnly, modernDexie, ...leanClientApp] },
  define: {
    ...clientAppConstants,
    ...(mode !== "test" && {
      "process.env.NODE_ENV": JSON.stringify("production"),
      // Takes the ways through the platform SDK that only Node goes.
      "typeof window": JSON.stringify("object"),
    }),
  },
  build: {
    outDir: here(otherPages[mode] ? `dist/${mode}` : "dist/widget"),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // What goes wrong is said in the panel; a library's warning in the agent's console helps nobody.
    rolldownOptions: { output: { minify: { compress: { dropConsole: true }, mangle: true, codegen: true } } },
  },
  test: {
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          environment: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/widget/**"],
          globalSetup: "test/support/debian-programs.ts",
        },
      },
      {
        extends: true,
        test: {
          name: "widget",
          environment: "jsdom",
          include: ["test/widget/**/*.test.{ts,tsx}"],
          setupFiles: ["test/widget/setup.ts"],
          // As it is built, without what is left out of it.
          server: { deps: { inline: [/\/dexie\//] } },
        },
      },
    ],
  },
}));
