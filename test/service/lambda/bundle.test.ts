import { isBuiltin } from "node:module";
import { relative, resolve } from "node:path";
import { build, type Rolldown } from "vite";
import { beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../../..");

/** Other engines, other rooms, and what serves a process that listens. */
const foreign =
  /(^|\/)src\/(widget|desk|aws)\/|src\/service\/(main|open-stores|http\/listen)\.ts|stores\/(sqlite|redis)\/|(^|\/)test\/|node_modules\/(@redis|ws|react|react-dom|@hono\/node-server|aws-cdk-lib)\//;
const nodeOnly24 = /["'`]node:(sqlite|test|sea)["'`]/;
const megabytes = 1_048_576;

/** The modules that are loaded with a chunk, before anything is asked of it. */
function loadedWith(chunks: readonly Rolldown.OutputChunk[], entry: string): readonly string[] {
  const seen = new Set<Rolldown.OutputChunk>();
  const visit = (name: string) => {
    const chunk = chunks.find(({ fileName }) => fileName === name);
    if (!chunk || seen.has(chunk)) return;
    seen.add(chunk);
    for (const next of chunk.imports) visit(next);
  };
  visit(entry);
  return [...seen].flatMap(({ moduleIds }) => moduleIds);
}

describe("the bundle of the functions", () => {
  let chunks: Rolldown.OutputChunk[];
  const modulesOf = () => chunks.flatMap(({ moduleIds }) => moduleIds.map((moduleId) => relative(root, moduleId)));

  beforeAll(async () => {
    const configFile = resolve(root, ".config/vite.lambda.config.ts");
    const result = await build({ configFile, logLevel: "silent", build: { write: false } });
    const [output] = [result].flat();
    if (!output || !("output" in output)) throw new Error("vite built nothing");
    chunks = output.output.filter((file) => file.type === "chunk");
  }, 60_000);

  it("has one handler a function, under the name that is deployed", () => {
    const index = chunks.find(({ fileName }) => fileName === "index.mjs");
    expect(index?.exports).toEqual(expect.arrayContaining(["api", "events", "sweep", "work"]));
  });

  it("holds the DynamoDB engine and no other", () => {
    expect(modulesOf().filter((moduleId) => foreign.test(moduleId))).toEqual([]);
    expect(modulesOf()).toContain("src/service/stores/dynamodb/open.ts");
  });

  it("needs nothing that it does not bring or that the runtime does not have", () => {
    const imports = chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]);
    const own = new Set(chunks.map(({ fileName }) => fileName));
    const brought = (name: string) => own.has(name) || isBuiltin(name);
    expect(imports.filter((name) => !brought(name))).toEqual([]);
    expect(chunks.filter(({ code }) => nodeOnly24.test(code)).map(({ fileName }) => fileName)).toEqual([]);
  });

  it("loads the pipeline and its SDK only for the functions that work with them", () => {
    expect(
      loadedWith(chunks, "index.mjs").filter((id) => /purecloud-platform-client-v2|libphonenumber/.test(id)),
    ).toEqual([]);
    expect(modulesOf().some((id) => id.includes("purecloud-platform-client-v2"))).toBe(true);
  });

  it("is small", () => {
    const bytes = chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
    expect(bytes).toBeLessThan(5 * megabytes);
  });
});

describe("the checks of the bundle", () => {
  it.each(["src/service/stores/sqlite/database.ts", "node_modules/@redis/client/index.js", "src/service/main.ts"])(
    "find %s where it is planted",
    (moduleId) => expect(foreign.test(moduleId)).toBe(true),
  );

  it("find a built-in that only later versions have", () => {
    expect(nodeOnly24.test('import{DatabaseSync}from"node:sqlite"')).toBe(true);
  });
});
