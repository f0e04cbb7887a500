import type { Context } from "hono";
import { environmentHeader } from "../../contract/routes.ts";
import type { Organization } from "../config.ts";
import type { Logger } from "../telemetry/logger.ts";
import type { Credentials } from "./credentials.ts";
import { readJson } from "./body.ts";
import type { StreamedEvent } from "./event-stream.ts";
import { eventStream } from "./event-stream.ts";
import type { Answer, Operation, Services } from "./operation.ts";
import { queryReader, readIfMatch } from "./parameters.ts";
import type { Principal } from "./principal.ts";
import type { Refused } from "./problem.ts";
import { problemResponse, refuse } from "./problem.ts";
import type { RateLimiter } from "./rate-limiter.ts";

/** What travels with a request from one step to the next. */
export interface RequestEnv {
  Variables: { requestId: string; route: string; organization: Organization | undefined };
}

export interface ServeDeps {
  readonly services: Services;
  readonly credentials: Credentials;
  readonly rateLimiter: RateLimiter;
  readonly logger: Logger;
  /** Aborts when the service stops. */
  readonly stopping: AbortSignal;
  /** Milliseconds after which the reader of a stream that ended shall come back, where streams are not held open. */
  readonly retryAfter?: number | undefined;
}

/** The contract promises a comment line at least every 20 s. */
const heartbeat = 15_000;

/** Serves one operation: who asks, whether they may, how often, then the parts of the request, then the work. */
export function serveOperation(operation: Operation, deps: ServeDeps): (c: Context<RequestEnv>) => Promise<Response> {
  const readQuery = queryReader(operation.query);
  const answerTo = async (c: Context<RequestEnv>): Promise<Answer> => {
    const { headers } = c.req.raw;
    const known = await deps.credentials.identify(headers.get("authorization"), headers.get(environmentHeader));
    if (!known.ok) return known;
    const { principal } = known;
    c.set("organization", principal.organization);
    const refused = refuseCaller(operation, principal) ?? deps.rateLimiter.take(principal);
    if (refused) return refused;
    const { mediaTypes } = operation.body;
    const body = mediaTypes.length > 0 ? await readJson(c.req.raw, mediaTypes) : { ok: true as const, value: null };
    if (!body.ok) return body;
    const { organization, type, id } = principal;
    return operation.serve(deps.services, {
      call: { organization, actor: { type, id }, requestId: c.get("requestId") },
      params: c.req.param(),
      query: readQuery(c.req.url),
      body: body.value,
      ifMatch: operation.takesIfMatch ? readIfMatch(headers.get("if-match")) : { ok: true, value: null },
      lastEventId: headers.get("last-event-id"),
    });
  };
  const stream = (c: Context<RequestEnv>, events: (signal: AbortSignal) => AsyncIterable<StreamedEvent>): Response => {
    const requestId = c.get("requestId");
    const sent = c.req.raw.headers;
    const credential = [sent.get("authorization"), sent.get(environmentHeader)] as const;
    const headers = { "content-type": "text/event-stream", "x-accel-buffering": "no" };
    if (c.req.method === "HEAD") return new Response(null, { headers });
    const body = eventStream(events, {
      stopping: deps.stopping,
      heartbeat,
      retryAfter: deps.retryAfter,
      isAllowed: () => deps.credentials.stillHolds(...credential),
      failed: (err) => deps.logger.error({ requestId, route: operation.path, err }, "A stream broke off"),
    });
    return new Response(body, { headers });
  };
  return async (c) => {
    c.set("route", operation.path);
    const answer = await answerTo(c);
    if (!answer.ok) deps.services.operations.countRefusal(answer.code);
    return answer.ok && "events" in answer ? stream(c, answer.events) : respond(answer, c.get("requestId"));
  };
}

function refuseCaller({ callers }: Operation, principal: Principal): Refused | null {
  if (principal.type === "agent")
    return callers.agents ? null : refuse("forbidden", "Use a service key: agents may not call this.");
  if (callers.scope === null) return refuse("forbidden", "Use an agent's token: service keys may not call this.");
  return principal.scopes.includes(callers.scope)
    ? null
    : refuse("forbidden", `Use a service key with the scope ${callers.scope}.`);
}

function respond(answer: Exclude<Answer, { readonly events: unknown }>, requestId: string): Response {
  if (!answer.ok) return problemResponse(answer, requestId);
  if ("json" in answer)
    return new Response(answer.json, { status: answer.status, headers: { "content-type": "application/json" } });
  if (answer.body === undefined) return new Response(null, { status: answer.status });
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (answer.version !== undefined) headers["etag"] = `"${answer.version}"`;
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers });
}
