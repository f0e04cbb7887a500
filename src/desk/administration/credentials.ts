import { Hono } from "hono";
import * as z from "zod/mini";
import { notFound, type PlatformEnv, refuse } from "../platform/caller.ts";
import type { Runtime } from "../runtime.ts";
import { allowed, listing, withBody } from "./answers.ts";
import type { CredentialRecord, Records } from "./records.ts";

const text = z.string();
const credentialRequest = z.strictObject({
  id: z.optional(text),
  name: text.check(z.minLength(1)),
  type: z.object({ name: z.optional(text), id: z.optional(text) }),
  credentialFields: z.record(text, text),
});

const types = new Set(["basicAuth", "userDefined", "userDefinedOAuth", "pureCloudOAuthClient"]);
const path = "/api/v2/integrations/credentials";

/** Credentials of integrations: their fields go in and never come out again. */
export function credentialRoutes(records: Records, { newId }: Pick<Runtime, "newId">): Hono<PlatformEnv> {
  const routes = new Hono<PlatformEnv>();
  const { credentials } = records;

  routes.get(path, (context) =>
    allowed(context, "integrations:integration:view", () => listing(context, [...credentials.values()].map(shown))),
  );
  routes.post(path, (context) =>
    allowed(context, "integrations:integration:add", () =>
      withBody(context, credentialRequest, ({ name, type, credentialFields: fields }) => {
        const typeName = type.name ?? type.id ?? "";
        if (!types.has(typeName)) return refuse(context, 400, "bad.request", "There is no such credential type.");
        const made = { id: newId(), name, typeName, fields };
        credentials.set(made.id, made);
        return context.json(shown(made));
      }),
    ),
  );
  routes.put(`${path}/:id`, (context) =>
    allowed(context, "integrations:integration:edit", () =>
      withBody(context, credentialRequest, ({ name, credentialFields: fields }) => {
        const present = credentials.get(context.req.param("id"));
        if (!present) return notFound(context, "credential");
        const changed = { ...present, name, fields };
        credentials.set(present.id, changed);
        return context.json(shown(changed));
      }),
    ),
  );
  routes.delete(`${path}/:id`, (context) =>
    allowed(context, "integrations:integration:delete", () =>
      credentials.delete(context.req.param("id")) ? context.body(null, 204) : notFound(context, "credential"),
    ),
  );
  return routes;
}

function shown({ id, name, typeName }: CredentialRecord): Readonly<Record<string, unknown>> {
  return { id, name, type: { id: typeName, name: typeName } };
}
