import type * as z from "zod/mini";
import { limits } from "../../contract/limits.ts";
import { environmentHeader, routes } from "../../contract/routes.ts";
import { cacheKey } from "../../contract/cache-key.ts";
import type { RegionDomain } from "../../contract/regions.ts";
import type { Clock } from "../genesys/clock.ts";
import { changeRequest } from "./change-request.ts";
import { pause, reasonOf } from "./pause.ts";
import { httpDate, retryAfterSeconds } from "./retry-after.ts";
import { changedRecord, customerRecord, interactionsPage, lookupAnswer, mergeAnswer, problem } from "./uic-answers.ts";
import type { UicClient, UicOutcome } from "./uic.ts";

export interface UicClientNeeds {
  /** An origin, or "" for this one. */
  readonly baseUrl: string;
  readonly environment: RegionDomain;
  accessToken(): string | null;
  /** A request was answered 401 with this token. */
  onUnauthenticated(accessToken: string): void;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** 0 to 1, exclusive. */
  random(): number;
}

const timeoutMilliseconds = 8000;
const retries = 3;
/** What the service asks for beyond this is waited for by the caller, where the agent sees it. */
const longestSilentWaitSeconds = 3;

/** The UIC API over fetch. Reads are tried again at most three times, writes never: only the caller knows whether one was done. */
export function createUicClient(needs: UicClientNeeds): UicClient {
  return {
    lookup: (request, signal) => read({ method: "POST", path: routes.lookup(), body: request }, lookupAnswer, signal),
    interactions(customerId, cursor, signal) {
      const page = new URLSearchParams({ limit: String(limits.maxPageSize), ...(cursor !== null && { cursor }) });
      return read({ method: "GET", path: `${routes.interactionsOf(customerId)}?${page}` }, interactionsPage, signal);
    },
    customer: (customerId, signal) =>
      read({ method: "GET", path: routes.customer(customerId) }, customerRecord, signal),
    change: (customerId, change, leaving) =>
      write({ ...changeRequest(customerId, change), keepalive: leaving }, changedRecord),
    link: (customerId, identifier, share) =>
      write(
        { method: "POST", path: routes.identifiers(customerId), body: { ...identifier, ...(share && { share }) } },
        customerRecord,
      ),
    previewMerge: (customerId, from, signal) =>
      read({ method: "POST", path: `${routes.merges(customerId)}?dryRun=true`, body: { from } }, mergeAnswer, signal),
    merge: (customerId, from, version) =>
      write({ method: "POST", path: routes.merges(customerId), body: { from }, ifMatch: version }, mergeAnswer),
    cacheKey: (signal) => read({ method: "GET", path: routes.cacheKey() }, cacheKey, signal),
    measure: (body) => void write({ method: "POST", path: routes.measurements(), body }, changedRecord),
  };

  async function read<T>(request: UicRequest, schema: Schema<T>, signal: AbortSignal): Promise<UicOutcome<T>> {
    let timeouts = 0;
    for (let attempt = 0; ; attempt += 1) {
      const { outcome, timedOut } = await send(request, schema, signal);
      if (timedOut) timeouts += 1;
      const wait = attempt < retries && timeouts < 2 ? waitBefore(attempt, outcome) : null;
      if (wait === null) return outcome;
      await pause(needs.clock, wait, signal);
    }
  }

  async function write<T>(request: UicRequest, schema: Schema<T>): Promise<UicOutcome<T>> {
    return (await send(request, schema, new AbortController().signal)).outcome;
  }

  /** Milliseconds until the next try, with full jitter; null when another try would not help or not soon enough. */
  function waitBefore(attempt: number, outcome: UicOutcome<unknown>): number | null {
    if (outcome.kind !== "unreachable" && outcome.kind !== "rate-limited") return null;
    const asked = outcome.retryAfterSeconds ?? 0;
    if (asked > longestSilentWaitSeconds) return null;
    return asked * 1000 + needs.random() * 300 * 2 ** attempt;
  }

  async function send<T>(
    request: UicRequest,
    schema: Schema<T>,
    signal: AbortSignal,
  ): Promise<{ readonly outcome: UicOutcome<T>; readonly timedOut: boolean }> {
    const accessToken = needs.accessToken();
    if (accessToken === null) return { outcome: { kind: "unauthenticated" }, timedOut: false };
    if (signal.aborted) throw reasonOf(signal);
    const late = new AbortController();
    const stop = needs.clock.after(timeoutMilliseconds, () => late.abort());
    try {
      const response = await needs.fetch(needs.baseUrl + request.path, {
        method: request.method,
        headers: {
          Accept: "application/json, application/problem+json",
          Authorization: `Bearer ${accessToken}`,
          [environmentHeader]: needs.environment,
          ...(request.body !== undefined && { "Content-Type": "application/json" }),
          ...(request.ifMatch !== undefined && { "If-Match": `"${request.ifMatch}"` }),
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        signal: AbortSignal.any([signal, late.signal]),
        keepalive: request.keepalive ?? false,
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        referrerPolicy: "no-referrer",
      });
      const text = await response.text();
      if (response.status === 401) needs.onUnauthenticated(accessToken);
      return { outcome: outcomeOf(response, text, schema, needs.clock.now()), timedOut: false };
    } catch {
      // What fetch threw may name the address and the headers: it ends here.
      if (signal.aborted) throw reasonOf(signal);
      return { outcome: { kind: "unreachable" }, timedOut: late.signal.aborted };
    } finally {
      stop();
    }
  }
}

interface UicRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  /** The version that the customer must still be at. */
  readonly ifMatch?: number;
  /** Outlives the page. */
  readonly keepalive?: boolean;
}

type Schema<T> = z.ZodMiniType<T>;

function outcomeOf<T>(response: Response, text: string, schema: Schema<T>, now: number): UicOutcome<T> {
  const type = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const served = httpDate(response.headers.get("date") ?? "");
  const at = Number.isNaN(served) ? now : served;
  if (response.ok) {
    const isEmpty = response.status === 204;
    const answer = isEmpty || type === "application/json" ? schema.safeParse(isEmpty ? null : json(text)) : undefined;
    return answer?.success ? { kind: "ok", value: answer.data, at } : { kind: "malformed" };
  }
  const asked = retryAfterSeconds(response.headers.get("retry-after"), at);
  switch (response.status) {
    case 401:
      return { kind: "unauthenticated" };
    case 403:
      return { kind: "forbidden" };
    case 429:
      return { kind: "rate-limited", retryAfterSeconds: asked ?? 1 };
    case 500:
    case 502:
    case 503:
    case 504:
      return { kind: "unreachable", ...(asked !== null && { retryAfterSeconds: asked }) };
  }
  // A 404 or 410 that is no problem document comes from something else at this address, not from the service.
  const refusal = type === "application/problem+json" ? problem.safeParse(json(text)).data : undefined;
  if (!refusal) return { kind: "malformed" };
  if (response.status === 404) return { kind: "not-found" };
  if (response.status === 410) return { kind: "erased" };
  const { code, requestId = null, customerId = null } = refusal;
  return { kind: "refused", code, requestId, customerId };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
