import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import type { AdminCredentials } from "../../../src/admin/genesys/credentials.ts";
import { readCredentials } from "../../../src/admin/genesys/credentials.ts";
import { hostsOf } from "../../../src/admin/genesys/hosts.ts";
import { listAll } from "../../../src/admin/genesys/pages.ts";
import { createPlatform } from "../../../src/admin/genesys/platform.ts";
import { missingPermissions } from "../../../src/admin/genesys/caller.ts";

const named = z.object({ name: z.string() });
const hosts = { login: "https://login.mypurecloud.ie", api: "https://api.mypurecloud.ie" };
const pasted: AdminCredentials = { kind: "token", token: "pasted-token" };

/** A platform whose answers are given in turn, and what was sent and waited for. */
function platformOf(answers: readonly (Response | Error)[], credentials: AdminCredentials = pasted) {
  const left = [...answers];
  const sent: { readonly url: string; readonly authorization: string | null; readonly redirect: string }[] = [];
  const waited: number[] = [];
  const platform = createPlatform({
    hosts,
    credentials,
    fetch: async (url, init) => {
      const request = new Request(url, init);
      sent.push({ url: url.href, authorization: request.headers.get("authorization"), redirect: request.redirect });
      const answer = left.shift() ?? new Error("nothing was left to answer");
      if (answer instanceof Response) return answer;
      throw answer;
    },
    wait: async (milliseconds) => void waited.push(milliseconds),
  });
  return { platform, sent, waited };
}

const get = { method: "GET", path: "/api/v2/groups/1", answer: named } as const;
const post = { method: "POST", path: "/api/v2/groups", body: { name: "x" }, answer: named } as const;
const ok = () => Response.json({ name: "Agents" });
const failing = (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers });

function page(name: string) {
  return Response.json({ entities: [{ name }], pageCount: 3 });
}

describe("the platform client", () => {
  it("sends the token to the platform API only, and follows no redirect", async () => {
    const { platform, sent } = platformOf([ok()]);
    expect(await platform.ask(get)).toEqual({ ok: true, value: { name: "Agents" } });
    expect(sent).toEqual([
      { url: "https://api.mypurecloud.ie/api/v2/groups/1", authorization: "Bearer pasted-token", redirect: "error" },
    ]);
  });

  it("gets one token for a client, from the login host", async () => {
    const token = Response.json({ access_token: "t-1", expires_in: 3600 });
    const { platform, sent } = platformOf([token, ok(), ok()], { kind: "client", id: "id", secret: "secret" });
    await platform.ask(get);
    await platform.ask(get);
    expect(sent.map(({ url, authorization }) => [url, authorization])).toEqual([
      ["https://login.mypurecloud.ie/oauth/token", `Basic ${Buffer.from("id:secret").toString("base64")}`],
      ["https://api.mypurecloud.ie/api/v2/groups/1", "Bearer t-1"],
      ["https://api.mypurecloud.ie/api/v2/groups/1", "Bearer t-1"],
    ]);
  });

  it.each([
    ["a wrong secret", [failing(401, { error: "invalid_client" })], "unauthenticated", "refused the client's id"],
    ["a login host that is down", [failing(503)], "unavailable", "answered 503 without a token"],
    [
      "no network",
      [new Error("x"), new Error("x"), new Error("x"), new Error("x")],
      "unavailable",
      "cannot be reached",
    ],
  ])("says what to do about %s, without the secret", async (_what, answers, kind, words) => {
    const { platform } = platformOf(answers, { kind: "client", id: "id", secret: "s3cret" });
    const answer = await platform.ask(get);
    expect(answer).toMatchObject({ ok: false, failure: { kind } });
    expect(JSON.stringify(answer)).toContain(words);
    expect(JSON.stringify(answer)).not.toMatch(/s3cret|czNjcmV0/);
  });

  it.each([
    [401, {}, "unauthenticated"],
    [403, { message: "You are missing the following permission(s): oauth:client:add" }, "forbidden"],
    [404, {}, "missing"],
    [409, { message: "Version 1 is not current" }, "conflict"],
    [400, { message: "no" }, "refused"],
    [200, { title: "no name" }, "unreadable"],
  ])("tells %i from the others", async (status, body, kind) => {
    const { platform } = platformOf([failing(status, body)]);
    expect(await platform.ask(get)).toMatchObject({ ok: false, failure: { kind } });
  });

  it("names the permissions that Genesys Cloud misses, and obeys no terminal code in its words", async () => {
    const message = "\u001B[2JYou need one of: oauth:client:add, authorization:role:*";
    const { platform } = platformOf([failing(403, { message, code: "missing.any.permissions" })]);
    expect(await platform.ask(get)).toEqual({
      ok: false,
      failure: {
        kind: "forbidden",
        permissions: ["oauth:client:add", "authorization:role:*"],
        sentence: "GET /api/v2/groups/1 is not allowed:  [2JYou need one of: oauth:client:add, authorization:role:*",
      },
    });
  });

  it("reads again what was not answered, and waits as long as it is asked to", async () => {
    const { platform, waited } = platformOf([
      failing(503),
      new Error("x"),
      failing(429, {}, { "retry-after": "7" }),
      ok(),
    ]);
    expect(await platform.ask(get)).toMatchObject({ ok: true });
    expect(waited).toEqual([1000, 2000, 7000]);
  });

  it("never sends a write again that may have arrived, but does where it was turned away", async () => {
    const lost = platformOf([new Error("x"), ok()]);
    expect(await lost.platform.ask(post)).toMatchObject({ ok: false, failure: { kind: "unavailable" } });
    expect(lost.sent.length).toBe(1);
    const turnedAway = platformOf([failing(429, {}, { "retry-after": "2" }), ok()]);
    expect(await turnedAway.platform.ask(post)).toMatchObject({ ok: true });
  });

  it("gives up where the pause would be longer than anybody waits", async () => {
    const { platform, waited } = platformOf([failing(429, {}, { "retry-after": "3600" })]);
    expect(await platform.ask(get)).toMatchObject({ ok: false, failure: { kind: "unavailable" } });
    expect(waited).toEqual([]);
  });

  it("reads a listing to its last page", async () => {
    const { platform, sent } = platformOf([page("a"), page("b"), page("c")]);
    expect(await listAll(platform, "/api/v2/groups", named)).toEqual({
      ok: true,
      value: [{ name: "a" }, { name: "b" }, { name: "c" }],
    });
    expect(sent.map(({ url }) => new URL(url).searchParams.get("pageNumber"))).toEqual(["1", "2", "3"]);
  });
});

describe("who runs the command", () => {
  it.each([
    [{ GENESYS_ADMIN_TOKEN: " t " }, { kind: "token", token: "t" }],
    [
      { GENESYS_ADMIN_CLIENT_ID: "id", GENESYS_ADMIN_CLIENT_SECRET: "s" },
      { kind: "client", id: "id", secret: "s" },
    ],
    [{ GENESYS_ADMIN_CLIENT_ID: "id" }, null],
    [{}, null],
  ])("is read from the environment %j", (env, credentials) => {
    expect(readCredentials(env)).toEqual(credentials);
  });

  it("may do what a permission with a star says", () => {
    const held = ["oauth:client:*", "integrations:*:view"];
    const wanted = ["oauth:client:add", "integrations:action:view", "integrations:action:add", "oauth:scope:view"];
    expect(missingPermissions(held, wanted)).toEqual(["integrations:action:add", "oauth:scope:view"]);
  });
});

it("takes no gateway that is not on this machine", () => {
  expect(hostsOf("mypurecloud.ie")).toEqual(hosts);
  expect(hostsOf("mypurecloud.ie", "http://localhost:4010")).toEqual({
    login: "http://localhost:4010",
    api: "http://localhost:4010",
  });
  expect(hostsOf("mypurecloud.ie", "http://localhost.evil.example:4010")).toBe(null);
  expect(hostsOf("mypurecloud.ie", "https://api.evil.example")).toBe(null);
});
