import { Hono } from "hono";
import { cors } from "hono/cors";
import type { Administration } from "../administration/administration.ts";
import { type FaultRoute, faultRoutes, type Settings } from "../control/requests.ts";
import type { Switchboard } from "../interactions/switchboard.ts";
import type { Login } from "../login/login.ts";
import type { Tokens } from "../login/tokens.ts";
import { channelRoutes } from "../notifications/channel-routes.ts";
import type { Channels } from "../notifications/channels.ts";
import type { Directory } from "../organization/directory.ts";
import type { Runtime } from "../runtime.ts";
import { type PlatformEnv, refuse } from "./caller.ts";
import { conversationRoutes } from "./conversations.ts";
import { detailsJobRoutes } from "./details-jobs.ts";
import { directoryRoutes } from "./directory-routes.ts";
import { type Faults, playFault } from "./faults.ts";
import { insightsRoutes } from "./insights-routes.ts";
import { peopleRoutes } from "./people-routes.ts";
import { createRateLimit } from "./rate-limit.ts";

interface Dependencies {
  readonly directory: Directory;
  readonly administration: Administration;
  readonly tokens: Tokens;
  readonly login: Login;
  readonly switchboard: Switchboard;
  readonly channels: Channels;
  readonly faults: Faults;
  readonly settings: () => Settings;
  readonly runtime: Runtime;
  readonly streamingOrigin: () => string;
}

const rateHeaders = ["inin-ratelimit-allowed", "inin-ratelimit-count", "inin-ratelimit-reset"] as const;

/** Login and platform API: what Genesys Cloud serves at `login.<region>` and `api.<region>`. */
export function platform(dependencies: Dependencies): Hono<PlatformEnv> {
  const { directory, administration, tokens, login, faults, settings, runtime } = dependencies;
  const { clock, newId } = runtime;
  const countRequest = createRateLimit(clock);
  const app = new Hono<PlatformEnv>();

  const anyOrigin = cors({
    origin: (origin) => origin,
    allowMethods: ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS"],
    exposeHeaders: ["Retry-After", "ININ-Correlation-Id", ...rateHeaders],
    maxAge: 86_400,
  });
  app.use("/api/*", anyOrigin);
  app.use("/oauth/token", anyOrigin);
  for (const route of faultRoutes) addFault(app, route, faults, runtime);
  app.route("/", login.routes);
  app.use("/api/*", administration.recorder.middleware);

  app.use("/api/*", async (context, next) => {
    const contextId = newId();
    context.set("contextId", contextId);
    context.header("ININ-Correlation-Id", contextId);
    context.header("Cache-Control", "no-cache, no-store, must-revalidate");
    const token = /^bearer (\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
    if (token === undefined) {
      return refuse(
        context,
        401,
        "authentication.required",
        "No authentication bearer token specified in authorization header.",
      );
    }
    const grant = tokens.find(token);
    const client = directory.clients.find(({ id }) => id === grant?.clientId);
    if (grant === undefined || client === undefined) {
      return refuse(context, 401, "bad.credentials", "Invalid login credentials.");
    }
    const rate = countRequest(token, settings().requestsPerMinute);
    context.header(rateHeaders[0], String(rate.allowed));
    context.header(rateHeaders[1], String(rate.count));
    context.header(rateHeaders[2], String(rate.resetSeconds));
    if (rate.exceeded) {
      context.header("Retry-After", String(rate.resetSeconds));
      const message = `Rate limit exceeded the maximum. Retry the request in [${String(rate.resetSeconds)}] seconds`;
      return refuse(context, 429, "too.many.requests", message);
    }
    const agent = directory.agents.find(({ id }) => id === grant.userId) ?? null;
    context.set("caller", { grant, client, agent });
    return next();
  });
  app.route("/", directoryRoutes({ directory, tokens, clock, settings }));
  app.route("/", peopleRoutes(directory));
  app.route("/", conversationRoutes({ switchboard: dependencies.switchboard, directory, clock, settings }));
  app.route("/", detailsJobRoutes({ switchboard: dependencies.switchboard, directory, runtime, settings }));
  app.route("/", insightsRoutes({ switchboard: dependencies.switchboard, directory, runtime, settings }));
  app.route("/", administration.routes);
  app.route("/", channelRoutes({ channels: dependencies.channels, streamingOrigin: dependencies.streamingOrigin }));
  app.all("/api/*", (context) => refuse(context, 404, "not.found", "The requested resource was not found."));
  return app;
}

function addFault(app: Hono<PlatformEnv>, route: FaultRoute, faults: Faults, { clock, newId }: Runtime): void {
  const [method = "GET", path = "/"] = route.split(" ");
  // Eight characters at least: `/users/me` is a route of its own.
  app.on(method, path.replaceAll(/\{(\w+)\}/g, ":$1{[\\w-]{8,}}"), playFault(faults, route, clock, newId));
}
