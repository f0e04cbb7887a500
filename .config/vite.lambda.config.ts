import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * Everything the AWS Lambda functions need in one folder (dist/lambda), for the runtime nodejs22.x: `index.events`, `.work`, `.api`, `.sweep`.
 * `installation` is for whoever deploys them.
 */
export default defineConfig({
  root: here("."),
  publicDir: false,
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: true,
    outDir: here("dist/lambda"),
    emptyOutDir: true,
    target: "node22",
    minify: true,
    rolldownOptions: {
      input: { index: here("src/service/lambda.ts"), installation: here("src/service/aws/installation.ts") },
      output: { format: "esm", entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
    },
  },
});
