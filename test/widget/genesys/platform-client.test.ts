import { beforeEach, describe, expect, it } from "vitest";
import type { WidgetConfig } from "../../../src/contract/widget-config.ts";
import { createPlatformClient } from "../../../src/widget/genesys/platform-client.ts";

const config: WidgetConfig = {
  oauth: { clientId: "client-1", grant: "pkce" },
  uicApi: { baseUrl: "" },
  genesys: { environments: ["mypurecloud.ie"] },
};
const gateway = { protocol: "http", host: "localhost", port: 4010 } as const;
const session = { accessToken: "the-secret-token", expiresAt: null };
const redirectUri = "https://widget.example.com/";

type Answer = Response | Error;
const clientWith = (answer: (url: string) => Answer, configuration = config) => {
  const requests: { url: string; init: RequestInit }[] = [];
  const client = createPlatformClient({
    config: configuration,
    environment: "mypurecloud.ie",
    window,
    fetch: (input, init = {}) => {
      if (typeof input !== "string") throw new TypeError("The widget asks by URL.");
      requests.push({ url: input, init });
      const answered = answer(input);
      return answered instanceof Error ? Promise.reject(answered) : Promise.resolve(answered);
    },
  });
  return { client, requests };
};
const ok = (body: unknown) => Response.json(body);
const me = { method: "GET", path: "/api/v2/users/me" } as const;

beforeEach(() => {
  window.history.replaceState(null, "", "/");
});

describe("a call of the platform API", () => {
  it("goes to the environment's own API host with the agent's token", async () => {
    const { client, requests } = clientWith(() => ok({ id: "agent-1" }));
    expect(await client.call(session, me, new AbortController().signal)).toMatchObject({
      status: 200,
      body: { id: "agent-1" },
    });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      url: "https://api.mypurecloud.ie/api/v2/users/me",
      init: {
        headers: { Authorization: "Bearer the-secret-token" },
        credentials: "omit",
        redirect: "error",
        cache: "no-store",
      },
    });
  });

  it("goes to the gateway where the configuration names one", async () => {
    const { client, requests } = clientWith(() => ok({}), { ...config, genesys: { ...config.genesys, gateway } });
    await client.call(session, me, new AbortController().signal);
    expect(requests[0]?.url).toBe("http://localhost:4010/api/v2/users/me");
  });

  it("keeps path parameters and the query in their places", async () => {
    const { client, requests } = clientWith(() => ok({}));
    await client.call(
      session,
      { method: "GET", path: "/api/v2/a/{id}", pathParameters: { id: "x/../y?z" }, query: { preserveIdleTTL: "true" } },
      new AbortController().signal,
    );
    expect(requests[0]?.url).toBe("https://api.mypurecloud.ie/api/v2/a/x%2F..%2Fy%3Fz?preserveIdleTTL=true");
  });

  it("answers a failure with its status, headers and body", async () => {
    const { client } = clientWith(() =>
      Response.json({ code: "slow" }, { status: 429, headers: { "Retry-After": "7" } }),
    );
    expect(await client.call(session, me, new AbortController().signal)).toEqual({
      status: 429,
      headers: { "content-type": "application/json", "retry-after": "7" },
      body: { code: "slow" },
    });
  });

  it("sends what it is given as JSON", async () => {
    const { client, requests } = clientWith(() => ok({}));
    const path = "/api/v2/notifications/channels/{id}/subscriptions";
    await client.call(
      session,
      { method: "PUT", path, pathParameters: { id: "c" }, body: [{ id: "topic" }] },
      new AbortController().signal,
    );
    expect(requests[0]?.init).toMatchObject({ method: "PUT", body: '[{"id":"topic"}]' });
  });

  it("answers null when nothing came back or it was aborted", async () => {
    const { client } = clientWith(() => new TypeError("Failed to fetch"));
    expect(await client.call(session, me, new AbortController().signal)).toBeNull();
    const aborted: AbortSignal[] = [];
    const waiting = createPlatformClient({
      config,
      environment: "mypurecloud.ie",
      window,
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          if (init?.signal == null) return;
          aborted.push(init.signal);
          init.signal.addEventListener("abort", () => {
            reject(new Error("aborted"));
          });
        }),
    });
    const abort = new AbortController();
    const called = waiting.call(session, me, abort.signal);
    abort.abort();
    expect(await called).toBeNull();
    expect(aborted.map((signal) => signal.aborted)).toEqual([true]);
  });

  it("leaves neither client nor token on the window or in storage", async () => {
    const { client } = clientWith(() => ok({}));
    await client.call(session, me, new AbortController().signal);
    expect("ApiClient" in window).toBe(false);
    expect(JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])).not.toContain(
      session.accessToken,
    );
  });
});

describe("the address of the login host", () => {
  const state = "frame.0123456789";
  const codeVerifier = "v".repeat(86);

  it("asks for a token by the implicit grant", async () => {
    const { client, requests } = clientWith(() => ok({}));
    const url = new URL(await client.authorizeUrl({ redirectUri, state, codeVerifier: null }));
    expect(url.origin + url.pathname).toBe("https://login.mypurecloud.ie/oauth/authorize");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: "client-1",
      redirect_uri: redirectUri,
      response_type: "token",
      state,
    });
    expect(requests).toEqual([]);
  });

  it("asks for a code by PKCE, with the challenge of the verifier", async () => {
    const { client } = clientWith(() => ok({}));
    const url = new URL(await client.authorizeUrl({ redirectUri, state, codeVerifier }));
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(codeVerifier));
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: "client-1",
      redirect_uri: redirectUri,
      response_type: "code",
      code_challenge: Buffer.from(digest).toString("base64url"),
      code_challenge_method: "S256",
      state,
    });
  });

  it("leaves the launch parameters on the address of the widget", async () => {
    const { client } = clientWith(() => ok({}));
    window.history.replaceState(null, "", "/?gcConversationId=1");
    await client.authorizeUrl({ redirectUri, state, codeVerifier: codeVerifier });
    expect(window.location.search).toBe("?gcConversationId=1");
    expect("ApiClient" in window).toBe(false);
  });
});

describe("the exchange of a code", () => {
  const answer = { code: "the-secret-code", codeVerifier: "v".repeat(128), redirectUri };

  it("brings the token and its end, and asks nothing else", async () => {
    const { client, requests } = clientWith(() => ok({ access_token: "new-token", expires_in: 3600 }));
    const exchanged = await client.exchangeCode(answer);
    expect(exchanged).toMatchObject({ kind: "signed-in", session: { accessToken: "new-token" } });
    const expiresAt = exchanged.kind === "signed-in" ? (exchanged.session.expiresAt ?? 0) : 0;
    expect(Math.abs(expiresAt - Date.now() - 3_600_000)).toBeLessThan(5000);
    expect(requests.map(({ url }) => url)).toEqual(["https://login.mypurecloud.ie/oauth/token"]);
    const body = requests[0]?.init.body;
    expect(Object.fromEntries(new URLSearchParams(typeof body === "string" ? body : ""))).toEqual({
      grant_type: "authorization_code",
      code: answer.code,
      code_verifier: answer.codeVerifier,
      client_id: "client-1",
      redirect_uri: redirectUri,
    });
  });

  it("takes a token without an end", async () => {
    const { client } = clientWith(() => ok({ access_token: "new-token" }));
    expect(await client.exchangeCode(answer)).toEqual({
      kind: "signed-in",
      session: { accessToken: "new-token", expiresAt: null },
    });
  });

  it.each<[string, () => Answer, string]>([
    ["a refused code", () => Response.json({ error: "invalid_grant" }, { status: 400 }), "denied"],
    ["an unknown client", () => Response.json({ error: "invalid_client" }, { status: 401 }), "denied"],
    ["a failing host", () => new Response("", { status: 503 }), "unreachable"],
    ["a web page", () => new Response("<!doctype html>"), "unreachable"],
    ["an answer without a token", () => ok({ expires_in: 3600 }), "unreachable"],
    ["no answer", () => new TypeError("Failed to fetch"), "unreachable"],
  ])("tells %s apart", async (_, respond, kind) => {
    const { client } = clientWith(respond);
    expect(await client.exchangeCode(answer)).toEqual({ kind });
  });
});
