import { Hono } from "hono";
import * as z from "zod/mini";
import { notFound, type PlatformEnv, refuse } from "../platform/caller.ts";
import type { Runtime } from "../runtime.ts";
import { allowed, conflict, listing, withBody } from "./answers.ts";
import type { ActionRecord, Records } from "./records.ts";

const text = z.string();
const schema = z.looseObject({ type: z.literal("object"), properties: z.record(text, z.looseObject({ type: text })) });
const config = z.strictObject({
  timeoutSeconds: z.optional(z.int().check(z.minimum(1), z.maximum(60))),
  request: z.strictObject({
    requestUrlTemplate: text.check(z.regex(/^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1)[:/])/)),
    requestType: z.enum(["GET", "PUT", "POST", "PATCH", "DELETE"]),
    requestTemplate: text,
    headers: z.record(text, text),
  }),
  response: z.strictObject({
    translationMap: z.record(text, text),
    translationMapDefaults: z.record(text, text),
    successTemplate: text,
  }),
});
const createRequest = z.strictObject({
  category: text,
  name: text.check(z.minLength(1), z.maxLength(256)),
  integrationId: text,
  config,
  contract: z.strictObject({
    input: z.strictObject({ inputSchema: schema }),
    output: z.strictObject({ successSchema: schema }),
  }),
  secure: z.optional(z.boolean()),
});
/** Neither the contract nor `secure` of a published action can be changed. */
const changeRequest = z.strictObject({
  category: z.optional(text),
  name: z.optional(text),
  config: z.optional(config),
  version: z.int(),
});

const path = "/api/v2/integrations/actions";

export function actionRoutes(records: Records, { newId }: Pick<Runtime, "newId">): Hono<PlatformEnv> {
  const routes = new Hono<PlatformEnv>();
  const { actions } = records;
  const view = "integrations:action:view";

  routes.get(path, (context) => allowed(context, view, () => listing(context, [...actions.values()].map(shown))));
  routes.post(path, (context) =>
    allowed(context, "integrations:action:add", () =>
      withBody(context, createRequest, ({ config: { timeoutSeconds, request, response }, secure = false, ...body }) => {
        const integration = records.integrations.get(body.integrationId);
        if (integration?.typeId !== "custom-rest-actions" || integration.intendedState !== "ENABLED")
          return refuse(context, 400, "bad.request", "There is no active integration for this action.");
        if ([...actions.values()].some(({ name, category }) => name === body.name && category === body.category))
          return conflict(context, "An action with that name exists in the category already.");
        const made = { ...body, id: `custom_-_${newId()}`, secure, version: 1, timeoutSeconds, request, response };
        actions.set(made.id, made);
        return context.json(shown(made));
      }),
    ),
  );
  routes.get(`${path}/:id`, (context) =>
    allowed(context, view, () => {
      const action = actions.get(context.req.param("id"));
      if (!action) return notFound(context, "action");
      return context.json({
        ...shown(action),
        ...(context.req.query("expand") === "contract" && { contract: action.contract }),
        ...(context.req.query("includeConfig") === "true" && { config: configOf(action) }),
      });
    }),
  );
  routes.get(`${path}/:id/templates/:file`, (context) =>
    allowed(context, view, () => {
      const action = actions.get(context.req.param("id"));
      const templates: Readonly<Record<string, string | undefined>> = {
        "requesttemplate.vm": action?.request.requestTemplate,
        "successtemplate.vm": action?.response.successTemplate,
      };
      const template = templates[context.req.param("file")];
      return template === undefined ? notFound(context, "template") : context.text(template);
    }),
  );
  routes.patch(`${path}/:id`, (context) =>
    allowed(context, "integrations:action:edit", () =>
      withBody(context, changeRequest, ({ version, config: wanted, ...body }) => {
        const action = actions.get(context.req.param("id"));
        if (!action) return notFound(context, "action");
        if (version !== action.version) return conflict(context, "The action was changed in between.");
        const { name = action.name, category = action.category } = body;
        const { timeoutSeconds, request, response } = wanted ?? action;
        const changed = { ...action, name, category, timeoutSeconds, request, response, version: version + 1 };
        actions.set(action.id, changed);
        return context.json(shown(changed));
      }),
    ),
  );
  routes.delete(`${path}/:id`, (context) =>
    allowed(context, "integrations:action:delete", () =>
      actions.delete(context.req.param("id")) ? context.body(null, 204) : notFound(context, "action"),
    ),
  );
  return routes;
}

function shown({
  id,
  name,
  category,
  integrationId,
  secure,
  version,
}: ActionRecord): Readonly<Record<string, unknown>> {
  return { id, name, category, integrationId, secure, version, selfUri: `${path}/${id}` };
}

/** The templates themselves are answered as files of their own. */
function configOf(action: ActionRecord): Readonly<Record<string, unknown>> {
  const { requestTemplate: _request, ...request } = action.request;
  const { successTemplate: _success, ...response } = action.response;
  const uri = (file: string): string => `${path}/${action.id}/templates/${file}`;
  return {
    timeoutSeconds: action.timeoutSeconds,
    request: { ...request, requestTemplateUri: uri("requesttemplate.vm") },
    response: { ...response, successTemplateUri: uri("successtemplate.vm") },
  };
}
