import type * as z from "zod/mini";
import { widgetConfig, type WidgetConfig } from "../../contract/widget-config.ts";

/** What `/config.json` turned out to be; `issues` are sentences that the admin who deployed it can act on. */
export type Configuration =
  | { readonly kind: "configured"; readonly config: WidgetConfig }
  | {
      readonly kind: "misconfigured";
      readonly fault: "missing" | "not-json" | "invalid";
      readonly issues: readonly string[];
    };

const path = "/config.json";
const timeoutMilliseconds = 8000;

export async function readConfiguration({
  fetch,
}: {
  readonly fetch: typeof globalThis.fetch;
}): Promise<Configuration> {
  const answer = await ask(fetch);
  if (answer === null) return missing(`${path} could not be read: the server did not answer.`);
  if (answer.status !== 200) {
    return missing(`${path} could not be read: the server answered ${answer.status}. Put it beside index.html.`);
  }
  const parsed = parseJson(answer.text);
  if (parsed === null) {
    return {
      kind: "misconfigured",
      fault: "not-json",
      issues: [
        /^\s*</u.test(answer.text)
          ? `${path} is answered with a web page: the file is missing, or the server sends index.html in its place.`
          : `${path} is not JSON: check it for missing quotes, trailing commas and comments.`,
      ],
    };
  }
  const read = widgetConfig.safeParse(parsed.value, { reportInput: true });
  return read.success
    ? { kind: "configured", config: read.data }
    : { kind: "misconfigured", fault: "invalid", issues: read.error.issues.flatMap(sentencesOf) };
}

function missing(issue: string): Configuration {
  return { kind: "misconfigured", fault: "missing", issues: [issue] };
}

async function ask(fetch: typeof globalThis.fetch): Promise<{ status: number; text: string } | null> {
  try {
    const answer = await fetch(path, {
      cache: "no-cache",
      // As the page's preload asks for it: with any other mode the browser would read the file twice.
      credentials: "same-origin",
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    return { status: answer.status, text: await answer.text() };
  } catch {
    return null;
  }
}

function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

type Issue = z.core.$ZodIssue;

const nouns: Readonly<Record<string, string>> = {
  object: "an object",
  array: "a list",
  string: "text",
  number: "a number",
  int: "a whole number",
};

/** In words of our own: the small build of zod has none. */
function sentencesOf(issue: Issue): string[] {
  const where = issue.path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : `${text}${text && "."}${String(step)}`),
    "",
  );
  const member = where === "" ? "The file" : where;
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => `${where === "" ? key : `${where}.${key}`} is not known: remove it.`);
    case "invalid_type":
      return [
        issue.input === undefined
          ? `${member} is missing.`
          : `${member} must be ${nouns[issue.expected] ?? issue.expected}.`,
      ];
    case "invalid_value":
      return [`${member} must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.join(", ")}.`];
    case "too_small":
      return [`${member} must ${issue.origin === "number" ? `be at least ${issue.minimum}` : "not be empty"}.`];
    case "too_big":
      return [`${member} must be at most ${issue.maximum}.`];
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
      break;
  }
  return [`${member} ${issue.message}.`];
}
