import { Hono } from "hono";
import * as z from "zod/mini";
import { notFound, type PlatformEnv, refuse } from "../platform/caller.ts";
import type { Runtime } from "../runtime.ts";
import { allowed, listing, withBody } from "./answers.ts";
import { type ClientRecord, heldBy, type Records, refreshClients } from "./records.ts";

const text = z.string();
const roleDivision = z.strictObject({ roleId: text, divisionId: text });

/** `OAuthClientRequest`, no member more. */
const clientRequest = z.strictObject({
  name: text.check(z.minLength(1)),
  description: z.optional(text),
  authorizedGrantType: z.enum(["TOKEN", "CODE", "CLIENT-CREDENTIALS"]),
  accessTokenValiditySeconds: z.optional(z.int().check(z.minimum(300), z.maximum(172_800))),
  registeredRedirectUri: z.optional(z.array(z.url())),
  scope: z.optional(z.array(text)),
  roleIds: z.optional(z.array(text)),
  roleDivisions: z.optional(z.array(roleDivision)),
  state: z.optional(z.enum(["active", "inactive"])),
  dateToDelete: z.optional(text),
});
type ClientRequest = z.infer<typeof clientRequest>;

const path = "/api/v2/oauth/clients";

export function oauthClientRoutes(records: Records, runtime: Pick<Runtime, "newId" | "newSecret">): Hono<PlatformEnv> {
  const routes = new Hono<PlatformEnv>();
  const { clients } = records;

  routes.get(path, (context) =>
    allowed(context, "oauth:client:view", () => listing(context, [...clients.values()].map(shown))),
  );
  routes.get(`${path}/:id`, (context) =>
    allowed(context, "oauth:client:view", () => {
      const client = clients.get(context.req.param("id"));
      return client ? context.json(shown(client)) : notFound(context, "client");
    }),
  );
  routes.post(path, (context) =>
    allowed(context, "oauth:client:add", () =>
      withBody(context, clientRequest, (body) => {
        const fault = faultOf(records, body);
        if (fault !== null) return refuse(context, 400, "bad.request", fault);
        if (!mayGive(records, context.get("caller"), body)) return refuse(context, 403, "not.authorized", notYours);
        const secret = body.authorizedGrantType === "TOKEN" ? null : runtime.newSecret();
        const made = { ...recorded(body), id: runtime.newId(), secret, permissions: [] };
        clients.set(made.id, made);
        refreshClients(records);
        return context.json({ ...shown(made), ...(secret !== null && { secret }) });
      }),
    ),
  );
  routes.put(`${path}/:id`, (context) =>
    allowed(context, "oauth:client:edit", () =>
      withBody(context, clientRequest, (body) => {
        const client = clients.get(context.req.param("id"));
        if (!client) return notFound(context, "client");
        const fault = faultOf(records, body);
        if (fault !== null) return refuse(context, 400, "bad.request", fault);
        if (body.authorizedGrantType !== client.authorizedGrantType)
          return refuse(context, 400, "bad.request", "The grant type of a client cannot be changed.");
        if (!mayGive(records, context.get("caller"), body, client))
          return refuse(context, 403, "not.authorized", notYours);
        const changed = { ...client, ...recorded(body) };
        clients.set(client.id, changed);
        refreshClients(records);
        return context.json(shown(changed));
      }),
    ),
  );
  routes.post(`${path}/:id/secret`, (context) =>
    allowed(context, "oauth:client:edit", () => {
      const client = clients.get(context.req.param("id"));
      if (!client) return notFound(context, "client");
      const changed = { ...client, secret: runtime.newSecret() };
      clients.set(client.id, changed);
      refreshClients(records);
      return context.json({ ...shown(changed), secret: changed.secret });
    }),
  );
  routes.delete(`${path}/:id`, (context) =>
    allowed(context, "oauth:client:delete", () => {
      const client = clients.get(context.req.param("id"));
      if (!client) return notFound(context, "client");
      if (client.state === "active")
        return refuse(context, 400, "bad.request", "Only an inactive client can be deleted.");
      clients.delete(client.id);
      refreshClients(records);
      return context.body(null, 204);
    }),
  );
  return routes;
}

const notYours = "You may only assign roles that are assigned to you.";

function shown({
  secret: _secret,
  permissions: _permissions,
  ...client
}: ClientRecord): Omit<ClientRecord, "secret" | "permissions"> {
  return client;
}

function recorded(body: ClientRequest): Omit<ClientRecord, "id" | "secret" | "permissions"> {
  return {
    name: body.name,
    description: body.description ?? "",
    authorizedGrantType: body.authorizedGrantType,
    accessTokenValiditySeconds: body.accessTokenValiditySeconds ?? 86_400,
    registeredRedirectUri: body.registeredRedirectUri ?? [],
    scope: body.scope ?? [],
    roleDivisions: body.roleDivisions ?? [],
    state: body.state ?? "active",
  };
}

function faultOf(records: Records, body: ClientRequest): string | null {
  const roles = body.roleDivisions ?? [];
  if (body.authorizedGrantType === "TOKEN")
    return "The grant type TOKEN is not offered for new clients; use CODE with PKCE.";
  if (body.authorizedGrantType === "CODE") {
    if ((body.registeredRedirectUri ?? []).length === 0) return "A client of the grant type CODE needs a redirect URI.";
    return roles.length > 0 ? "Roles are for clients of the grant type CLIENT-CREDENTIALS." : null;
  }
  if (roles.length === 0) return "A client of the grant type CLIENT-CREDENTIALS needs a role.";
  const unknown = roles.find(({ roleId }) => !records.roles.has(roleId));
  return unknown === undefined ? null : `There is no role ${unknown.roleId}.`;
}

/** Genesys Cloud lets nobody hand on a role that they do not hold themselves. */
function mayGive(
  records: Records,
  caller: Parameters<typeof heldBy>[1],
  body: ClientRequest,
  present?: ClientRecord,
): boolean {
  const held = [...heldBy(records, caller), ...(present?.roleDivisions ?? [])];
  return (body.roleDivisions ?? []).every(({ roleId, divisionId }) =>
    held.some((one) => one.roleId === roleId && (one.divisionId === divisionId || one.divisionId === "*")),
  );
}
