import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The platform SDK imports these for Node only; a browser never reaches them, and axios would carry the token in its errors. */
const nodeOnly = {
  find: /^(?:winston|configparser|axios)$/,
  replacement: here("src/widget/genesys/not-in-browsers.ts"),
};

/** Dexie's own entry keeps two copies of itself from meeting, and brings the older syntax: 2 KB gzip more. */
const modernDexie = { find: /^dexie$/, replacement: "dexie/dist/modern/dexie.mjs" };

/** The client app SDK's bundle for browsers carries Genesys' whole service discovery, which is half of it. */
const leanClientApp = [
  { find: /^purecloud-client-app-sdk$/, replacement: "purecloud-client-app-sdk/dist/main.mjs" },
  { find: /^query-string$/, replacement: here("src/widget/genesys/query-string.ts") },
  { find: /^genesys-cloud-service-discovery-web$/, replacement: here("src/widget/genesys/known-environments.ts") },
];

/** What a mode builds besides the widget: its folder is where its `index.html` is, and its name that under dist. */
const otherPages: Readonly<Record<string, { readonly folder: string; readonly base: string }>> = {
  desk: { folder: "src/desk/page", base: "/" },
  operators: { folder: "src/operators", base: "/operators/" },
};

/** `vite build` makes the widget (dist/widget), `--mode desk` the desk's page (dist/desk), `--mode operators` the operators' page. */
export default defineConfig(({ mode }) => ({
  plugins: [react()],
  root: here(otherPages[mode]?.folder ?? "."),
  base: otherPages[mode]?.base ?? "/",
  publicDir: otherPages[mode] ? false : here("public"),
  resolve: { alias: [nodeOnly, modernDexie, ...leanClientApp] },
  define: mode === "test" ? {} : { "process.env.NODE_ENV": JSON.stringify("production") },
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
        },
      },
    ],
  },
}));
