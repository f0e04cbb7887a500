import { relative, resolve } from "node:path";
import { build, type Rolldown } from "vite";
import { beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** What no browser may ever be sent. */
const foreign =
  /(^|\/)src\/(service|desk)\/|(^|\/)test\/|(^|\/)e2e\/|node_modules\/(axios|winston|configparser|hono|@hono|pino|prom-client|ws|libphonenumber-js|snyk)\//;

/** What may come only after the first paint. */
const late = /node_modules\/(dexie|purecloud-platform-client-v2|purecloud-client-app-sdk)\//;

/** Code that a strict Content-Security-Policy refuses or that would let text become markup. */
const unsafe = /\beval\(|new Function\(|\.innerHTML\s*=|document\.write\(|dangerouslySetInnerHTML:/;

function modulesOf(chunks: readonly Rolldown.OutputChunk[]): string[] {
  return chunks.flatMap((chunk) => chunk.moduleIds.map((moduleId) => relative(root, moduleId)));
}

/** The entry and all it imports statically: what is there before anything shows. */
function entryGraph(chunks: readonly Rolldown.OutputChunk[]): Rolldown.OutputChunk[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const seen = new Set<Rolldown.OutputChunk>();
  const visit = (chunk: Rolldown.OutputChunk | undefined) => {
    if (!chunk || seen.has(chunk)) return;
    seen.add(chunk);
    for (const name of chunk.imports) visit(byName.get(name));
  };
  for (const chunk of chunks) if (chunk.isEntry) visit(chunk);
  return [...seen];
}

describe("the built widget", () => {
  let chunks: Rolldown.OutputChunk[];

  beforeAll(async () => {
    const environment = process.env["NODE_ENV"];
    process.env["NODE_ENV"] = "production";
    const result = await build({ root, mode: "production", logLevel: "silent", build: { write: false } });
    process.env["NODE_ENV"] = environment;
    const [output] = [result].flat();
    if (!output || !("output" in output)) throw new Error("vite built nothing");
    chunks = output.output.filter((file) => file.type === "chunk");
  }, 60_000);

  it("holds nothing of the service, the desk, the tests or Node's libraries", () => {
    expect(modulesOf(chunks).filter((moduleId) => foreign.test(moduleId))).toEqual([]);
  });

  it("loads the database and the Genesys SDKs only after the first paint", () => {
    expect(modulesOf(entryGraph(chunks)).filter((moduleId) => late.test(moduleId))).toEqual([]);
    expect(modulesOf(chunks).some((moduleId) => late.test(moduleId))).toBe(true);
  });

  it("names no place of development", () => {
    const named = chunks.filter((chunk) => /localhost:\d|127\.0\.0\.1:\d/.test(chunk.code));
    expect(named.map((chunk) => chunk.fileName)).toEqual([]);
  });

  it("has no code that a strict content security policy refuses, outside React itself", () => {
    const refused = chunks.flatMap((chunk) =>
      Object.entries(chunk.modules)
        .filter(([moduleId, module]) => !/node_modules\/react-dom\//.test(moduleId) && unsafe.test(module.code ?? ""))
        .map(([moduleId]) => relative(root, moduleId)),
    );
    expect(refused).toEqual([]);
  });
});

describe("the checks of the built widget", () => {
  it.each([
    "src/service/config.ts",
    "src/desk/server.ts",
    "node_modules/axios/index.js",
    "node_modules/hono/dist/hono.js",
  ])("find %s where it is planted", (moduleId) => {
    expect(foreign.test(moduleId)).toBe(true);
  });

  it.each(["element.innerHTML = text", 'eval("1")', 'new Function("return 1")'])(
    "find %s where it is planted",
    (code) => {
      expect(unsafe.test(code)).toBe(true);
    },
  );

  it("leave the widget and the contract alone", () => {
    expect(foreign.test("src/widget/main.tsx")).toBe(false);
    expect(foreign.test("src/contract/record.ts")).toBe(false);
  });
});
