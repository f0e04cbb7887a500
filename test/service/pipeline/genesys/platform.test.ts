import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPlatform, type Platform } from "../../../../src/service/pipeline/genesys/platform.ts";
import { startFakeGenesys, type FakeGenesys } from "../fake-genesys.ts";
import { agentOne, conversationIdOf, queueId, wrapUpId } from "../genesys-shapes.ts";
import { organizationOf } from "../organizations.ts";

const id = conversationIdOf(1);
let genesys: FakeGenesys;
let now = 0;
let platform: Platform;
const calledOff = new AbortController();

function connect(more: Partial<Parameters<typeof createPlatform>[0]> = {}): Platform {
  return createPlatform({
    organization: organizationOf({ apiOrigin: genesys.origin, retry: { firstSeconds: 2, maxSeconds: 30 } }),
    client: { id: "pipeline", secret: "s3cret" },
    fetch,
    now: () => now,
    signal: calledOff.signal,
    ...more,
  });
}

beforeEach(async () => {
  genesys = await startFakeGenesys();
  now = 1_000_000;
  platform = connect();
});
afterEach(() => genesys.close());

async function failureOf(answer: Promise<{ readonly ok: boolean }>): Promise<unknown> {
  const settled = await answer;
  return "failure" in settled ? settled.failure : settled;
}

describe("the token", () => {
  it("is asked for once with the client's credentials, however many calls wait for it", async () => {
    await Promise.all([platform.detail(id), platform.conversation(id), platform.queueName(queueId)]);
    expect(genesys.callsTo("/oauth/token")).toBe(1);
    expect(genesys.authorizations[0]).toBe(`Basic ${btoa("pipeline:s3cret")}`);
    expect(genesys.authorizations.slice(1)).toEqual(Array.from({ length: 3 }, () => "Bearer token-1"));
  });

  it("is renewed before it ends", async () => {
    await platform.detail(id);
    now += 86_340_000 - 1;
    await platform.detail(id);
    expect(genesys.callsTo("/oauth/token")).toBe(1);
    now += 1;
    await platform.detail(id);
    expect(genesys.authorizations.at(-1)).toBe("Bearer token-2");
  });

  it("is renewed once when Genesys Cloud no longer takes it", async () => {
    await platform.detail(id);
    genesys.any = (path) =>
      path !== "/oauth/token" && genesys.authorizations.at(-1) === "Bearer token-1" ? { status: 401 } : undefined;
    expect(await platform.detail(id)).toMatchObject({ ok: true });
    expect(genesys.callsTo("/oauth/token")).toBe(2);
    genesys.any = (path) => (path === "/oauth/token" ? undefined : { status: 401 });
    expect(await failureOf(platform.detail(id))).toMatchObject({ kind: "refused" });
    expect(genesys.callsTo("/oauth/token")).toBe(3);
  });

  it("is never told in a failure, nor is the secret", async () => {
    for (const status of [400, 401, 403, 404, 429, 500, 302]) {
      genesys.any = (path) =>
        path === "/oauth/token" ? undefined : { status, headers: { location: "http://127.0.0.1:1/" } };
      const failure = await failureOf(connect().detail(id));
      expect(JSON.stringify(failure)).not.toMatch(/token-|s3cret|Bearer|Basic/);
    }
    genesys.any = () => ({ status: 401 });
    const refused = await failureOf(connect().detail(id));
    expect(refused).toMatchObject({
      kind: "held_back",
      reason: expect.stringMatching(/client\.id.*client\.secretEnv/),
    });
    expect(JSON.stringify(refused)).not.toContain("s3cret");
  });

  it("is asked for at the region's own hosts without an apiOrigin", async () => {
    const asked: string[] = [];
    const regional = connect({
      organization: organizationOf({ environments: ["mypurecloud.de"] }),
      fetch: (url) => {
        asked.push(String(url));
        return Promise.resolve(Response.json({ access_token: "t", expires_in: 60, participants: [] }));
      },
    });
    await regional.detail(id);
    expect(asked).toEqual([
      "https://login.mypurecloud.de/oauth/token",
      `https://api.mypurecloud.de/api/v2/analytics/conversations/${id}/details`,
    ]);
  });
});

describe("a call that fails", () => {
  it.each([
    [404, "missing"],
    [403, "refused"],
    [400, "refused"],
    [408, "unavailable"],
    [429, "unavailable"],
    [500, "unavailable"],
    [503, "unavailable"],
    [302, "unavailable"],
  ])("with %i is %s", async (status, kind) => {
    genesys.detail = () => ({ status, headers: status === 302 ? { location: "/api/v2/elsewhere" } : {} });
    expect(await failureOf(platform.detail(id))).toMatchObject({ kind });
    expect(genesys.callsTo("elsewhere")).toBe(0);
  });

  it("says how long Genesys Cloud asked to wait", async () => {
    genesys.detail = () => ({ status: 503, headers: { "retry-after": "7" } });
    expect(await failureOf(platform.detail(id))).toMatchObject({ retryAfterMilliseconds: 7000 });
  });

  it.each([
    ["a web page", { status: 200, text: "<html>Sign in to the guest network</html>" }],
    ["half an answer", { status: 200, text: '{"conversationId":' }],
    ["no participants", { status: 200, body: { conversationId: id, participants: "none" } }],
    ["nothing", { status: 200, text: "" }],
  ])("with %s is unreadable", async (_, reply) => {
    genesys.detail = () => reply;
    expect(await failureOf(platform.detail(id))).toMatchObject({ kind: "unreadable" });
  });

  it("for want of an answer or of a server is unavailable", async () => {
    const silent = connect({
      timeoutMilliseconds: 20,
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener("abort", () => reject(new Error("aborted")));
        }),
    });
    expect(await failureOf(silent.detail(id))).toMatchObject({ kind: "unavailable" });
    await genesys.close();
    expect(await failureOf(platform.detail(id))).toMatchObject({ kind: "unavailable" });
    genesys = await startFakeGenesys();
  });

  it("because the service stops is called off", async () => {
    const stopping = connect({ signal: AbortSignal.abort() });
    expect(await failureOf(stopping.detail(id))).toMatchObject({ kind: "stopped" });
  });
});

describe("the budget of calls", () => {
  it("lets no more than so many pass in any minute, and says when the next may", async () => {
    const frugal = connect({ callsPerMinute: 3 });
    for (let call = 0; call < 3; call += 1) {
      expect(await frugal.detail(id)).toMatchObject({ ok: true });
      now += 1000;
    }
    expect(await failureOf(frugal.detail(id))).toMatchObject({ kind: "held_back", until: 1_060_000 });
    expect(frugal.closedUntil(2)).toBe(1_061_000);
    now = 1_060_000;
    expect(await frugal.detail(id)).toMatchObject({ ok: true });
    expect(await failureOf(frugal.detail(id))).toMatchObject({ kind: "held_back", until: 1_061_000 });
    expect(genesys.callsTo("/details")).toBe(4);
  });

  it("is closed for everybody while Genesys Cloud asks for a pause", async () => {
    genesys.detail = () => ({ status: 429, headers: { "retry-after": "12" } });
    await platform.detail(id);
    expect(await failureOf(platform.conversation(id))).toMatchObject({ kind: "held_back", until: now + 12_000 });
    expect(genesys.callsTo(`/conversations/${id}`)).toBe(1);
    now += 12_000;
    expect(await platform.conversation(id)).toMatchObject({ ok: true });
  });

  it("is closed for a while, longer each time, when Genesys Cloud keeps failing, and opens once it answers", async () => {
    genesys.detail = () => ({ status: 502 });
    for (const pause of [null, null, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      await platform.detail(id);
      expect(platform.closedUntil(1)).toBe(pause === null ? null : now + pause);
      now += pause ?? 0;
    }
    genesys.detail = () => undefined;
    await platform.detail(id);
    genesys.detail = () => ({ status: 502 });
    await platform.detail(id);
    expect(platform.closedUntil(1)).toBeNull();
  });
});

function ask() {
  return Promise.all([platform.queueName(queueId), platform.userName(agentOne), platform.wrapUpName(wrapUpId)]);
}

describe("names", () => {
  it("are asked for once an hour", async () => {
    const told = [await ask(), await ask()].map((answers) => answers.map((answer) => answer.ok && answer.value));
    expect(told).toEqual([
      ["Support", "Agent One", "Billing dispute"],
      ["Support", "Agent One", "Billing dispute"],
    ]);
    expect(genesys.calls).toHaveLength(4);
    now += 3_600_000;
    await ask();
    expect(genesys.calls).toHaveLength(7);
  });

  it.each([404, 403])("are none after %i, for ten minutes", async (status) => {
    genesys.any = (path) => (path.includes("queues") ? { status } : undefined);
    expect(await platform.queueName("unknown")).toEqual({ ok: true, value: null });
    await platform.queueName("unknown");
    expect(genesys.callsTo("queues")).toBe(1);
    now += 600_000;
    await platform.queueName("unknown");
    expect(genesys.callsTo("queues")).toBe(2);
  });

  it("are asked for again when they could not be asked", async () => {
    genesys.any = (path) => (path.includes("queues") ? { status: 500 } : undefined);
    expect(await platform.queueName(queueId)).toMatchObject({ ok: false });
    genesys.any = () => undefined;
    expect(await platform.queueName(queueId)).toEqual({ ok: true, value: "Support" });
  });
});
