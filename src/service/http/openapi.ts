import type * as z from "zod/mini";
import type { ProblemCode } from "../../contract/problem.ts";
import { problemCode, problemStatus } from "../../contract/problem.ts";
import { environmentHeader } from "../../contract/routes.ts";
import type { OpenApiSchemas } from "./openapi-schemas.ts";
import { createOpenApiSchemas } from "./openapi-schemas.ts";
import type { Operation } from "./operation.ts";

type Json = { readonly [member: string]: unknown };

const everywhere = {
  "X-Request-Id": { $ref: "#/components/headers/X-Request-Id" },
  "Cache-Control": { $ref: "#/components/headers/Cache-Control" },
};

/** The OpenAPI 3.1 document of the operations, from the very declarations that serve them. */
export function createOpenApiDocument(operations: readonly Operation[]): Json {
  const schemas = createOpenApiSchemas(operations);
  const paths: Record<string, Json> = {};
  for (const [path, atPath] of Map.groupBy(operations, (operation) => operation.path))
    paths[path] = Object.fromEntries(atPath.map((one) => [one.method.toLowerCase(), describeOperation(one, schemas)]));
  return {
    openapi: "3.1.0",
    info: {
      title: "UIC API",
      version: "1",
      summary: "Unified Interaction Context: one record per customer across every channel",
      description:
        "Times are ISO 8601 in UTC with milliseconds. Unknown request members are refused; clients ignore unknown response members. " +
        "Personal data never travels in a URL.",
    },
    servers: [{ url: "/" }],
    paths: { ...paths, ...operationalPaths },
    components: {
      schemas: schemas.components,
      responses: problemResponses(),
      headers: headerComponents,
      securitySchemes: {
        agentToken: { type: "http", scheme: "bearer", description: "An agent's Genesys Cloud access token" },
        genesysEnvironment: {
          type: "apiKey",
          in: "header",
          name: environmentHeader,
          description: "The environment that issued the agent's token, such as mypurecloud.ie",
        },
        serviceKey: {
          type: "http",
          scheme: "bearer",
          description: "A service key with the scope that the operation names",
        },
      },
    },
  };
}

function describeOperation(operation: Operation, schemas: OpenApiSchemas): Json {
  const { id, summary, callers, body, answers } = operation;
  const agents = callers.agents ? [{ agentToken: [], genesysEnvironment: [] }] : [];
  const services = callers.scope === null ? [] : [{ serviceKey: [callers.scope] }];
  const content = Object.fromEntries(body.mediaTypes.map((type) => [type, { schema: schemas.request(body.schema) }]));
  return {
    operationId: id,
    summary,
    security: [...agents, ...services],
    parameters: [
      ...parametersIn("path", schemas.parameters(operation.params)),
      ...parametersIn("query", schemas.parameters(operation.query)),
      ...(operation.takesIfMatch ? [ifMatchParameter] : []),
      ...(operation.takesLastEventId ? [lastEventIdParameter] : []),
    ],
    ...(body.mediaTypes.length > 0 ? { requestBody: { required: true, content } } : {}),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, one]) => [status, describeAnswer(one, schemas)])),
      ...Object.fromEntries(
        [...new Set(codesOf(operation).map((code) => problemStatus[code]))].map((status) => [
          status,
          { $ref: `#/components/responses/Problem${status}` },
        ]),
      ),
    },
  };
}

function describeAnswer(one: Operation["answers"][number], schemas: OpenApiSchemas): Json {
  const headers = one.hasETag ? { ...everywhere, ETag: { $ref: "#/components/headers/ETag" } } : everywhere;
  const type = one.isStream ? "text/event-stream" : "application/json";
  const content = one.schema
    ? { content: { [type]: { schema: one.isStream ? eventText : schemas.answer(one.schema) } } }
    : {};
  return { description: one.description, headers, ...content };
}

/** OpenAPI 3.1 has no words for the events of a stream. */
const eventText: Json = {
  type: "string",
  description:
    "Server-sent events. `context` carries a record, `erased` and `merged` an object with the customerId (erased, or of the survivor) and are the last about their customer.",
};

/** What every such request can meet, and what only this operation refuses with. */
function codesOf({ refuses, body }: Operation): ProblemCode[] {
  const byBody: ProblemCode[] = body.mediaTypes.length > 0 ? ["too_large", "unsupported_media_type"] : [];
  return ["invalid_request", "unauthenticated", "forbidden", "rate_limited", "unavailable", ...byBody, ...refuses];
}

function parametersIn(place: "path" | "query", schema: z.core.JSONSchema.BaseSchema): Json[] {
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: schema.required?.includes(name) ?? false,
    schema: property,
  }));
}

const ifMatchParameter: Json = {
  name: "If-Match",
  in: "header",
  required: false,
  description:
    'The version that must still be the present one, such as "7"; without it the write lands on whatever is present.',
  schema: { type: "string" },
};

const lastEventIdParameter: Json = {
  name: "Last-Event-ID",
  in: "header",
  required: false,
  description: "The id of the last event that was seen: the stream goes on from there without a gap.",
  schema: { type: "string" },
};

const headerComponents: Json = {
  "X-Request-Id": { description: "Names this request in the logs and in the audit", schema: { type: "string" } },
  "Cache-Control": { description: "Always no-store", schema: { type: "string", const: "no-store" } },
  ETag: { description: "The record's version in double quotes", schema: { type: "string", pattern: '^"\\d+"$' } },
  "Retry-After": { description: "Seconds to wait before the next try", schema: { type: "integer", minimum: 0 } },
};

function problemResponses(): Json {
  const codesByStatus = Map.groupBy(problemCode.options, (code) => problemStatus[code]);
  return Object.fromEntries(
    [...codesByStatus].map(([status, codes]) => {
      const canWait = status === 429 || status === 503;
      const headers = canWait
        ? { ...everywhere, "Retry-After": { $ref: "#/components/headers/Retry-After" } }
        : everywhere;
      const schema = {
        allOf: [
          { $ref: "#/components/schemas/Problem" },
          { properties: { status: { const: status }, code: { enum: codes } } },
        ],
      };
      return [
        `Problem${status}`,
        { description: codes.join(", "), headers, content: { "application/problem+json": { schema } } },
      ];
    }),
  );
}

const open = (operationId: string, summary: string, answers: Json): Json => ({
  get: { operationId, summary, security: [], responses: answers },
});
const stateIn = (description: string, state: string): Json => ({
  description,
  content: {
    "application/json": { schema: { type: "object", properties: { status: { const: state } }, required: ["status"] } },
  },
});
const operationalPaths: Json = {
  "/healthz": open("readHealth", "Whether the process lives", { 200: stateIn("It does", "ok") }),
  "/readyz": open("readReadiness", "Whether the store can be reached", {
    200: stateIn("It can", "ready"),
    503: stateIn("It cannot; try again as Retry-After says", "unavailable"),
  }),
  "/metrics": open("readMetrics", "Prometheus text", {
    200: { description: "The metrics", content: { "text/plain": { schema: { type: "string" } } } },
  }),
  "/openapi.json": open("readContract", "This document", {
    200: { description: "OpenAPI 3.1", content: { "application/json": { schema: { type: "object" } } } },
  }),
};
