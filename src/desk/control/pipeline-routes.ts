import { type Context, Hono } from "hono";
import type { Acted, PipelineWindow } from "./pipeline.ts";

/** `/desk/pipeline` and the dead letters: mounted behind the control API, which demands JSON of whatever changes something. */
export function pipelineRoutes(pipeline: PipelineWindow): Hono {
  const routes = new Hono();
  routes.get("/desk/pipeline", async (context) => context.json(await pipeline.state()));
  routes.post("/desk/dead-letters/:id/replay", async (context) =>
    answer(context, await pipeline.replay(context.req.param("id"))),
  );
  routes.post("/desk/dead-letters/:id/delete", async (context) =>
    answer(context, await pipeline.remove(context.req.param("id"))),
  );
  return routes;
}

function answer(context: Context, acted: Acted): Response {
  if (acted.ok) return context.body(null, 204);
  return context.json({ detail: acted.detail }, acted.reason === "unknown" ? 404 : 503);
}
