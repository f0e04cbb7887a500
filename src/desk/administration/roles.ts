import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import type { Directory } from "../organization/directory.ts";
import { notFound, type PlatformEnv, refuse } from "../platform/caller.ts";
import type { Runtime } from "../runtime.ts";
import { allowed, conflict, listing, withBody } from "./answers.ts";
import { heldBy, type Records, refreshClients } from "./records.ts";

const text = z.string();
const policy = z.strictObject({
  domain: text,
  entityName: text,
  actionSet: z.array(text).check(z.minLength(1)),
  allowConditions: z.optional(z.boolean()),
});
const roleRequest = z.strictObject({
  id: z.optional(text),
  name: text.check(z.minLength(1)),
  description: z.optional(text),
  permissions: z.optional(z.array(text)),
  permissionPolicies: z.optional(z.array(policy)),
});

const path = "/api/v2/authorization/roles";

/** Roles, who holds them, and the organisation's divisions and groups. */
export function roleRoutes(
  records: Records,
  directory: Directory,
  { newId }: Pick<Runtime, "newId">,
): Hono<PlatformEnv> {
  const routes = new Hono<PlatformEnv>();
  const { roles, grants } = records;
  const home = { id: directory.divisionId, name: "Home", homeDivision: true, description: "" };

  routes.get(path, (context) =>
    allowed(context, "authorization:role:view", () => listing(context, [...roles.values()])),
  );
  routes.get(`${path}/:id`, (context) =>
    allowed(context, "authorization:role:view", () => {
      const role = roles.get(context.req.param("id"));
      return role ? context.json(role) : notFound(context, "role");
    }),
  );
  const save = (context: Context<PlatformEnv>, id: string, body: z.infer<typeof roleRequest>): Response => {
    if ([...roles.values()].some((role) => role.name === body.name && role.id !== id))
      return conflict(context, "A role with that name exists already.");
    const { name, description = "", permissionPolicies = [] } = body;
    const role = { id, name, description, permissionPolicies };
    roles.set(id, role);
    refreshClients(records);
    return context.json(role);
  };
  routes.post(path, (context) =>
    allowed(context, "authorization:role:add", () =>
      withBody(context, roleRequest, (body) => save(context, newId(), body)),
    ),
  );
  routes.put(`${path}/:id`, (context) =>
    allowed(context, "authorization:role:edit", () =>
      withBody(context, roleRequest, (body) => {
        const id = context.req.param("id");
        return roles.has(id) ? save(context, id, body) : notFound(context, "role");
      }),
    ),
  );
  routes.delete(`${path}/:id`, (context) =>
    allowed(context, "authorization:role:delete", () => {
      if (!roles.delete(context.req.param("id"))) return notFound(context, "role");
      refreshClients(records);
      return context.body(null, 204);
    }),
  );

  routes.get("/api/v2/authorization/subjects/me", (context) => {
    const caller = context.get("caller");
    const own = (caller.agent?.permissions ?? caller.client.permissions).map((permission) => {
      const [domain, entityName, action = ""] = permission.split(":");
      return { domain, entityName, actions: [action] };
    });
    const held = heldBy(records, caller).map(({ roleId, divisionId }) => ({
      division: { id: divisionId },
      role: {
        id: roleId,
        policies: (roles.get(roleId)?.permissionPolicies ?? []).map(({ domain, entityName, actionSet }) => ({
          domain,
          entityName,
          actions: actionSet,
        })),
      },
    }));
    return context.json({
      id: caller.agent?.id ?? caller.client.id,
      grants: [{ division: { id: home.id }, role: { id: "assigned", policies: own } }, ...held],
    });
  });
  const grantPath = "/api/v2/authorization/subjects/:subject/divisions/:division/roles/:role";
  routes.post(grantPath, (context) =>
    allowed(context, "authorization:grant:add", () => {
      const { subject, division, role } = context.req.param();
      const isClient = context.req.query("subjectType") === "PC_OAUTH_CLIENT";
      const isThere = isClient ? records.clients.has(subject) : directory.agents.some((agent) => agent.id === subject);
      if (!isThere) return notFound(context, "subject");
      if (!roles.has(role)) return notFound(context, "role");
      if (division !== home.id && division !== "*") return refuse(context, 400, "bad.request", "No such division.");
      grants.add(`${subject} ${division} ${role}`);
      return context.body(null, 204);
    }),
  );
  routes.delete(grantPath, (context) =>
    allowed(context, "authorization:grant:delete", () => {
      const { subject, division, role } = context.req.param();
      return grants.delete(`${subject} ${division} ${role}`) ? context.body(null, 204) : notFound(context, "grant");
    }),
  );

  routes.get("/api/v2/authorization/divisions", (context) => listing(context, [home]));
  routes.get("/api/v2/authorization/divisions/home", (context) => context.json(home));
  routes.get("/api/v2/groups", (context) => listing(context, directory.groups));
  routes.get("/api/v2/routing/queues", (context) =>
    allowed(context, "routing:queue:view", () => listing(context, directory.queues)),
  );
  return routes;
}
