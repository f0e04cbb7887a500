import type { Context } from "hono";
import type { Grant } from "../login/tokens.ts";
import type { Agent, OAuthClient } from "../organization/directory.ts";

/** Whose bearer token a request carries. `agent` is null for client credentials. */
export interface Caller {
  readonly grant: Grant;
  readonly client: OAuthClient;
  readonly agent: Agent | null;
}

/** What Hono keeps for the routes of the platform API. */
export interface PlatformEnv {
  readonly Variables: { readonly caller: Caller; readonly contextId: string };
}

export function hasPermission({ agent, client }: Caller, permission: string): boolean {
  return (agent?.permissions ?? client.permissions).includes(permission);
}

/** An error as Genesys Cloud answers it. */
export function refuse(
  context: Context<PlatformEnv>,
  status: 400 | 401 | 403 | 404 | 409 | 429 | 503,
  code: string,
  message: string,
): Response {
  const contextId = context.get("contextId");
  return context.json({ message, code, status, contextId, details: [], errors: [] }, status);
}

export function missingPermission(context: Context<PlatformEnv>, permission: string): Response {
  return refuse(
    context,
    403,
    "missing.permissions",
    `Unable to perform the requested action. You are missing the following permission(s): ${permission}`,
  );
}

export function notFound(context: Context<PlatformEnv>, what: string): Response {
  return refuse(context, 404, "not.found", `The requested ${what} was not found.`);
}
