import * as z from "zod/mini";
import type { Organization } from "../config.ts";
import type { Refused } from "./problem.ts";
import { refuse } from "./problem.ts";

/** For which organisation a token is good. `unauthenticated` and `forbidden` as in the contract. */
export type TokenVerdict = { readonly ok: true; readonly organization: Organization } | Refused;
/** The same, and whose it is. */
export type AgentVerdict =
  | { readonly ok: true; readonly organization: Organization; readonly userId: string }
  | Refused;

export interface GenesysTokensDeps {
  readonly fetch: typeof fetch;
  /** Milliseconds after which one question counts as unanswered. */
  readonly timeout: number;
}

const named = z.object({ id: z.string().check(z.minLength(1)) });
const tokenInfo = z.object({
  organization: named,
  homeOrganization: z.optional(z.nullable(named)),
  clonedUser: z.optional(z.unknown()),
  OAuthClient: named,
});
const user = z.object({ id: z.string().check(z.minLength(1), z.maxLength(128)) });

/** Asks Genesys Cloud whether the token is good, on the API origin of the organisations given; the token goes nowhere else. */
export async function checkToken(
  deps: GenesysTokensDeps,
  origin: string,
  organizations: readonly Organization[],
  token: string,
): Promise<TokenVerdict> {
  // Without preserveIdleTTL the question itself would keep an idle agent signed in.
  const info = await ask(deps, `${origin}/api/v2/tokens/me?preserveIdleTTL=true`, token, tokenInfo);
  if (!info.ok) return info;
  const { organization: home, homeOrganization, clonedUser, OAuthClient: client } = info.value;
  const organization = organizations.find(({ id }) => id === home.id);
  if (!organization) return refuse("forbidden", "This service does not serve the organisation of the token.");
  if (!organization.oauthClientIds.includes(client.id))
    return refuse("forbidden", "The token was not issued to an OAuth client that this service allows.");
  if (clonedUser != null) return refuse("forbidden", "Sign in as yourself: tokens of cloned users are refused.");
  if (homeOrganization && homeOrganization.id !== home.id)
    return refuse(
      "forbidden",
      "Sign in with a user of this organisation: tokens of other home organisations are refused.",
    );
  return { ok: true, organization };
}

/** Asks the same, and then whose token it is. */
export async function checkAgent(
  deps: GenesysTokensDeps,
  origin: string,
  organizations: readonly Organization[],
  token: string,
): Promise<AgentVerdict> {
  const checked = await checkToken(deps, origin, organizations, token);
  if (!checked.ok) return checked;
  const agent = await ask(deps, `${origin}/api/v2/users/me`, token, user);
  return agent.ok ? { ...checked, userId: agent.value.id } : agent;
}

async function ask<T>(
  deps: GenesysTokensDeps,
  url: string,
  token: string,
  schema: z.ZodMiniType<T>,
): Promise<{ readonly ok: true; readonly value: T } | Refused> {
  try {
    const response = await deps.fetch(url, {
      headers: { authorization: `Bearer ${token}`, accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(deps.timeout),
    });
    if (response.status === 200) {
      const read = z.safeParse(schema, await response.json());
      return read.success ? { ok: true, value: read.data } : unreachable;
    }
    await response.body?.cancel();
    if (response.status === 400 || response.status === 401)
      return refuse("unauthenticated", "Sign in to Genesys Cloud again: it does not accept the token.");
    if (response.status === 403 || response.status === 404)
      return refuse("forbidden", "Use the token of an agent: Genesys Cloud names no user for this one.");
    return unreachable;
  } catch {
    return unreachable;
  }
}

const unreachable = refuse("unavailable", "Try again shortly: Genesys Cloud cannot be asked whose token this is.");
