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

/** `vite build` makes the widget (dist/widget), `vite build --mode desk` the desk's page (dist/desk). */
export default defineConfig(({ mode }) => ({
  plugins: [react()],
  root: mode === "desk" ? here("src/desk/page") : here("."),
  publicDir: mode === "desk" ? false : here("public"),
  resolve: { alias: [nodeOnly, modernDexie, ...leanClientApp] },
  define: mode === "test" ? {} : { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: mode === "desk" ? here("dist/desk") : here("dist/widget"),
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
