import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const sdk = resolve(import.meta.dirname, "../../../node_modules/purecloud-platform-client-v2");
const declarations = readFileSync(join(sdk, "index.d.ts"), "utf8");

/** One call that the SDK knows. */
interface Operation {
  readonly method: string;
  readonly path: RegExp;
  readonly name: string;
}

const operations = readdirSync(join(sdk, "src/purecloud-platform-client-v2/api")).flatMap((file) =>
  operationsIn(readFileSync(join(sdk, "src/purecloud-platform-client-v2/api", file), "utf8")),
);

/** What of a call the SDK's types do not know, a sentence each. */
export function strangenessOf(call: {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}): readonly string[] {
  const known = operations.filter(({ method, path }) => method === call.method && path.test(call.path));
  if (known.length === 0) return [`${call.method} ${call.path} is no call of the SDK`];
  const bodies = known.flatMap(({ name }) => bodyOf(name) ?? []);
  if (call.body === null) return [];
  return bodies.length === 0
    ? [`${call.method} ${call.path} has no body`]
    : strangeIn(call.body, bodies[0] ?? "", `${call.method} ${call.path}`);
}

function operationsIn(source: string): Operation[] {
  const calls = source.matchAll(/^\t(\w+)\([^)]*\) \{ ?\n(?:(?!^\t\}).)*?callApi\(\s*'([^']+)',\s*'(\w+)'/gms);
  return [...calls].map(([, name = "", path = "", method = ""]) => ({
    method,
    path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
    name,
  }));
}

function bodyOf(name: string): string | null {
  const direct = new RegExp(`\\b${name}\\([^)]*body: Models\\.(\\w+)`).exec(declarations)?.[1];
  const options = new RegExp(`interface ${name}Options \\{[^}]*"body"\\?: Models\\.(\\w+)`).exec(declarations)?.[1];
  return direct ?? options ?? null;
}

function strangeIn(value: unknown, type: string, place: string): readonly string[] {
  const members = membersOf(type);
  if (members === null || typeof value !== "object" || value === null) return [];
  const given = new Map<string, unknown>(Object.entries(value));
  const unknown = [...given.keys()].filter((name) => !members.has(name));
  const missing = [...members].filter(([name, { isOptional }]) => !isOptional && !given.has(name));
  return [
    ...unknown.map((name) => `${place}: ${type} has no member ${name}`),
    ...missing.map(([name]) => `${place}: ${type} needs ${name}`),
    ...[...given].flatMap(([name, inner]) => {
      const declared = members.get(name)?.type ?? "";
      const inners: unknown[] = declared.startsWith("Array<") && Array.isArray(inner) ? inner : [inner];
      const innerType = /^(?:Array<)?Models\.(\w+)/.exec(declared)?.[1];
      return innerType === undefined ? [] : inners.flatMap((one) => strangeIn(one, innerType, `${place} ${name}`));
    }),
  ];
}

function membersOf(type: string): ReadonlyMap<string, { readonly isOptional: boolean; readonly type: string }> | null {
  const [, text] = new RegExp(`export interface ${type} \\{ ?\\n(.*?)\\n\\t\\}`, "s").exec(declarations) ?? [];
  if (text === undefined) return null;
  const members = text.matchAll(/^\t\t"(\w+)"(\??): (.+);$/gm);
  return new Map(
    [...members].map(([, name = "", mark, declared = ""]) => [name, { isOptional: mark === "?", type: declared }]),
  );
}
