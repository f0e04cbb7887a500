import sdk from "purecloud-platform-client-v2";
import { PlatformError, type PlatformFailure } from "./answer.ts";
import { fetchJson, type Fetch, type JsonResponse } from "./fetch-json.ts";
import type { Gate } from "./gate.ts";
import type { TokenSource } from "./token.ts";

export interface HttpClientSettings {
  /** Every request goes there, whatever the SDK was configured with elsewhere on this machine. */
  readonly apiOrigin: string;
  readonly fetch: Fetch;
  readonly gate: Gate;
  readonly tokens: TokenSource;
  readonly now: () => number;
  readonly timeoutMilliseconds: number;
  /** Calls off what is under way. */
  readonly signal: AbortSignal;
}

type SdkRequest = Parameters<InstanceType<typeof sdk.AbstractHttpClient>["request"]>[0];

/**
 * The SDK's own HTTP client logs requests with their token and rejects with them, follows redirects and knows no budget:
 * this one adds the token last, so that the SDK never sees it, and rejects with a PlatformError.
 */
export class GatedHttpClient extends sdk.AbstractHttpClient {
  readonly #settings: HttpClientSettings;

  constructor(settings: HttpClientSettings) {
    super();
    this.#settings = settings;
  }

  override async request(request: SdkRequest): Promise<{ readonly status: number; readonly data: unknown }> {
    const { status, body } = await send(this.#settings, request);
    return { status, data: body };
  }

  override enableHooks(): void {
    // Hooks would see the request; none are offered.
  }
}

async function send(settings: HttpClientSettings, request: SdkRequest): Promise<JsonResponse> {
  const first = await sendOnce(settings, request);
  if (first.response.status !== 401) return accepted(settings, first.response);
  settings.tokens.forget(first.token);
  const second = await sendOnce(settings, request);
  return accepted(settings, second.response);
}

async function sendOnce(
  settings: HttpClientSettings,
  request: SdkRequest,
): Promise<{ readonly response: JsonResponse; readonly token: string }> {
  const { gate, tokens, apiOrigin, signal } = settings;
  const until = gate.pass();
  if (until !== null) {
    throw new PlatformError({ kind: "held_back", until, reason: "The budget of calls to Genesys Cloud is used up." });
  }
  const body = bodyOf(request);
  try {
    const token = await tokens.current();
    const response = await fetchJson(settings, urlOf(request, apiOrigin), {
      method: request.method,
      headers: { authorization: `Bearer ${token}`, accept: "application/json", ...bodyHeaders(body) },
      signal,
      ...(body === null ? {} : { body }),
    });
    return { response, token };
  } catch (error) {
    if (error instanceof PlatformError && error.failure.kind === "unavailable") gate.failed();
    if (error instanceof PlatformError && error.failure.kind === "held_back") gate.pauseUntil(error.failure.until);
    throw error;
  }
}

function bodyOf({ data }: SdkRequest): string | null {
  return data === undefined ? null : JSON.stringify(data);
}

function bodyHeaders(body: string | null): Readonly<Record<string, string>> {
  return body === null ? {} : { "content-type": "application/json" };
}

function urlOf(request: SdkRequest, apiOrigin: string): URL {
  const { pathname, search } = new URL(request.url);
  const url = new URL(`${pathname}${search}`, apiOrigin);
  for (const [name, value] of Object.entries(request.params ?? {})) url.searchParams.set(name, String(value));
  return url;
}

function accepted({ gate, now }: HttpClientSettings, response: JsonResponse): JsonResponse {
  const { status, retryAfterMilliseconds } = response;
  if (status === 429) gate.pauseUntil(now() + (retryAfterMilliseconds ?? pauseUnasked));
  else if (status >= 500) gate.failed();
  else gate.answered();
  const failure = failureOf(response);
  if (failure) throw new PlatformError(failure);
  return response;
}

const pauseUnasked = 5000;

function failureOf({ status, body, retryAfterMilliseconds }: JsonResponse): PlatformFailure | null {
  if (status >= 200 && status < 300) {
    return body === undefined
      ? { kind: "unreadable", reason: "Genesys Cloud answered something else than JSON." }
      : null;
  }
  if (status === 404) return { kind: "missing", reason: "Genesys Cloud answered 404: not there, or not there yet." };
  if (status === 429 || status === 408 || status >= 500) {
    const reason = `Genesys Cloud answered ${status}; it is asked again.`;
    return { kind: "unavailable", reason, retryAfterMilliseconds };
  }
  const reason = `Genesys Cloud answered ${status}; check the roles, divisions and scopes of the organisation's OAuth client.`;
  return { kind: "refused", reason };
}
