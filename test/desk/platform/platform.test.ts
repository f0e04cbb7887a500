import { describe, expect, it } from "vitest";
import type { StartRequest } from "../../../src/desk/control/requests.ts";
import { demoIds } from "../../../src/desk/organization/directory.ts";
import { testDesk } from "../support/test-desk.ts";

const call = { medium: "voice", customers: [{ address: "+94770001234" }] } as const satisfies StartRequest;
const nobody = "00000000-0000-4000-8000-000000000000";

describe("the bearer", () => {
  it("is asked for in Genesys Cloud's words", async () => {
    const desk = await testDesk();
    const response = await desk.get("/api/v2/users/me");
    expect(response.status).toBe(401);
    const body: unknown = await response.json();
    expect(body).toMatchObject({ status: 401, code: "authentication.required" });
    expect(body).toHaveProperty("contextId", response.headers.get("inin-correlation-id"));
    expect(await (await desk.get("/api/v2/users/me", "nonsense")).json()).toMatchObject({ code: "bad.credentials" });
  });

  it("ends with DELETE /api/v2/tokens/me, and for all agents when they are revoked", async () => {
    const desk = await testDesk();
    const [one, other, pipeline] = [await desk.agentToken(), await desk.agentToken(), await desk.pipelineToken()];
    const deleted = await fetch(`${desk.origin}/api/v2/tokens/me`, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${one}` },
    });
    expect(deleted.status).toBe(204);
    expect((await desk.get("/api/v2/tokens/me", one)).status).toBe(401);
    expect((await desk.get("/api/v2/tokens/me", other)).status).toBe(200);
    expect(desk.control.revokeTokens()).toBe(1);
    expect((await desk.get("/api/v2/tokens/me", other)).status).toBe(401);
    expect((await desk.get("/api/v2/tokens/me", pipeline)).status).toBe(200);
  });

  it("says of which organisation and client it is", async () => {
    const desk = await testDesk();
    const token = await desk.agentToken();
    const info = async (): Promise<unknown> => (await desk.get("/api/v2/tokens/me?preserveIdleTTL=true", token)).json();
    expect(await info()).toMatchObject({
      organization: { id: demoIds.organization },
      homeOrganization: { id: demoIds.organization },
      OAuthClient: { id: demoIds.implicitClient, organization: { id: demoIds.organization } },
    });
    expect(await info()).not.toHaveProperty("clonedUser");
    desk.control.changeSettings({ agentTokens: "cloned" });
    expect(await info()).toHaveProperty("clonedUser");
    desk.control.changeSettings({ agentTokens: "foreign-home" });
    expect(await info()).not.toMatchObject({ homeOrganization: { id: demoIds.organization } });
  });
});

describe("requests of one token", () => {
  it("are counted, and refused with Retry-After beyond the limit until the minute is over", async () => {
    const desk = await testDesk({ settings: { requestsPerMinute: 3 } });
    const token = await desk.agentToken();
    const ask = () => desk.get("/api/v2/users/me", token);
    const first = await ask();
    expect(first.headers.get("inin-ratelimit-allowed")).toBe("3");
    expect(first.headers.get("inin-ratelimit-count")).toBe("1");
    await ask();
    await ask();
    desk.clock.advance(20_000);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("40");
    expect(await refused.json()).toMatchObject({ code: "too.many.requests" });
    desk.clock.advance(40_000);
    expect((await ask()).status).toBe(200);
  });
});

describe("conversations", () => {
  it("are shown to who takes part, refused to other agents and unknown when they are not there", async () => {
    const desk = await testDesk();
    const token = await desk.agentToken();
    const mine = desk.control.start(call);
    expect((await desk.get(`/api/v2/conversations/${mine.id}`, token)).status).toBe(200);
    expect((await desk.get(`/api/v2/conversations/${nobody}`, token)).status).toBe(404);
    const theirs = desk.control.start({ ...call, agentId: "1a7e3c5d-8b45-4f69-8d32-4c6f8e1a2b09" });
    const refused = await desk.get(`/api/v2/conversations/${theirs.id}`, token);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "missing.permissions" });
    const pipeline = await desk.pipelineToken();
    expect((await desk.get(`/api/v2/conversations/${theirs.id}`, pipeline)).status).toBe(200);
  });

  it("list the agent's live ones", async () => {
    const desk = await testDesk();
    const token = await desk.agentToken();
    const live = desk.control.start(call);
    const over = desk.control.start(call);
    desk.control.end(over.id);
    expect(await (await desk.get("/api/v2/conversations", token)).json()).toMatchObject({
      total: 1,
      entities: [{ id: live.id }],
    });
  });

  it("appear in analytics a moment after their end, without attributes, for the pipeline only", async () => {
    const desk = await testDesk({ settings: { analyticsDelayMilliseconds: 2000 } });
    const [agent, pipeline] = [await desk.agentToken(), await desk.pipelineToken()];
    const { id } = desk.control.start({
      ...call,
      customers: [{ address: "+94770001234", attributes: { accountNumber: "4471-908" } }],
    });
    desk.control.answer(id);
    desk.clock.advance(30_000);
    desk.control.end(id);
    const detail = `/api/v2/analytics/conversations/${id}/details`;
    expect((await desk.get(detail, pipeline)).status).toBe(404);
    desk.clock.advance(2000);
    const answer = await (await desk.get(detail, pipeline)).text();
    expect(JSON.parse(answer)).toMatchObject({ conversationId: id });
    expect(answer).toContain("conversationEnd");
    expect(answer).not.toContain("4471-908");
    const refused = await desk.get(detail, agent);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "missing.permissions" });
    expect(await (await desk.get(`/api/v2/conversations/${id}`, pipeline)).text()).toContain("4471-908");
  });
});

it("resolves queues, wrap-up codes and users by id", async () => {
  const desk = await testDesk();
  const token = await desk.pipelineToken();
  const name = async (path: string): Promise<unknown> => (await desk.get(path, token)).json();
  expect(await name(`/api/v2/routing/queues/${demoIds.billingQueue}`)).toMatchObject({ name: "Billing" });
  expect(await name(`/api/v2/users/${demoIds.agent}`)).toMatchObject({ name: "Tharushi Bandara" });
  expect(await name("/api/v2/routing/wrapupcodes/a1c5e9d3-0b74-4f28-9c61-2d8e4f6a1b01")).toMatchObject({
    name: "Billing dispute",
  });
  expect(await name(`/api/v2/routing/queues/${nobody}`)).toMatchObject({ status: 404, code: "not.found" });
});

describe("faults", () => {
  it("answer a status in Genesys Cloud's shape as often as asked, with CORS and Retry-After", async () => {
    const desk = await testDesk();
    const token = await desk.agentToken();
    desk.control.setFault({ route: "GET /api/v2/users/me", status: 503, retryAfterSeconds: 7, times: 1 });
    const failed = await fetch(`${desk.origin}/api/v2/users/me`, {
      headers: { Authorization: `Bearer ${token}`, Origin: "http://127.0.0.1:8787" },
    });
    expect(failed.status).toBe(503);
    expect(failed.headers.get("retry-after")).toBe("7");
    expect(failed.headers.get("access-control-allow-origin")).toBe("http://127.0.0.1:8787");
    expect(await failed.json()).toMatchObject({ status: 503, code: "desk.fault" });
    expect((await desk.get("/api/v2/users/me", token)).status).toBe(200);
  });

  it("hit only their route", async () => {
    const desk = await testDesk();
    const token = await desk.agentToken();
    const { id } = desk.control.start(call);
    desk.control.setFault({ route: "GET /api/v2/users/{id}", status: 500 });
    desk.control.setFault({ route: "GET /api/v2/conversations", status: 500 });
    expect((await desk.get("/api/v2/users/me", token)).status).toBe(200);
    expect((await desk.get(`/api/v2/users/${demoIds.agent}`, token)).status).toBe(500);
    expect((await desk.get(`/api/v2/conversations/${id}`, token)).status).toBe(200);
    desk.control.clearFaults();
    expect((await desk.get(`/api/v2/users/${demoIds.agent}`, token)).status).toBe(200);
  });

  it("answer nonsense, hang up, and wait", async () => {
    const desk = await testDesk();
    const token = await desk.agentToken();
    desk.control.setFault({ route: "GET /api/v2/users/me", body: "not-json" });
    await expect((await desk.get("/api/v2/users/me", token)).json()).rejects.toThrow(SyntaxError);
    desk.control.setFault({ route: "GET /api/v2/users/me", hangUp: true });
    await expect(desk.get("/api/v2/users/me", token)).rejects.toThrow("fetch failed");
    desk.control.setFault({ route: "GET /api/v2/users/me", delayMilliseconds: 5000 });
    const outcome = { settled: false };
    const slow = desk.get("/api/v2/users/me", token).finally(() => {
      outcome.settled = true;
    });
    expect((await desk.get("/api/v2/tokens/me", token)).status).toBe(200);
    expect(outcome.settled).toBe(false);
    desk.clock.advance(5000);
    expect((await slow).status).toBe(200);
  });
});
