import { Hono } from "hono";
import * as z from "zod/mini";
import type { Directory } from "../organization/directory.ts";
import { notFound, type PlatformEnv, refuse } from "../platform/caller.ts";
import type { Runtime } from "../runtime.ts";
import { allowed, conflict, listing, withBody } from "./answers.ts";
import { integrationTypes } from "./integration-types.ts";
import type { IntegrationRecord, Records } from "./records.ts";

const text = z.string();
const object = z.record(text, z.unknown());
const createRequest = z.strictObject({
  name: text.check(z.minLength(1)),
  integrationType: z.strictObject({ id: text }),
});
/** `IntegrationConfiguration`: what the platform demands whole, and no member more. */
const configuration = z.strictObject({
  name: text.check(z.minLength(1)),
  version: z.int(),
  properties: object,
  advanced: object,
  notes: text,
  credentials: z.record(text, z.strictObject({ id: text })),
});
const patch = z.strictObject({ intendedState: z.enum(["ENABLED", "DISABLED"]) });

const path = "/api/v2/integrations";

export function integrationRoutes(
  records: Records,
  directory: Directory,
  { newId }: Pick<Runtime, "newId">,
): Hono<PlatformEnv> {
  const routes = new Hono<PlatformEnv>();
  const { integrations } = records;
  const types = integrationTypes(directory);
  const view = "integrations:integration:view";
  const edit = "integrations:integration:edit";

  routes.get(path, (context) => {
    const type = context.req.query("integrationType");
    const found = [...integrations.values()].filter(({ typeId }) => type === undefined || typeId === type);
    return allowed(context, view, () => listing(context, found.map(shown)));
  });
  routes.post(path, (context) =>
    allowed(context, "integrations:integration:add", () =>
      withBody(context, createRequest, ({ name, integrationType: { id: typeId } }) => {
        if (!types.has(typeId)) return refuse(context, 400, "bad.request", `There is no integration type ${typeId}.`);
        const made: IntegrationRecord = {
          id: newId(),
          typeId,
          name,
          notes: "",
          intendedState: "DISABLED",
          version: 1,
          properties: {},
          advanced: {},
          credentials: {},
        };
        integrations.set(made.id, made);
        return context.json(shown(made));
      }),
    ),
  );
  routes.get(`${path}/:id`, (context) =>
    allowed(context, view, () => {
      const integration = integrations.get(context.req.param("id"));
      return integration ? context.json(shown(integration)) : notFound(context, "integration");
    }),
  );
  routes.patch(`${path}/:id`, (context) =>
    allowed(context, edit, () =>
      withBody(context, patch, ({ intendedState }) => {
        const integration = integrations.get(context.req.param("id"));
        if (!integration) return notFound(context, "integration");
        const changed = { ...integration, intendedState };
        integrations.set(integration.id, changed);
        return context.json(shown(changed));
      }),
    ),
  );
  routes.delete(`${path}/:id`, (context) =>
    allowed(context, "integrations:integration:delete", () => {
      const integration = integrations.get(context.req.param("id"));
      if (!integration) return notFound(context, "integration");
      integrations.delete(integration.id);
      for (const action of records.actions.values())
        if (action.integrationId === integration.id) records.actions.delete(action.id);
      return context.json(shown(integration));
    }),
  );
  routes.get(`${path}/:id/config/current`, (context) =>
    allowed(context, view, () => {
      const integration = integrations.get(context.req.param("id"));
      return integration ? context.json(configured(integration)) : notFound(context, "integration");
    }),
  );
  routes.put(`${path}/:id/config/current`, (context) =>
    allowed(context, edit, () =>
      withBody(context, configuration, (body) => {
        const integration = integrations.get(context.req.param("id"));
        const type = types.get(integration?.typeId ?? "");
        if (!integration || !type) return notFound(context, "integration");
        if (body.version !== integration.version)
          return conflict(
            context,
            `Version ${String(body.version)} is not the current ${String(integration.version)}.`,
          );
        for (const member of ["properties", "advanced"] as const) {
          const read = type[member].safeParse(body[member]);
          if (!read.success) return refuse(context, 400, "bad.request", `${member}: ${z.prettifyError(read.error)}`);
        }
        const strange = Object.values(body.credentials).find(({ id }) => !records.credentials.has(id));
        if (strange) return refuse(context, 400, "bad.request", `There is no credential ${strange.id}.`);
        const changed = { ...integration, ...body, version: body.version + 1 };
        integrations.set(integration.id, changed);
        return context.json(configured(changed));
      }),
    ),
  );
  return routes;
}

function shown({ id, name, typeId, notes, intendedState }: IntegrationRecord): Readonly<Record<string, unknown>> {
  return {
    id,
    name,
    integrationType: { id: typeId },
    notes,
    intendedState,
    reportedState: { code: intendedState === "ENABLED" ? "ACTIVE" : "INACTIVE" },
    selfUri: `${path}/${id}`,
  };
}

function configured(integration: IntegrationRecord): Readonly<Record<string, unknown>> {
  const { id, name, version, properties, advanced, notes, credentials } = integration;
  return { id, name, version, properties, advanced, notes, credentials, selfUri: `${path}/${id}/config/current` };
}
