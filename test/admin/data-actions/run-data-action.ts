import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { JSONPath } from "jsonpath-plus";
import { render } from "velocityjs";
import * as z from "zod/mini";

const texts = z.record(z.string(), z.string());
const jsonSchema = z.record(z.string(), z.unknown());

/** An exported Data Action, as Architect's import takes it. */
const exported = z.strictObject({
  name: z.string(),
  integrationType: z.literal("custom-rest-actions"),
  actionType: z.literal("custom"),
  config: z.strictObject({
    timeoutSeconds: z.int().check(z.minimum(1), z.maximum(60)),
    request: z.strictObject({
      requestUrlTemplate: z.string(),
      requestType: z.enum(["GET", "PUT", "POST", "PATCH", "DELETE"]),
      headers: texts,
      requestTemplate: z.string(),
    }),
    response: z.strictObject({
      translationMap: texts,
      translationMapDefaults: texts,
      successTemplate: z.string(),
    }),
  }),
  contract: z.strictObject({
    input: z.strictObject({ inputSchema: jsonSchema }),
    output: z.strictObject({ successSchema: jsonSchema }),
  }),
  secure: z.boolean(),
});
export type DataAction = z.infer<typeof exported>;

export function readDataAction(file: string): DataAction {
  const place = new URL(`../../../src/admin/data-actions/${file}`, import.meta.url);
  return exported.parse(JSON.parse(readFileSync(place, "utf8")));
}

/** How Genesys Cloud writes a JSON null that a path found: its documentation says only that defaults do not apply. */
export type NullStyle = "the word null" | "no value";

interface Run {
  readonly baseUrl: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly nulls?: NullStyle;
}

/** What the flow gets: the output of its success path, or the status with which it takes the failure path. */
export type Outcome =
  | { readonly path: "success"; readonly output: unknown; readonly request: SentRequest }
  | { readonly path: "failure"; readonly status: number; readonly request: SentRequest };
interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

/** The macros of Genesys Cloud's templates that the actions use. */
const esc = {
  jsonEncode: (text: string) => JSON.stringify(text).slice(1, -1),
  uriEncode: (text: string) => encodeURIComponent(text),
};

/** Runs an action as Genesys Cloud does: contract, request templates, HTTP, translation map, success template, contract. */
export async function runDataAction(
  { config: { timeoutSeconds, request, response }, contract }: DataAction,
  { baseUrl, credentials, nulls = "the word null" }: Run,
  input: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const ajv = new Ajv({ strict: false });
  if (!ajv.validate(contract.input.inputSchema, input)) throw new Error(`The input contract: ${ajv.errorsText()}`);
  const filled = (template: string) => render(template, { input, credentials, esc }, {}, { escape: false });
  const sent = {
    method: request.requestType,
    url: filled(request.requestUrlTemplate).replace("https://HOST", baseUrl),
    body: filled(request.requestTemplate),
  };
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, filled(value)]));
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  const answer = await fetch(sent.url, { method: sent.method, headers, body: sent.body, signal });
  if (!answer.ok) return { path: "failure", status: answer.status, request: sent };

  const raw: unknown = await answer.json();
  const values = Object.entries(response.translationMap).map(([name, path]) => [
    name,
    translated(raw, path, response.translationMapDefaults[name], nulls),
  ]);
  const output: unknown = JSON.parse(
    render(response.successTemplate, Object.fromEntries(values), {}, { escape: false }),
  );
  if (!ajv.validate(contract.output.successSchema, output)) {
    throw new Error(`The output contract: ${ajv.errorsText()}`);
  }
  return { path: "success", output, request: sent };
}

/** The JSON text of what a path finds; the default only where it finds nothing at all. */
function translated(raw: unknown, path: string, otherwise: string | undefined, nulls: NullStyle): string | null {
  if (typeof raw !== "object" || raw === null) throw new Error("The service answered no object.");
  const found: unknown = JSONPath({ path, json: raw, wrap: true });
  if (!Array.isArray(found) || found.length === 0) return otherwise ?? null;
  const [value]: unknown[] = found;
  return value === null && nulls === "no value" ? null : JSON.stringify(value);
}
