import * as z from "zod/mini";
import { failed, type Answer, type PlatformFailure } from "./answer.ts";
import type { AdminCredentials } from "./credentials.ts";
import { exchange, type Exchange, type ExchangeSettings } from "./exchange.ts";
import type { Hosts } from "./hosts.ts";
import { failureOf } from "./refusal.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface PlatformRequest<T> {
  readonly method: Method;
  /** Such as `/api/v2/integrations`; ids are encoded by the caller. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent twice it does what it does once; so it may be sent again when no answer came. Reading and taking away are so anyway. */
  readonly isRepeatable?: true;
  /** What the answer's schema reads: its JSON when left out. */
  readonly as?: "text";
  readonly answer: { safeParse(data: unknown): z.core.util.SafeParseResult<T> };
}

/** The platform API of one organisation, as one administrator. Nothing rejects. */
export interface Platform {
  ask<T>(request: PlatformRequest<T>): Promise<Answer<T>>;
}

export interface PlatformSettings {
  readonly hosts: Hosts;
  readonly credentials: AdminCredentials;
  readonly fetch: ExchangeSettings["fetch"];
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly timeoutMilliseconds?: number;
}

/** How often a request that Genesys Cloud does not answer, or any request beyond its rate, is sent in all. */
const tries = 4;
/** A longer pause is not waited for: the admin runs the command again. */
const longestPauseSeconds = 65;
const tokenAnswer = z.object({ access_token: z.string().check(z.minLength(1)) });

export function createPlatform(settings: PlatformSettings): Platform {
  const { hosts, credentials, wait } = settings;
  const network: ExchangeSettings = {
    fetch: settings.fetch,
    timeoutMilliseconds: settings.timeoutMilliseconds ?? 20_000,
  };
  let token: Promise<Answer<string>> | null = null;

  async function send<T>(request: PlatformRequest<T>): Promise<Answer<Exchange>> {
    token ??= credentials.kind === "token" ? asAnswer(credentials.token) : clientToken(network, hosts, credentials);
    const held = await token;
    if (!held.ok) return held;
    const url = new URL(request.path, hosts.api);
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
    return exchange(network, url, {
      method: request.method,
      headers: {
        authorization: `Bearer ${held.value}`,
        accept: "application/json",
        ...(request.body !== undefined && { "content-type": "application/json" }),
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    });
  }

  return {
    async ask(request) {
      for (let attempt = 1; ; attempt += 1) {
        const answer = await send(request);
        const pause = attempt < tries ? pauseBefore(request, answer, attempt) : null;
        if (pause === null) return judged(request, answer);
        await wait(pause * 1000);
      }
    },
  };
}

/** Seconds until the request may be sent again; null when it must not. */
function pauseBefore(
  { method, isRepeatable = false }: { readonly method: Method; readonly isRepeatable?: boolean },
  answer: Answer<Exchange>,
  attempt: number,
): number | null {
  const asked = answer.ok ? answer.value.retryAfterSeconds : null;
  if (asked !== null && asked > longestPauseSeconds) return null;
  if (answer.ok && answer.value.status === 429) return asked ?? 5;
  const isUnanswered = answer.ok ? answer.value.status >= 500 : answer.failure.kind === "unavailable";
  return (isRepeatable || method === "GET" || method === "DELETE") && isUnanswered ? (asked ?? attempt) : null;
}

function judged<T>(request: PlatformRequest<T>, answer: Answer<Exchange>): Answer<T> {
  if (!answer.ok) return answer;
  const { status, body, text } = answer.value;
  const failure = failureOf(request, answer.value);
  if (failure) return failed(failure);
  const read = request.answer.safeParse(request.as === "text" ? text : body);
  if (read.success) return { ok: true, value: read.data };
  return failed({
    kind: "unreadable",
    sentence: `${request.method} ${request.path} was answered ${status} with what cannot be read; this version may not know the platform API of today.`,
  });
}

/** A token of an OAuth client of the grant Client Credentials, or why there is none. */
export async function clientToken(
  network: ExchangeSettings,
  { login }: Pick<Hosts, "login">,
  { id, secret }: { readonly id: string; readonly secret: string },
): Promise<Answer<string>> {
  const answer = await exchange(network, new URL("/oauth/token", login), {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ grant_type: "client_credentials" }).toString(),
  });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  const read = tokenAnswer.safeParse(body);
  if (status === 200 && read.success) return asAnswer(read.data.access_token);
  const failure: PlatformFailure =
    status >= 400 && status < 500
      ? {
          kind: "unauthenticated",
          sentence: `The login host refused the client's id and secret (${status}); check both, the environment, and that the client's grant is Client Credentials.`,
        }
      : { kind: "unavailable", sentence: `The login host answered ${status} without a token; try again shortly.` };
  return failed(failure);
}

function asAnswer(token: string): Promise<Answer<string>> {
  return Promise.resolve({ ok: true, value: token });
}
