import { Hono } from "hono";
import * as z from "zod/mini";
import type { Agent, Directory } from "../organization/directory.ts";
import { hasPermission, missingPermission, notFound, type PlatformEnv, refuse } from "./caller.ts";

/** `UserSearchRequest`, as far as the desk searches: an exact email. */
const search = z.object({
  query: z.array(z.object({ fields: z.array(z.literal("email")), value: z.string(), type: z.literal("EXACT") })),
});

const view = "directory:user:view";

/** What administrators ask about people: who has an email, their queues, and their licenses. */
export function peopleRoutes(directory: Directory): Hono<PlatformEnv> {
  const routes = new Hono<PlatformEnv>();
  const find = (id: string): Agent | undefined => directory.agents.find((agent) => agent.id === id);
  routes.post("/api/v2/users/search", async (context) => {
    if (!hasPermission(context.get("caller"), view)) return missingPermission(context, view);
    const read = search.safeParse(await context.req.json().catch(() => undefined));
    if (!read.success) return refuse(context, 400, "bad.request", z.prettifyError(read.error));
    const wanted = new Set(read.data.query.map(({ value }) => value.toLowerCase()));
    const results = directory.agents.filter(({ email }) => wanted.has(email.toLowerCase()));
    return context.json({
      total: results.length,
      pageCount: 1,
      results: results.map(({ id, name }) => ({ id, name })),
    });
  });
  routes.get("/api/v2/users/:id/queues", (context) => {
    const agent = find(context.req.param("id"));
    if (!agent) return notFound(context, "user");
    const entities = directory.queues.filter(({ id }) => agent.queueIds.includes(id));
    return context.json({ entities, pageSize: 100, pageNumber: 1, total: entities.length, pageCount: 1 });
  });
  routes.get("/api/v2/license/users/:id", (context) => {
    const agent = find(context.req.param("id"));
    return agent
      ? context.json({ id: agent.id, licenses: agent.licenses.map((id) => ({ id })) })
      : notFound(context, "user");
  });
  return routes;
}
