import type { ClientOptions } from "openai";
import * as z from "zod/mini";
import type { Organization } from "../../../config.ts";
import { readRetryAfter } from "../../genesys/retry-after.ts";
import { answerSchema, promptOf, type Told } from "./prompt.ts";

export type ModelSettings = NonNullable<Organization["languageModel"]>;

export interface AskDeps {
  readonly settings: ModelSettings;
  /** Null where the endpoint asks for none. */
  readonly secret: string | null;
  readonly fetch: (url: URL, init: RequestInit) => Promise<Response>;
  readonly now: () => number;
  /** Calls off what is under way. */
  readonly signal: AbortSignal;
}

/** Nothing of a failure is kept but its kind: a provider's words can quote what was sent. */
export type ModelReply =
  | { readonly kind: "answered"; readonly text: string }
  | { readonly kind: "limited"; readonly retryAfterMilliseconds: number | null }
  | { readonly kind: "unreachable" | "failing" | "refused" | "unreadable" };

const completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })) });

const longestReply = 262_144;

/** One question by the chat completions protocol, within the time limit, with no second try and no redirect. */
export async function askModel(deps: AskDeps, told: Told): Promise<ModelReply> {
  const { settings, signal } = deps;
  const prompt = promptOf(told, settings);
  // Loaded with the first question: who configured no model does not pay for its client.
  const { OpenAI, APIError } = await import("openai");
  try {
    const client = new OpenAI(clientOptions(deps));
    const answer: unknown = await client.chat.completions.create(
      {
        model: settings.model,
        messages: [
          { role: "system", content: prompt.instructions },
          { role: "user", content: prompt.data },
        ],
        ...responseFormats[settings.responseFormat],
      },
      { signal: AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMilliseconds)]) },
    );
    const [choice] = completion.safeParse(answer).data?.choices ?? [];
    return choice ? { kind: "answered", text: choice.message.content } : { kind: "unreadable" };
  } catch (error) {
    if (error instanceof APIError && error.status !== undefined) {
      return failureOf(error.status, error.headers?.get("retry-after") ?? null, deps.now());
    }
    const isUnreadable = error instanceof SyntaxError || (error instanceof Error && error.cause instanceof TooLong);
    return { kind: isUnreadable ? "unreadable" : "unreachable" };
  }
}

function failureOf(status: number, retryAfter: string | null, now: number): ModelReply {
  if (status === 429) return { kind: "limited", retryAfterMilliseconds: readRetryAfter(retryAfter, now) };
  return { kind: status >= 500 ? "failing" : "refused" };
}

const responseFormats = {
  json_schema: {
    response_format: {
      type: "json_schema",
      json_schema: { name: "summary", strict: true, schema: { ...answerSchema } },
    },
  },
  json_object: { response_format: { type: "json_object" } },
  text: {},
} as const satisfies Record<ModelSettings["responseFormat"], object>;

function clientOptions(deps: AskDeps): ClientOptions {
  return {
    baseURL: deps.settings.baseUrl,
    // What this machine's environment says of another account must not travel along.
    apiKey: "added by `send`",
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: deps.settings.timeoutMilliseconds,
    logLevel: "off",
    fetch: (input, init) => send(deps, input, init),
  };
}

/** The secret goes to the configured address and nowhere else, and so do only the headers that the protocol needs. */
async function send(
  { fetch, secret }: AskDeps,
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  const { method, body, signal } = init;
  const response = await fetch(url, {
    ...(method !== undefined && { method }),
    ...(body !== undefined && { body }),
    ...(signal !== undefined && { signal }),
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      ...(secret !== null && { authorization: `Bearer ${secret}` }),
    },
    redirect: "error",
  });
  const { status, headers } = response;
  return new Response(await readBounded(response), { status, headers: keptOf(headers) });
}

function keptOf(headers: Headers): Record<string, string> {
  const names = ["content-type", "retry-after"];
  return Object.fromEntries(names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? ""]] : [])));
}

class TooLong extends Error {
  override readonly name = "TooLong";
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > longestReply) throw new TooLong("The language model answered more than can be read.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
