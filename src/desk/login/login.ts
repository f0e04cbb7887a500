import { timingSafeEqual } from "node:crypto";
import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Settings } from "../control/requests.ts";
import type { Agent, Directory } from "../organization/directory.ts";
import type { Runtime } from "../runtime.ts";
import { type AuthorizationRequest, createAuthorization, readAuthorizationRequest } from "./authorization.ts";
import { consentPage, loginStyle, refusedPage } from "./pages.ts";
import type { Tokens } from "./tokens.ts";

const sessionCookie = "genesys_login";
const ticketLifetimeMilliseconds = 600_000;

export interface Login {
  readonly routes: Hono;
  /** Signs the browser that asked in, as the desktop itself does when it opens. */
  signIn(context: Context, agent: Agent): void;
  /** Forgets every login session and every consent. */
  forget(): void;
}

interface Dependencies {
  readonly directory: Directory;
  readonly tokens: Tokens;
  readonly runtime: Runtime;
  readonly settings: () => Settings;
  /** Who signs in when the browser has no session yet. */
  readonly agent: Agent;
}

/** `/oauth/authorize` with its consent page, and `/oauth/token`: the login host's part of Genesys Cloud. */
export function createLogin({ directory, tokens, runtime, settings, agent }: Dependencies): Login {
  const authorization = createAuthorization({
    tokens,
    runtime,
    lifetimeSeconds: () => settings().tokenLifetimeSeconds,
  });
  const sessions = new Map<string, string>();
  const consents = new Set<string>();
  const tickets = new Map<string, { readonly request: AuthorizationRequest; readonly expiresAt: number }>();
  const routes = new Hono();

  const signIn = (context: Context, user: Agent): void => {
    const known = getCookie(context, sessionCookie);
    if (known !== undefined && sessions.get(known) === user.id) return;
    const session = runtime.newSecret();
    sessions.set(session, user.id);
    // A frame that the widget's site navigates here sends Lax cookies to no one; Genesys Cloud's are None for that reason.
    setCookie(context, sessionCookie, session, { httpOnly: true, secure: true, sameSite: "None", path: "/" });
  };
  const signedIn = (context: Context): string | undefined => sessions.get(getCookie(context, sessionCookie) ?? "");
  const mayPassSilently = (userId: string | undefined, request: AuthorizationRequest): userId is string => {
    if (userId === undefined || request.forceLogin) return false;
    const { askConsent } = settings();
    return askConsent === "never" || (askConsent === "once" && consents.has(consentOf(userId, request)));
  };

  routes.use("/oauth/authorize", async (context, next) => {
    await next();
    context.header("Cache-Control", "no-store");
    if (settings().loginRefusesFraming) context.header("X-Frame-Options", "DENY");
  });
  routes.get("/oauth/login.css", (context) => context.body(loginStyle, 200, { "Content-Type": "text/css" }));
  routes.get("/oauth/authorize", (context) => {
    const read = readAuthorizationRequest(new URL(context.req.url).searchParams, directory);
    switch (read.kind) {
      case "refused":
        return context.html(refusedPage(read.error, read.detail), 400);
      case "redirect":
        return context.redirect(read.location);
      case "ok": {
        const userId = signedIn(context);
        if (mayPassSilently(userId, read.request)) {
          return context.redirect(authorization.allow(read.request, userId));
        }
        const ticket = runtime.newSecret();
        tickets.set(ticket, { request: read.request, expiresAt: runtime.clock.now() + ticketLifetimeMilliseconds });
        const user = directory.agents.find(({ id }) => id === userId) ?? agent;
        return context.html(consentPage({ ticket, client: read.request.client, agent: user, directory }));
      }
    }
  });
  routes.post("/oauth/consent", async (context) => {
    const form = new URLSearchParams(await context.req.text());
    const ticket = form.get("ticket") ?? "";
    const asked = tickets.get(ticket);
    tickets.delete(ticket);
    if (asked === undefined || asked.expiresAt <= runtime.clock.now()) {
      return context.html(refusedPage("expired", "This sign-in page has expired; open the application again."), 400);
    }
    if (form.get("decision") !== "allow") return context.redirect(authorization.deny(asked.request), 303);
    const user = directory.agents.find(({ id }) => id === signedIn(context)) ?? agent;
    signIn(context, user);
    consents.add(consentOf(user.id, asked.request));
    return context.redirect(authorization.allow(asked.request, user.id), 303);
  });

  routes.post("/oauth/token", async (context) => {
    const failed = (status: 400 | 401, error: string, description: string) =>
      context.json({ error, description, error_description: description }, status);
    if (!(context.req.header("content-type") ?? "").startsWith("application/x-www-form-urlencoded")) {
      return failed(400, "invalid_request", "The body must be application/x-www-form-urlencoded");
    }
    const form = new URLSearchParams(await context.req.text());
    const { tokenLifetimeSeconds } = settings();
    switch (form.get("grant_type") ?? "") {
      case "authorization_code": {
        const exchanged = authorization.exchange(form);
        if (!exchanged.ok) return failed(400, exchanged.error, exchanged.description);
        return context.json(tokenAnswer(exchanged.grant.token, tokenLifetimeSeconds));
      }
      case "client_credentials": {
        const client = authenticatedClient(context.req.header("authorization"), directory);
        if (client === null) return failed(401, "invalid_client", "client authentication failed");
        return context.json(tokenAnswer(tokens.issue(client, null, tokenLifetimeSeconds).token, tokenLifetimeSeconds));
      }
      default:
        return failed(400, "unsupported_grant_type", "grant_type must be authorization_code or client_credentials");
    }
  });

  return {
    routes,
    signIn,
    forget: () => {
      sessions.clear();
      consents.clear();
    },
  };
}

function consentOf(userId: string, request: AuthorizationRequest): string {
  return `${userId} ${request.client.id}`;
}

function tokenAnswer(token: string, lifetimeSeconds: number): Readonly<Record<string, string | number>> {
  return { access_token: token, token_type: "bearer", expires_in: lifetimeSeconds };
}

function authenticatedClient(header: string | undefined, directory: Directory): string | null {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return null;
  const [id, ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  const client = directory.clients.find((candidate) => candidate.id === id && candidate.grant === "CLIENT_CREDENTIALS");
  if (client === undefined || client.secret === null) return null;
  const given = Buffer.from(rest.join(":"));
  const secret = Buffer.from(client.secret);
  return given.length === secret.length && timingSafeEqual(given, secret) ? client.id : null;
}
