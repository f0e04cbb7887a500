import type * as z from "zod/mini";
import type { Issue } from "../../contract/problem.ts";

const maxIssues = 20;
const typeNames: Record<string, string> = {
  string: "must be text",
  number: "must be a number",
  int: "must be a whole number",
  boolean: "must be true or false",
  object: "must be an object",
  record: "must be an object",
  array: "must be a list",
  null: "must be null",
};

/** The faults of a request in words, by the place of each. What the caller sent is never repeated. */
export function describeIssues(issues: readonly z.core.$ZodIssue[], data: unknown): Issue[] {
  return issues
    .slice(0, maxIssues)
    .map((issue) => ({ path: pathText(issue.path), message: describe(issue, valueAt(data, issue.path)) }));
}

function describe(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined && issue.code !== "custom") return "is required";
  switch (issue.code) {
    case "invalid_type":
      return typeNames[issue.expected] ?? "has the wrong type";
    case "too_big":
      return `must ${bounded(issue.origin, "at most", Number(issue.maximum))}`;
    case "too_small":
      return `must ${bounded(issue.origin, "at least", Number(issue.minimum))}`;
    case "unrecognized_keys":
      return unknownMembers(issue.keys);
    case "invalid_value":
      return `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.map(String).join(", ")}`;
    case "invalid_union":
      return describeUnion(issue, value);
    case "invalid_key":
      return `has a key that ${issue.issues.map((inner) => describe(inner, "")).join(" and ")}`;
    case "invalid_element":
    case "not_multiple_of":
    case "invalid_format":
    case "custom":
      return written(issue.message);
    default:
      return issue satisfies never;
  }
}

/** The contract's own sentences pass; zod's placeholder for rules without one does not. */
function written(message: string): string {
  return message === "" || message === "Invalid input" ? "has a value that is not allowed here" : message;
}

function bounded(origin: string, side: "at most" | "at least", bound: number): string {
  if (origin === "string") return `have ${side} ${bound} ${bound === 1 ? "character" : "characters"}`;
  if (origin === "array" || origin === "set") return `have ${side} ${bound} ${bound === 1 ? "entry" : "entries"}`;
  return `be ${side} ${bound}`;
}

function describeUnion(issue: z.core.$ZodIssueInvalidUnion, value: unknown): string {
  if ("options" in issue && Array.isArray(issue.options))
    return `must be one of ${issue.options.map(String).join(", ")}`;
  const branches = issue.errors.map(([first]) => first).filter((first) => first !== undefined);
  const fitting = branches.filter((first) => first.code !== "invalid_type" || first.path.length > 0);
  const told = (fitting.length > 0 ? fitting : branches).map((first) => describe(first, valueAt(value, first.path)));
  return told.length > 0 ? [...new Set(told)].join(" or ") : "has a value that is not allowed here";
}

function unknownMembers(keys: readonly string[]): string {
  const names = keys.filter((key) => isMemberName(key));
  const others = keys.length - names.length;
  const told = [...names.slice(0, 5).map((name) => `"${name}"`), ...(others > 0 ? [`${others} more`] : [])];
  return `must not have members that the contract does not know: ${told.join(", ")}`;
}

/** Names of members may be repeated, but a phone number or an email that stands in a key's place may not. */
function isMemberName(key: string): boolean {
  return /^(?!.*\d{4})[A-Za-z_][\w-]{0,63}$/.test(key);
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === "number" || isMemberName(String(part)) ? String(part) : "*")).join(".");
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
