import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { demoAdminSecret, demoIds } from "../../../src/desk/organization/directory.ts";
import { basic, pipelineSecret, read as textIn, testDesk, tokenRequest } from "../support/test-desk.ts";

const made = z.object({ id: z.string() });
const error = (status: number, code: string) => ({
  status,
  code,
  message: expect.any(String),
  details: [],
  errors: [],
});

async function administrator() {
  const desk = await testDesk();
  const signIn = async (id: string, secret: string) => {
    const answer = await tokenRequest(desk, { grant_type: "client_credentials" }, basic(secret, id));
    return { status: answer.status, token: textIn(await answer.json(), "access_token") };
  };
  const { token: own } = await signIn(demoIds.adminClient, demoAdminSecret);
  const ask = async (method: string, path: string, body?: unknown, token = own) => {
    const answer = await fetch(`${desk.origin}/api/v2${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const read: unknown = text === "" ? null : JSON.parse(text);
    return { status: answer.status, body: read };
  };
  const make = async (path: string, body: unknown) => {
    const answer = await ask("POST", path, body);
    expect(answer.status).toBe(200);
    return made.parse(answer.body).id;
  };
  return { desk, ask, make, signIn };
}

const widget = "embedded-client-app-interaction-widget";
const configuration = { name: "w", version: 1, properties: {}, advanced: {}, notes: "", credentials: {} };

describe("integrations", () => {
  it("are of a type that there is", async () => {
    const { ask } = await administrator();
    const answer = await ask("POST", "/integrations", { name: "x", integrationType: { id: "interaction-widget" } });
    expect(answer).toMatchObject({ status: 400, body: error(400, "bad.request") });
  });

  it.each([
    ["message is no communication type", { communicationTypeFilter: "call, message" }],
    ["a sandbox option that browsers do not know", { sandbox: "allow-everything" }],
    ["a group of nobody", { groups: ["00000000-0000-4000-8000-000000000000"] }],
    ["a page without https", { url: "http://journey.example.com/" }],
    ["a property of another type", { awsAccountId: "123456789012" }],
  ])("refuse %s", async (_what, properties) => {
    const { ask, make } = await administrator();
    const id = await make("/integrations", { name: "w", integrationType: { id: widget } });
    const url = "https://journey.example.com/";
    const put = (change: object) =>
      ask("PUT", `/integrations/${id}/config/current`, { ...configuration, properties: { url, ...change } });
    expect(await put(properties)).toMatchObject({ status: 400, body: error(400, "bad.request") });
    expect((await put({ communicationTypeFilter: "call, webmessaging, open" })).status).toBe(200);
  });

  it("are changed only by who knows their present version, and only whole", async () => {
    const { ask, make } = await administrator();
    const id = await make("/integrations", { name: "w", integrationType: { id: widget } });
    const body = { ...configuration, properties: { url: "https://journey.example.com/" } };
    const { notes: _notes, ...part } = body;
    const path = `/integrations/${id}/config/current`;
    expect(await ask("PUT", path, part)).toMatchObject({ status: 400 });
    expect(await ask("PUT", path, body)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await ask("PUT", path, body)).toMatchObject({ status: 409, body: error(409, "general.conflict") });
    expect(await ask("GET", path)).toMatchObject({ body: { version: 2, properties: body.properties } });
  });
});

describe("custom actions", () => {
  const action = {
    category: "c",
    name: "a",
    contract: {
      input: { inputSchema: { type: "object", properties: {} } },
      output: { successSchema: { type: "object", properties: {} } },
    },
    config: {
      request: {
        requestUrlTemplate: "https://x.example.com/",
        requestType: "POST",
        requestTemplate: "{}",
        headers: {},
      },
      response: { translationMap: {}, translationMapDefaults: {}, successTemplate: "{}" },
    },
  };

  it("need an integration that is active, and keep the contract that they were made with", async () => {
    const { ask, make } = await administrator();
    const integrationId = await make("/integrations", { name: "d", integrationType: { id: "custom-rest-actions" } });
    expect(await ask("POST", "/integrations/actions", { ...action, integrationId })).toMatchObject({ status: 400 });
    await ask("PATCH", `/integrations/${integrationId}`, { intendedState: "ENABLED" });
    const id = await make("/integrations/actions", { ...action, integrationId });
    const { contract, config } = action;
    expect(await ask("PATCH", `/integrations/actions/${id}`, { version: 1, contract })).toMatchObject({ status: 400 });
    expect(await ask("PATCH", `/integrations/actions/${id}`, { version: 1, config })).toMatchObject({ status: 200 });
    expect(await ask("PATCH", `/integrations/actions/${id}`, { version: 1, config })).toMatchObject({ status: 409 });
  });
});

describe("credentials", () => {
  it("are written and never answered", async () => {
    const { ask, make } = await administrator();
    const body = { name: "k", type: { name: "userDefined" }, credentialFields: { serviceKey: "s3cret" } };
    await make("/integrations/credentials", body);
    const listed = await ask("GET", "/integrations/credentials");
    expect(listed).toMatchObject({ status: 200, body: { total: 1, entities: [{ name: "k" }] } });
    expect(JSON.stringify(listed)).not.toContain("s3cret");
  });
});

describe("clients of the login", () => {
  const code = { name: "w", authorizedGrantType: "CODE", registeredRedirectUri: ["https://w.example.com/"] };
  const policy = { domain: "routing", entityName: "queue", actionSet: ["view"] };

  it("are given no role that the caller does not hold, and do what their roles allow", async () => {
    const { ask, make, signIn } = await administrator();
    const roleId = await make("/authorization/roles", { name: "r", permissionPolicies: [policy] });
    const divisionId = textIn((await ask("GET", "/authorization/divisions/home")).body, "id");
    const body = { name: "p", authorizedGrantType: "CLIENT-CREDENTIALS", roleDivisions: [{ roleId, divisionId }] };
    expect(await ask("POST", "/oauth/clients", body)).toMatchObject({
      status: 403,
      body: error(403, "not.authorized"),
    });
    const grant = `/authorization/subjects/${demoIds.adminClient}/divisions/${divisionId}/roles/${roleId}`;
    expect((await ask("POST", `${grant}?subjectType=PC_OAUTH_CLIENT`)).status).toBe(204);
    const client = await ask("POST", "/oauth/clients", body);
    expect(client.status).toBe(200);
    const id = textIn(client.body, "id");
    const { token } = await signIn(id, textIn(client.body, "secret"));
    expect((await ask("GET", `/routing/queues/${demoIds.billingQueue}`, undefined, token)).status).toBe(200);
    expect(await ask("GET", "/integrations", undefined, token)).toMatchObject({
      status: 403,
      body: error(403, "missing.permissions"),
    });
    await ask("PUT", `/oauth/clients/${id}`, { ...body, state: "inactive" });
    expect((await signIn(id, textIn(client.body, "secret"))).status).toBe(401);
    expect(JSON.stringify(await ask("GET", "/oauth/clients"))).not.toContain(textIn(client.body, "secret"));
  });

  it("are no implicit ones any more, and are deleted only when they are inactive", async () => {
    const { ask, make } = await administrator();
    expect(await ask("POST", "/oauth/clients", { ...code, authorizedGrantType: "TOKEN" })).toMatchObject({
      status: 400,
    });
    const id = await make("/oauth/clients", code);
    expect((await ask("DELETE", `/oauth/clients/${id}`)).status).toBe(400);
    expect((await ask("PUT", `/oauth/clients/${id}`, { ...code, state: "inactive" })).status).toBe(200);
    expect((await ask("DELETE", `/oauth/clients/${id}`)).status).toBe(204);
  });
});

it("records every call with what it carried and how it was answered", async () => {
  const { desk, ask, signIn } = await administrator();
  const { recorder } = desk.administration;
  recorder.forget();
  const { token } = await signIn(demoIds.pipelineClient, pipelineSecret);
  await ask("POST", "/integrations", { name: "w", integrationType: { id: widget } });
  await ask("GET", "/oauth/clients?pageSize=1", undefined, token);
  await ask("GET", "/tokens/me", undefined, "nonsense");
  expect(recorder.calls()).toEqual([
    {
      method: "POST",
      path: "/api/v2/integrations",
      query: {},
      body: { name: "w", integrationType: { id: widget } },
      status: 200,
    },
    { method: "GET", path: "/api/v2/oauth/clients", query: { pageSize: "1" }, body: null, status: 403 },
    { method: "GET", path: "/api/v2/tokens/me", query: {}, body: null, status: 401 },
  ]);
});
