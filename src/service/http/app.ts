import { Hono } from "hono";
import type { Context } from "hono";
import type { ServiceConfig } from "../config.ts";
import { createCors } from "./cors.ts";
import { createOpenApiDocument } from "./openapi.ts";
import { problemResponse, refuse } from "./problem.ts";
import { requestIdOf } from "./request-id.ts";
import { operations } from "./routes/operations.ts";
import type { RequestEnv, ServeDeps } from "./serve-operation.ts";
import { serveOperation } from "./serve-operation.ts";
import type { ServeFiles } from "./static-files.ts";

export interface AppDeps extends ServeDeps {
  readonly config: ServiceConfig;
  /** Whether the store can be reached right now. */
  readonly isReady: () => Promise<boolean>;
  /** The built widget and what else there is to open in a browser. */
  readonly serveWidget: ServeFiles | null;
  readonly newRequestId: () => string;
}

/** The whole edge as one fetch handler: the API, its operation and contract routes, and the built widget. */
export function createApp(deps: AppDeps): (request: Request) => Response | Promise<Response> {
  const { logger, services, serveWidget } = deps;
  const cors = createCors(deps.config);
  const app = new Hono<RequestEnv>();

  app.use(async (c, next) => {
    const startedAt = performance.now();
    c.set("requestId", requestIdOf(c.req.header("x-request-id"), deps.newRequestId));
    c.set("route", "unmatched");
    try {
      await next();
    } catch (thrown) {
      // Hono hands on to onError only what is an Error.
      c.res = fail(c, thrown);
    }
    finish(c, (performance.now() - startedAt) / 1000);
  });
  app.use("/v1/*", async (c, next) => {
    const origin = c.req.header("origin");
    if (c.req.method !== "OPTIONS" || origin === undefined || !c.req.header("access-control-request-method"))
      return next();
    c.set("route", "preflight");
    return cors.preflight(origin);
  });

  for (const operation of operations)
    app.on(operation.method, honoPath(operation.path), serveOperation(operation, deps));
  let document: string | null = null;
  const open = (path: (typeof openPaths)[number], answer: () => Response | Promise<Response>) =>
    app.get(path, (c) => {
      c.set("route", path);
      return answer();
    });
  open("/healthz", () => Response.json({ status: "ok" }));
  open("/readyz", async () =>
    (await deps.isReady())
      ? Response.json({ status: "ready" })
      : Response.json({ status: "unavailable" }, { status: 503, headers: { "retry-after": "5" } }),
  );
  open(
    "/metrics",
    async () =>
      new Response(await services.metrics.text(), {
        headers: { "content-type": services.metrics.registry.contentType },
      }),
  );
  open(
    "/openapi.json",
    () =>
      new Response((document ??= JSON.stringify(createOpenApiDocument(operations))), {
        headers: { "content-type": "application/json" },
      }),
  );

  for (const [path, methods] of methodsByPath()) {
    app.all(honoPath(path), (c) => {
      c.set("route", path);
      const refused = refuse("not_found", `Use ${methods.join(" or ")}: there is nothing else at this address.`);
      return problemResponse({ ...refused, allow: methods }, c.get("requestId"));
    });
  }
  app.notFound((c) => {
    const file = serveWidget?.(c.req.raw);
    if (file) c.set("route", "widget");
    return file ?? problemResponse(refuse("not_found", "There is nothing at this address."), c.get("requestId"));
  });
  app.onError((error, c) => fail(c, error));
  return app.fetch;

  function fail(c: Context<RequestEnv>, thrown: unknown): Response {
    const requestId = c.get("requestId");
    logger.error({ requestId, route: c.get("route"), err: thrown }, "A request failed unexpectedly");
    return problemResponse(
      refuse("unavailable", "Try again shortly: the service could not finish this request."),
      requestId,
    );
  }

  function finish(c: Context<RequestEnv>, seconds: number): void {
    const { headers, status } = c.res;
    const [requestId, route] = [c.get("requestId"), c.get("route")];
    const isApi = c.req.path.startsWith("/v1");
    headers.set("x-request-id", requestId);
    headers.set("x-content-type-options", "nosniff");
    if (isApi || !headers.has("cache-control")) headers.set("cache-control", "no-store");
    if (isApi && route !== "preflight")
      cors.allow(headers, c.req.header("origin") ?? null, c.get("organization") ?? null);
    const method = knownMethods.has(c.req.method) ? c.req.method : "other";
    services.metrics.countRequest({ route, method, status, seconds });
    // Probes and the widget's files come often and tell little.
    const level = isApi || status >= 500 ? "info" : "debug";
    logger[level]({ requestId, method, route, status, milliseconds: Math.round(seconds * 1000) }, "Answered");
  }
}

const openPaths = ["/healthz", "/readyz", "/metrics", "/openapi.json"] as const;

/** A caller can make up methods without end; each would be a series of its own in the metrics. */
const knownMethods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

function methodsByPath(): Map<string, readonly string[]> {
  const methods = new Map<string, readonly string[]>(openPaths.map((path) => [path, ["GET"]]));
  for (const [path, all] of Map.groupBy(operations, (operation) => operation.path))
    methods.set(
      path,
      all.map(({ method }) => method),
    );
  return methods;
}
