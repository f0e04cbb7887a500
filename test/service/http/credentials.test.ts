import { describe, expect, it, onTestFinished } from "vitest";
import { agentId, agentReplies, organizationId, startFakeGenesys } from "./fake-genesys.ts";
import type { Edge } from "./harness.ts";
import { asAgent, asService, keys, otherOrganizationId, startEdge, withJson } from "./harness.ts";

const inOther = { organization: { id: otherOrganizationId }, homeOrganization: { id: otherOrganizationId } };
const path = "/v1/customers/C-1001";

async function outcome(edge: Edge, headers: Record<string, string>, target = path) {
  const response = await edge.send(target, { headers });
  const body: unknown = await response.json();
  return { status: response.status, body };
}

async function holds(edge: Edge, headers: Record<string, string>): Promise<boolean> {
  return edge.credentials.stillHolds(headers["authorization"] ?? null, headers["x-genesys-environment"] ?? null);
}

describe("service keys", () => {
  it("name the organisation, whatever the request says", async () => {
    const edge = await startEdge();
    const headers = { ...asService(keys.reader), "x-genesys-environment": "mypurecloud.de" };
    expect(await outcome(edge, headers)).toMatchObject({ status: 200 });
    expect(edge.customers.seen[0]?.call).toMatchObject({
      organization: { id: organizationId },
      actor: { type: "service", id: "reader" },
    });
    expect(edge.genesys.asked).toEqual([]);
  });

  it.each([
    ["no credential", {}],
    ["another scheme", { authorization: "Basic a2V5" }],
    ["an empty bearer", { authorization: "Bearer " }],
    ["a key nobody has", asService("unknown-key")],
    ["two tokens", { authorization: "Bearer one two" }],
  ])("refuse %s as unauthenticated", async (_, headers) => {
    const edge = await startEdge();
    const response = await edge.send(path, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(await response.json()).toMatchObject({ code: "unauthenticated", status: 401 });
    expect(edge.genesys.asked).toEqual([]);
  });

  it("do what their scopes say and nothing else", async () => {
    const edge = await startEdge();
    const patch = (key: string) =>
      edge.send(`${path}/collected-data`, withJson("PATCH", asService(key), { ticketId: "1234" }));
    expect((await edge.send(path, { headers: asService(keys.writer) })).status).toBe(403);
    expect((await patch(keys.writer)).status).toBe(200);
    expect((await patch(keys.reader)).status).toBe(403);
    expect((await edge.send("/v1/events/genesys", withJson("POST", asService(keys.writer), []))).status).toBe(403);
    expect((await edge.send("/v1/events/genesys", withJson("POST", asService(keys.events), []))).status).toBe(202);
    expect((await edge.send("/v1/agents/me/cache-key", { headers: asService(keys.all) })).status).toBe(403);
  });
});

describe("agent tokens", () => {
  it("are checked with Genesys Cloud without keeping an idle agent signed in", async () => {
    const edge = await startEdge();
    expect(await outcome(edge, asAgent())).toMatchObject({ status: 200 });
    expect(edge.genesys.asked).toEqual(["/api/v2/tokens/me?preserveIdleTTL=true", "/api/v2/users/me"]);
    expect(edge.customers.seen[0]?.call).toMatchObject({
      organization: { id: organizationId },
      actor: { type: "agent", id: agentId },
    });
  });

  it("are refused for an environment that nobody is configured with, before anything is asked", async () => {
    const edge = await startEdge();
    for (const environment of ["mypurecloud.com", "evil.example", "mypurecloud.ie.evil.example", "MYPURECLOUD.IE", ""])
      expect(await outcome(edge, asAgent("agent-token", environment))).toMatchObject({
        status: 403,
        body: { code: "forbidden" },
      });
    expect(edge.genesys.asked).toEqual([]);
  });

  it("are unauthenticated without the environment", async () => {
    const edge = await startEdge();
    expect(await outcome(edge, { authorization: "Bearer agent-token" })).toMatchObject({ status: 401 });
    expect(edge.genesys.asked).toEqual([]);
  });

  it.each([
    ["of an organisation that is not on the list", agentReplies({ organization: { id: "foreign" } }), 403],
    [
      "of an organisation of another environment",
      agentReplies({ organization: { id: otherOrganizationId }, OAuthClient: { id: "other-client" } }),
      403,
    ],
    ["of a client that is not on the list", agentReplies({ OAuthClient: { id: "another-app" } }), 403],
    ["of a cloned user", agentReplies({ clonedUser: { id: "somebody" } }), 403],
    ["of a user whose home is another organisation", agentReplies({ homeOrganization: { id: "foreign" } }), 403],
    ["that belongs to no user", agentReplies({}, { status: 404 }), 403],
    ["that may not say whose it is", agentReplies({}, { status: 403 }), 403],
    ["that is not accepted", { token: { status: 401 }, user: { status: 401 } }, 401],
    ["that ends between the two questions", agentReplies({}, { status: 401 }), 401],
    ["when Genesys Cloud fails", { token: { status: 500 }, user: { status: 500 } }, 503],
    ["when Genesys Cloud is busy", { token: { status: 429 }, user: { status: 429 } }, 503],
    [
      "when Genesys Cloud answers something else",
      { token: { status: 200, body: { id: 1 } }, user: { status: 200 } },
      503,
    ],
  ])("%s are answered as the contract says", async (_, replies, status) => {
    const edge = await startEdge();
    edge.genesys.tokens.set("this-token", replies);
    const response = await edge.send(path, { headers: asAgent("this-token") });
    expect(response.status).toBe(status);
    expect(response.headers.has("retry-after")).toBe(status === 503);
    expect(edge.customers.seen).toEqual([]);
  });

  it("are not sent on when Genesys Cloud redirects", async () => {
    const edge = await startEdge();
    const elsewhere = `${edge.genesys.origin}/elsewhere`;
    edge.genesys.tokens.set("moved", { ...agentReplies(), token: { status: 302, headers: { location: elsewhere } } });
    expect(await outcome(edge, asAgent("moved"))).toMatchObject({ status: 503, body: { code: "unavailable" } });
    expect(edge.genesys.asked).toEqual(["/api/v2/tokens/me?preserveIdleTTL=true"]);
  });

  it("are remembered for a minute, and a new one is refused while Genesys Cloud is away", async () => {
    const edge = await startEdge();
    await outcome(edge, asAgent());
    await edge.genesys.stop();
    edge.clock.now += 59_999;
    expect(await outcome(edge, asAgent())).toMatchObject({ status: 200 });
    expect(await outcome(edge, asAgent("new-token"))).toMatchObject({ status: 503, body: { code: "unavailable" } });
    edge.clock.now += 1;
    expect(await outcome(edge, asAgent())).toMatchObject({ status: 503 });
  });

  it("that were refused are asked about again after ten seconds", async () => {
    const edge = await startEdge();
    expect(await outcome(edge, asAgent("late-token"))).toMatchObject({ status: 401 });
    edge.genesys.tokens.set("late-token", agentReplies());
    edge.clock.now += 9999;
    expect(await outcome(edge, asAgent("late-token"))).toMatchObject({ status: 401 });
    edge.clock.now += 1;
    expect(await outcome(edge, asAgent("late-token"))).toMatchObject({ status: 200 });
  });

  it("are asked about once, however many requests wait for the answer", async () => {
    const edge = await startEdge();
    edge.genesys.hold();
    const answers = Array.from({ length: 10 }, () => outcome(edge, asAgent()));
    await expect.poll(() => edge.genesys.asked.length).toBe(1);
    edge.genesys.release();
    for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
    expect(edge.genesys.asked).toHaveLength(2);
  });

  it("may not record interactions", async () => {
    const edge = await startEdge();
    const response = await edge.send("/v1/interactions", withJson("POST", asAgent(), {}));
    expect(response.status).toBe(403);
  });

  it("go to the next origin where organisations of one environment have several", async () => {
    const second = await startFakeGenesys();
    onTestFinished(() => second.stop());
    const edge = await startEdge({
      otherOrganization: { environments: ["mypurecloud.ie"], apiOrigin: second.origin },
    });
    second.tokens.set("theirs", agentReplies({ ...inOther, OAuthClient: { id: "other-client" } }));
    expect(await outcome(edge, asAgent("theirs"))).toMatchObject({ status: 200 });
    expect(edge.customers.seen[0]?.call.organization.id).toBe(otherOrganizationId);
  });

  it("of one organisation are worth nothing when the other's origin vouches for it", async () => {
    const second = await startFakeGenesys();
    onTestFinished(() => second.stop());
    const edge = await startEdge({
      otherOrganization: { environments: ["mypurecloud.ie"], apiOrigin: second.origin },
    });
    second.tokens.set("forged", agentReplies());
    expect(await outcome(edge, asAgent("forged"))).toMatchObject({ status: 403 });
  });
});

describe("a credential that a stream was opened with", () => {
  it("is asked about at most once a minute, and never in a way that keeps an idle agent signed in", async () => {
    const edge = await startEdge();
    for (let minute = 0; minute < 3; minute += 1) {
      expect([await holds(edge, asAgent()), await holds(edge, asAgent())]).toEqual([true, true]);
      edge.clock.now += 60_000;
    }
    expect(edge.genesys.asked).toEqual(Array.from({ length: 3 }, () => "/api/v2/tokens/me?preserveIdleTTL=true"));
  });

  it("no longer holds once Genesys Cloud refuses it, but outlasts that it is away", async () => {
    const edge = await startEdge();
    expect(await holds(edge, asAgent())).toBe(true);
    edge.genesys.tokens.delete("agent-token");
    edge.clock.now += 60_000;
    expect(await holds(edge, asAgent())).toBe(false);
    await edge.genesys.stop();
    edge.clock.now += 10_000;
    expect(await holds(edge, asAgent())).toBe(true);
  });

  it("holds as long as it is configured when it is a service key", async () => {
    const edge = await startEdge();
    expect(await holds(edge, asService(keys.reader))).toBe(true);
    expect(await holds(edge, asService("unknown"))).toBe(false);
    expect(await holds(edge, {})).toBe(false);
    expect(await holds(edge, asAgent("agent-token", "mypurecloud.jp"))).toBe(false);
    expect(edge.genesys.asked).toEqual([]);
  });
});

describe("rate limits", () => {
  it("refuse an agent's request beyond the minute's number and say when to come back", async () => {
    const edge = await startEdge({ organization: { rateLimits: { agents: 3, serviceKeys: 0 } } });
    for (let count = 0; count < 3; count += 1) expect(await outcome(edge, asAgent())).toMatchObject({ status: 200 });
    edge.clock.now += 20_000;
    const refused = await edge.send(path, { headers: asAgent() });
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("40");
    expect(await refused.json()).toMatchObject({ code: "rate_limited" });
    edge.clock.now += 40_000;
    expect(await outcome(edge, asAgent())).toMatchObject({ status: 200 });
  });

  it("count every service key for itself, and only where one is configured", async () => {
    const edge = await startEdge({ organization: { rateLimits: { agents: 1, serviceKeys: 1 } } });
    expect(await outcome(edge, asService(keys.reader))).toMatchObject({ status: 200 });
    expect(await outcome(edge, asService(keys.reader))).toMatchObject({ status: 429 });
    expect(await outcome(edge, asService(keys.all))).toMatchObject({ status: 200 });
    for (let count = 0; count < 5; count += 1)
      expect(await outcome(edge, asService(keys.other))).toMatchObject({ status: 200 });
  });
});
