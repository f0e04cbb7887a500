import type { Context } from "hono";
import * as z from "zod/mini";
import { hasPermission, missingPermission, type PlatformEnv, refuse } from "../platform/caller.ts";

type Routed = Context<PlatformEnv>;

/** Runs a route for those who hold its permission. */
export async function allowed(
  context: Routed,
  permission: string,
  run: () => Response | Promise<Response>,
): Promise<Response> {
  return hasPermission(context.get("caller"), permission) ? run() : missingPermission(context, permission);
}

/** Runs a route with a body that fits, and answers 400 in words for one that does not. */
export async function withBody<T>(
  context: Routed,
  schema: { safeParse(value: unknown): z.core.util.SafeParseResult<T> },
  run: (body: T) => Response,
): Promise<Response> {
  const body: unknown = await context.req.json().catch(() => undefined);
  const read = schema.safeParse(body);
  if (read.success) return run(read.data);
  return refuse(context, 400, "bad.request", `The request could not be understood: ${z.prettifyError(read.error)}`);
}

const pageOf = z.object({
  pageSize: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)), 25),
  pageNumber: z._default(z.coerce.number().check(z.int(), z.minimum(1)), 1),
});

/** One page of a listing, as the platform API answers it. */
export function listing(context: Routed, entities: readonly unknown[]): Response {
  const read = pageOf.safeParse(context.req.query());
  if (!read.success) return refuse(context, 400, "invalid.paging.request", "pageSize or pageNumber is out of range.");
  const { pageSize, pageNumber } = read.data;
  return context.json({
    entities: entities.slice((pageNumber - 1) * pageSize, pageNumber * pageSize),
    pageSize,
    pageNumber,
    total: entities.length,
    pageCount: Math.max(1, Math.ceil(entities.length / pageSize)),
    selfUri: context.req.path,
  });
}

export function conflict(context: Routed, message: string): Response {
  return refuse(context, 409, "general.conflict", message);
}
