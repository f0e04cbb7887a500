import { expect, it, vi } from "vitest";
import { aws, registeredDesk } from "./registered-desk.ts";
import { strangenessOf } from "./sdk-types.ts";

// Many requests on a busy machine take longer than one test is usually given.
vi.setConfig({ testTimeout: 30_000 });

it("asks Genesys Cloud only what its SDK knows, in the shapes that the SDK declares", async () => {
  const { desk, run } = await registeredDesk();
  await run(["--groups", "Care agents", "--queues", "Billing", "--insights", ...aws]);
  const { integrations, clients, actions, roles } = desk.administration.records;
  for (const [id, one] of integrations) integrations.set(id, { ...one, properties: {}, intendedState: "DISABLED" });
  for (const [id, one] of clients) if (one.description !== "") clients.set(id, { ...one, state: "inactive" });
  for (const [id, one] of actions) actions.set(id, { ...one, category: "elsewhere" });
  for (const [id, one] of roles) roles.set(id, { ...one, permissionPolicies: [] });
  await run(aws);
  await run(["--remove", "--yes"]);
  const calls = desk.administration.recorder.calls();
  const kinds = new Set(
    calls.map(({ method, path }) => `${method} ${path.replaceAll(/[\w-]*[0-9a-f]{12}\b/g, "{id}")}`),
  );
  expect([...kinds].filter((kind) => !kind.startsWith("GET")).toSorted()).toEqual([
    "DELETE /api/v2/authorization/roles/{id}",
    "DELETE /api/v2/authorization/subjects/{id}/divisions/{id}/roles/{id}",
    "DELETE /api/v2/integrations/actions/{id}",
    "DELETE /api/v2/integrations/credentials/{id}",
    "DELETE /api/v2/integrations/{id}",
    "DELETE /api/v2/oauth/clients/{id}",
    "PATCH /api/v2/integrations/actions/{id}",
    "PATCH /api/v2/integrations/{id}",
    "POST /api/v2/authorization/roles",
    "POST /api/v2/authorization/subjects/{id}/divisions/{id}/roles/{id}",
    "POST /api/v2/integrations",
    "POST /api/v2/integrations/actions",
    "POST /api/v2/integrations/credentials",
    "POST /api/v2/oauth/clients",
    "PUT /api/v2/authorization/roles/{id}",
    "PUT /api/v2/integrations/{id}/config/current",
    "PUT /api/v2/oauth/clients/{id}",
  ]);
  expect(calls.flatMap((call) => strangenessOf(call))).toEqual([]);
  const refused = calls.filter(({ method, status }) => method !== "GET" && status >= 400);
  expect(refused).toEqual([]);
});

it.each([
  [{ method: "POST", path: "/api/v2/oauth/client", body: null }, "is no call of the SDK"],
  [{ method: "PATCH", path: "/api/v2/oauth/clients/1", body: null }, "is no call of the SDK"],
  [{ method: "POST", path: "/api/v2/oauth/clients", body: { name: "x" } }, "needs authorizedGrantType"],
  [
    {
      method: "POST",
      path: "/api/v2/oauth/clients",
      body: { name: "x", authorizedGrantType: "CODE", redirectUri: "" },
    },
    "has no member redirectUri",
  ],
  [
    {
      method: "PUT",
      path: "/api/v2/integrations/1/config/current",
      body: { name: "x", version: 1, properties: {}, advanced: {}, credentials: {} },
    },
    "needs notes",
  ],
  [
    {
      method: "POST",
      path: "/api/v2/integrations",
      body: { name: "x", integrationType: { typeId: "custom-rest-actions" } },
    },
    "IntegrationType has no member typeId",
  ],
])("would notice %j", (call, strange) => {
  expect(strangenessOf(call).join("; ")).toContain(strange);
});
