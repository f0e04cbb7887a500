import { Hono } from "hono";
import type { Settings } from "../control/requests.ts";
import type { Tokens } from "../login/tokens.ts";
import type { Agent, Directory, Named } from "../organization/directory.ts";
import { type Clock, iso } from "../runtime.ts";
import { type Caller, hasPermission, missingPermission, notFound, type PlatformEnv, refuse } from "./caller.ts";

interface Dependencies {
  readonly directory: Directory;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly settings: () => Settings;
}

const foreignOrganization = { id: "00000000-0000-4000-8000-0000000000fe", name: "Another organisation" } as const;

/** Tokens, users, queues and wrap-up codes. */
export function directoryRoutes({ directory, tokens, clock, settings }: Dependencies): Hono<PlatformEnv> {
  const routes = new Hono<PlatformEnv>();
  const tokenInfo = ({ client, agent }: Caller) => {
    const origin = agent === null ? "ordinary" : settings().agentTokens;
    return {
      organization: directory.organization,
      homeOrganization: origin === "foreign-home" ? foreignOrganization : directory.organization,
      authorizedScope: [],
      ...(origin === "cloned" && agent !== null
        ? { clonedUser: { id: agent.id, organization: { id: foreignOrganization.id } } }
        : {}),
      dateTokenIdles: iso(clock.now() + 3_600_000),
      OAuthClient: {
        id: client.id,
        name: client.name,
        authorizedGrantType: client.grant,
        organization: { id: directory.organization.id },
        scope: [],
        roleDivisions: [],
        state: "active",
      },
    };
  };

  routes.get("/api/v2/tokens/me", (context) => context.json(tokenInfo(context.get("caller"))));
  routes.delete("/api/v2/tokens/me", (context) => {
    tokens.revoke(context.get("caller").grant.token);
    return context.body(null, 204);
  });
  routes.get("/api/v2/users/me", (context) => {
    const { agent } = context.get("caller");
    return agent === null
      ? refuse(
          context,
          400,
          "bad.request",
          "This request requires a user context. Client credentials cannot be used for requests that require a user context.",
        )
      : context.json({
          ...userOf(agent, directory),
          username: agent.email,
          version: 1,
          ...(context.req.query("expand") === "authorization" && {
            authorization: { roles: [], unusedRoles: [], permissions: agent.permissions, permissionPolicies: [] },
          }),
        });
  });
  routes.get("/api/v2/users/:id", (context) => {
    if (!hasPermission(context.get("caller"), "directory:user:view")) {
      return missingPermission(context, "directory:user:view");
    }
    const agent = directory.agents.find(({ id }) => id === context.req.param("id"));
    if (agent === undefined) return notFound(context, "user");
    const withGroups = context.req.query("expand")?.split(",").includes("groups") === true;
    return context.json({
      ...userOf(agent, directory),
      ...(withGroups && { groups: agent.groupIds.map((id) => ({ id, selfUri: `/api/v2/groups/${id}` })) }),
    });
  });
  const named = (path: string, permission: string, what: string, all: readonly Named[]): void => {
    routes.get(`${path}/:id`, (context) => {
      if (!hasPermission(context.get("caller"), permission)) return missingPermission(context, permission);
      const found = all.find(({ id }) => id === context.req.param("id"));
      if (found === undefined) return notFound(context, what);
      const division = { id: directory.divisionId, name: "Home" };
      return context.json({ ...found, division, selfUri: `${path}/${found.id}` });
    });
  };
  named("/api/v2/routing/queues", "routing:queue:view", "queue", directory.queues);
  named("/api/v2/routing/wrapupcodes", "routing:wrapupCode:view", "wrap-up code", directory.wrapUpCodes);
  return routes;
}

function userOf(agent: Agent, directory: Directory): Readonly<Record<string, unknown>> {
  return {
    id: agent.id,
    name: agent.name,
    division: { id: directory.divisionId, name: "Home" },
    email: agent.email,
    title: agent.title,
    state: "active",
    version: 1,
    selfUri: `/api/v2/users/${agent.id}`,
  };
}
