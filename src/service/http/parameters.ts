import * as z from "zod/mini";
import { limits } from "../../contract/limits.ts";
import { id } from "../../contract/primitives.ts";
import type { Outcome } from "../customers/customers.ts";
import { invalidRequest } from "./problem.ts";

/** The path parameter of the routes about one customer. */
export const customerParams = z.strictObject({ customerId: id });

export const sessionParams = z.strictObject({ sessionId: id });

/** Ids that the service made itself: whether there is such a thing is for the operation to say. */
const madeId = z.string().check(z.minLength(1), z.maxLength(limits.idLength));
export const linkedIdentifierParams = z.strictObject({ customerId: id, identifierId: madeId });
export const mergeParams = z.strictObject({ customerId: id, mergeId: madeId });
export const deadLetterParams = z.strictObject({ id: madeId });

export const dryRunQuery = z.strictObject({ dryRun: z.optional(z.boolean()) });

/** No record has it, so that a tag which is none of ours never matches. */
const noVersion = -1;

/** The query string as an object: numbers and booleans are read where the schema wants them, a name said twice stays a list and is refused. */
export function queryReader(schema: z.core.$ZodType): (url: string) => Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const types = new Map(Object.entries(properties).map(([name, property]) => [name, typeOf(property)]));
  return (url) => {
    const values: Record<string, unknown> = {};
    if (!url.includes("?")) return values;
    const query = new URL(url).searchParams;
    for (const name of new Set(query.keys())) {
      const [text, ...more] = query.getAll(name);
      Object.defineProperty(values, name, {
        value: more.length > 0 || text === undefined ? [text, ...more] : read(text, types.get(name)),
        enumerable: true,
      });
    }
    return values;
  };
}

function typeOf(property: z.core.JSONSchema._JSONSchema): string | undefined {
  return typeof property === "object" && typeof property.type === "string" ? property.type : undefined;
}

function read(text: string, type: string | undefined): unknown {
  if (type === "integer" && /^\d{1,15}$/.test(text)) return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

/** The version of an `If-Match`, null without one or for `*`. A weak or foreign tag is well formed and matches nothing. */
export function readIfMatch(header: string | null): Outcome<number | null> {
  if (header === null || header.trim() === "*") return { ok: true, value: null };
  const tag = /^\s*(W\/)?"([\x21\x23-\x7e]*)"\s*$/.exec(header);
  if (!tag) return invalidRequest([{ path: "If-Match", message: 'must be one version in double quotes, such as "7"' }]);
  const [, weak, version = ""] = tag;
  return { ok: true, value: weak === undefined && /^\d{1,15}$/.test(version) ? Number(version) : noVersion };
}
