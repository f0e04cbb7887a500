import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { routes } from "../../../src/contract/routes.ts";
import { createOpenApiDocument } from "../../../src/service/http/openapi.ts";
import { operations } from "../../../src/service/http/routes/operations.ts";
import { asAgent, asService, keys, startEdge, withJson } from "./harness.ts";

const answerDescription = z.looseObject({
  $ref: z.optional(z.string()),
  content: z.optional(z.record(z.string(), z.unknown())),
});
const documentShape = z.looseObject({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        operationId: z.string(),
        security: z.array(z.record(z.string(), z.array(z.string()))),
        parameters: z.optional(z.array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean() }))),
        responses: z.record(z.string(), answerDescription),
      }),
    ),
  ),
  components: z.looseObject({ responses: z.record(z.string(), answerDescription) }),
});

async function served() {
  const edge = await startEdge();
  const response = await edge.send("/openapi.json");
  expect(response.headers.get("content-type")).toBe("application/json");
  const document = z.parse(z.looseObject({}), await response.json());
  return { edge, document, read: z.parse(documentShape, document) };
}

describe("the OpenAPI document", () => {
  it("is valid OpenAPI 3.1", async () => {
    const { document, read } = await served();
    const result = await new Validator().validate(structuredClone(document));
    expect(result.errors ?? []).toEqual([]);
    expect(read.openapi).toBe("3.1.0");
    expect(JSON.stringify(document)).not.toContain("__shared");
  });

  it("describes every operation that is served, by the scope that it checks", async () => {
    const { read } = await served();
    const described = Object.entries(read.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${operationId}: ${method.toUpperCase()} ${path}`),
    );
    for (const { id, method, path } of operations) expect(described).toContain(`${id}: ${method} ${path}`);
    for (const path of ["/healthz", "/readyz", "/metrics", "/openapi.json"])
      expect(Object.keys(read.paths)).toContain(path);
    expect(read.paths["/v1/contexts/lookup"]?.["post"]?.security).toEqual([
      { agentToken: [], genesysEnvironment: [] },
      { serviceKey: ["contexts:read"] },
    ]);
    expect(read.paths["/v1/interactions"]?.["post"]?.security).toEqual([{ serviceKey: ["contexts:write"] }]);
    expect(read.paths["/v1/agents/me/cache-key"]?.["get"]?.security).toEqual([
      { agentToken: [], genesysEnvironment: [] },
    ]);
  });

  it("has an operation at every path that the contract names, and none elsewhere", () => {
    const contracted = Object.values(routes).map((path: (...ids: string[]) => string) => path("id", "id"));
    const paths = operations.map(({ path }) => path.replaceAll(/\{\w+\}/g, "id"));
    expect(new Set(paths)).toEqual(new Set(contracted));
  });

  it("names the parameters of each path and no others", async () => {
    const { read } = await served();
    for (const [path, methods] of Object.entries(read.paths))
      for (const { parameters = [] } of Object.values(methods)) {
        const inPath = parameters.filter((one) => one.in === "path");
        expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
        expect(inPath.every(({ required }) => required)).toBe(true);
      }
  });

  it("leaves answers open and closes requests", () => {
    const { components } = z.parse(
      z.object({ components: z.object({ schemas: z.record(z.string(), z.looseObject({})) }) }),
      createOpenApiDocument(operations),
    );
    expect(components.schemas["LookupRequest"]?.additionalProperties).toBe(false);
    expect(components.schemas["UnifiedInteractionContext"]?.additionalProperties).toBeUndefined();
  });

  it("describes the answers that are served", async () => {
    const { edge, document, read } = await served();
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    ajv.addSchema(document, "uic");
    const all = asService(keys.all);
    const interaction = {
      conversationId: "conv-1",
      channel: "voice",
      startTime: "2026-11-20T10:15:00Z",
      durationSeconds: 1,
      resolutionStatus: "RESOLVED",
    };
    const customer = "/v1/customers/C-1001";
    const phone = { type: "phone", value: "+94771234567" };
    const user = { channel: "whatsapp", channelUserId: "known" };
    const known = { identifiers: [{ type: "phone", value: "known" }] };
    const requests: [template: string, path: string, init: RequestInit][] = [
      ["/v1/contexts/lookup", "/v1/contexts/lookup", withJson("POST", all, known)],
      ["/v1/contexts/lookup", "/v1/contexts/lookup", withJson("POST", all, { identifiers: [] })],
      ["/v1/contexts/lookup", "/v1/contexts/lookup", withJson("POST", all, { identifiers: 7 })],
      ["/v1/contexts/lookup", "/v1/contexts/lookup", { method: "POST", headers: all, body: "text" }],
      ["/v1/contexts/lookup", "/v1/contexts/lookup", withJson("POST", {}, known)],
      ["/v1/contexts/lookup", "/v1/contexts/lookup", withJson("POST", asService(keys.events), known)],
      ["/v1/customers/{customerId}", customer, { headers: all }],
      ["/v1/customers/{customerId}", "/v1/customers/C-2", { headers: all }],
      ["/v1/customers/{customerId}/interactions", `${customer}/interactions`, { headers: all }],
      ["/v1/customers/{customerId}/collected-data", `${customer}/collected-data`, withJson("PATCH", all, { a: 1 })],
      ["/v1/customers/{customerId}/active-issue", `${customer}/active-issue`, withJson("PUT", all, { issue: "x" })],
      [
        "/v1/customers/{customerId}/active-issue",
        `${customer}/active-issue`,
        { method: "DELETE", headers: { ...all, "if-match": '"1"' } },
      ],
      ["/v1/interactions", "/v1/interactions", withJson("POST", all, { identifiers: known.identifiers, interaction })],
      ["/v1/interactions", "/v1/interactions", withJson("POST", all, { identifiers: [], interaction })],
      ["/v1/events/genesys", "/v1/events/genesys", withJson("POST", all, { id: "1" })],
      ["/v1/agents/me/cache-key", "/v1/agents/me/cache-key", { headers: asAgent() }],
      ["/v1/customers/{customerId}/identifiers", `${customer}/identifiers`, withJson("POST", all, phone)],
      [
        "/v1/customers/{customerId}/identifiers",
        `${customer}/identifiers`,
        withJson("POST", { ...all, "if-match": '"1"' }, phone),
      ],
      ["/v1/customers/{customerId}/merges", `${customer}/merges`, withJson("POST", all, { from: "C-2" })],
      ["/v1/customers/{customerId}/merges", `${customer}/merges?dryRun=true`, withJson("POST", all, { from: "C-2" })],
      ["/v1/customers/{customerId}/merges/{mergeId}", `${customer}/merges/mrg_1`, { method: "DELETE", headers: all }],
      [
        "/v1/sessions/{sessionId}",
        "/v1/sessions/s-1",
        withJson("PUT", all, { ...user, data: { deep: [{ a: null }] } }),
      ],
      ["/v1/sessions/latest", "/v1/sessions/latest", withJson("POST", all, user)],
      ["/v1/identities/resolve", "/v1/identities/resolve", withJson("POST", all, user)],
      [
        "/v1/identities/resolve",
        "/v1/identities/resolve",
        withJson("POST", all, { ...user, channelUserId: "unknown" }),
      ],
      ["/v1/customers/{customerId}/export", `${customer}/export`, { headers: all }],
      ["/v1/customers/{customerId}/audit", `${customer}/audit`, { headers: all }],
      ["/v1/customers/{customerId}", `${customer}?dryRun=true`, { method: "DELETE", headers: all }],
      ["/v1/exports", "/v1/exports", withJson("POST", all, known)],
      ["/v1/erasures", "/v1/erasures", withJson("POST", all, { ...known, dryRun: true })],
      ["/v1/dead-letters", "/v1/dead-letters", { headers: all }],
      ["/v1/operations", "/v1/operations", { headers: all }],
      ["/v1/operations", "/v1/operations", { headers: asService(keys.reader) }],
      ["/v1/erasures", "/v1/erasures", { headers: all }],
      ["/healthz", "/healthz", {}],
      ["/readyz", "/readyz", {}],
      ["/openapi.json", "/openapi.json", {}],
    ];
    for (const [template, path, init] of requests) {
      const response = await edge.send(path, init);
      const method = (init.method ?? "GET").toLowerCase();
      const described = read.paths[template]?.[method]?.responses[String(response.status)];
      const place = `#/paths/${template.replaceAll("~", "~0").replaceAll("/", "~1")}/${method}/responses/${response.status}`;
      const at = described?.$ref ?? place;
      const type = (response.headers.get("content-type") ?? "").split(";")[0] ?? "";
      const pointer = `${at}/content/${type.replaceAll("/", "~1")}/schema`;
      const validate = ajv.compile({ $ref: `uic${encodeURI(pointer)}` });
      validate(await response.json());
      expect({ at: `${method} ${path} ${response.status}`, errors: validate.errors }).toEqual({
        at: `${method} ${path} ${response.status}`,
        errors: null,
      });
    }
  });
});
