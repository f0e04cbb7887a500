import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { demoIds } from "../../../src/desk/organization/directory.ts";
import {
  authorizeUrl,
  basic,
  implicitSignIn,
  pipelineSecret,
  read,
  redirectUri,
  signedInCookie,
  type TestDesk,
  testDesk,
  tokenRequest,
} from "../support/test-desk.ts";

const verifier = "a".repeat(43);
const challenge = createHash("sha256").update(verifier).digest("base64url");
const pkce = {
  client_id: demoIds.pkceClient,
  response_type: "code",
  code_challenge: challenge,
  code_challenge_method: "S256",
} as const;
const implicit = { client_id: demoIds.implicitClient, response_type: "token" } as const;

async function codeOf(desk: TestDesk): Promise<string> {
  const response = await fetch(authorizeUrl(desk, { ...pkce, state: "s-2" }), {
    redirect: "manual",
    headers: { Cookie: await signedInCookie(desk) },
  });
  const answer = new URL(response.headers.get("location") ?? "");
  expect(answer.searchParams.get("state")).toBe("s-2");
  return answer.searchParams.get("code") ?? "";
}

function exchange(desk: TestDesk, code: string, change: Readonly<Record<string, string>> = {}): Promise<Response> {
  return tokenRequest(desk, {
    grant_type: "authorization_code",
    client_id: demoIds.pkceClient,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
    ...change,
  });
}

/** Opens the consent page and presses one of its buttons. */
async function decide(desk: TestDesk, url: string, decision: "allow" | "deny", cookie = ""): Promise<Response> {
  const page = await (await fetch(url, { redirect: "manual", headers: { Cookie: cookie } })).text();
  const ticket = /name="ticket" value="([^"]+)"/.exec(page)?.[1] ?? "";
  return fetch(`${desk.origin}/oauth/consent`, {
    method: "POST",
    redirect: "manual",
    headers: { Cookie: cookie },
    body: new URLSearchParams({ ticket, decision }),
  });
}

describe("the implicit grant", () => {
  it("redirects with a token that opens the platform API and echoes the state", async () => {
    const desk = await testDesk();
    const answer = await implicitSignIn(desk, "state with spaces & signs");
    expect(answer.origin + answer.pathname).toBe(redirectUri);
    expect(answer.searchParams.get("state")).toBe("state with spaces & signs");
    expect(answer.searchParams.get("token_type")).toBe("bearer");
    const me = await desk.get("/api/v2/users/me", answer.searchParams.get("access_token") ?? "");
    expect(await me.json()).toMatchObject({ id: demoIds.agent, name: "Tharushi Bandara" });
  });

  it("carries its answer in the fragment, which no server sees", async () => {
    const desk = await testDesk();
    const response = await fetch(authorizeUrl(desk, implicit), {
      redirect: "manual",
      headers: { Cookie: await signedInCookie(desk) },
    });
    const location = new URL(response.headers.get("location") ?? "");
    expect(location.hash).toContain("access_token=");
    expect(location.search).toBe("");
  });

  it("ends a token when its life time is over", async () => {
    const desk = await testDesk({ settings: { tokenLifetimeSeconds: 60 } });
    const token = await desk.agentToken();
    desk.clock.advance(59_000);
    expect((await desk.get("/api/v2/users/me", token)).status).toBe(200);
    desk.clock.advance(1000);
    expect((await desk.get("/api/v2/users/me", token)).status).toBe(401);
  });
});

describe("the code grant with PKCE", () => {
  it("exchanges a code for a token once", async () => {
    const desk = await testDesk();
    const code = await codeOf(desk);
    const first = await exchange(desk, code);
    const body: unknown = await first.json();
    expect(body).toMatchObject({ token_type: "bearer", expires_in: 86_400 });
    expect((await desk.get("/api/v2/users/me", read(body, "access_token"))).status).toBe(200);
    const second = await exchange(desk, code);
    expect(second.status).toBe(400);
    expect(await second.json()).toMatchObject({ error: "invalid_grant" });
  });

  it.each([
    ["a verifier that does not match", { code_verifier: "b".repeat(43) }],
    ["another redirect uri", { redirect_uri: `${redirectUri}other` }],
    ["another client", { client_id: demoIds.implicitClient }],
  ])("refuses %s and burns the code", async (_, change) => {
    const desk = await testDesk();
    const code = await codeOf(desk);
    const refused = await exchange(desk, code, change);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: "invalid_grant" });
    expect((await exchange(desk, code)).status).toBe(400);
  });

  it("refuses a code after a minute", async () => {
    const desk = await testDesk();
    const code = await codeOf(desk);
    desk.clock.advance(60_000);
    expect((await exchange(desk, code)).status).toBe(400);
  });

  it.each([
    ["no challenge", { code_challenge: "" }, "invalid_request"],
    ["the plain method", { code_challenge_method: "plain" }, "invalid_request"],
    ["the implicit grant on a PKCE client", { response_type: "token" }, "unauthorized_client"],
  ])("answers %s with an error at the redirect uri", async (_, change, error) => {
    const desk = await testDesk();
    const response = await fetch(authorizeUrl(desk, { ...pkce, ...change }), { redirect: "manual" });
    const location = new URL((response.headers.get("location") ?? "").replace("#", "?"));
    expect(location.searchParams.get("error")).toBe(error);
  });
});

describe("a request that cannot be trusted", () => {
  it.each([
    ["an unknown client", { client_id: "nobody" }],
    ["a redirect uri that is not the client's", { redirect_uri: "http://127.0.0.1:8787/x" }],
    ["a redirect uri that only begins like the client's", { redirect_uri: "http://127.0.0.1:8787/?a=b" }],
  ])("shows %s to the agent and redirects nowhere", async (_, change) => {
    const desk = await testDesk();
    const response = await fetch(authorizeUrl(desk, { ...implicit, ...change }), { redirect: "manual" });
    expect(response.status).toBe(400);
    expect(response.headers.get("location")).toBeNull();
  });
});

describe("consent", () => {
  it("is asked once, with the agent's name, and remembered with the login session", async () => {
    const desk = await testDesk({ settings: { askConsent: "once" } });
    const cookie = await signedInCookie(desk);
    const url = authorizeUrl(desk, implicit);
    const page = await fetch(url, { redirect: "manual", headers: { Cookie: cookie } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Tharushi Bandara");
    const allowed = await decide(desk, url, "allow", cookie);
    expect(allowed.headers.get("location")).toContain("access_token=");
    const silent = await fetch(url, { redirect: "manual", headers: { Cookie: cookie } });
    expect(silent.headers.get("location")).toContain("access_token=");
  });

  it("is asked again with prompt=login, and every time when the desk says so", async () => {
    const desk = await testDesk();
    const cookie = await signedInCookie(desk);
    const ask = (query: Readonly<Record<string, string>>) =>
      fetch(authorizeUrl(desk, { ...implicit, ...query }), { redirect: "manual", headers: { Cookie: cookie } });
    expect((await ask({})).status).toBe(302);
    expect((await ask({ prompt: "login" })).status).toBe(200);
    desk.control.changeSettings({ askConsent: "always" });
    expect((await ask({})).status).toBe(200);
  });

  it("gives access_denied and the state back when it is refused", async () => {
    const desk = await testDesk({ settings: { askConsent: "once" } });
    const denied = await decide(desk, authorizeUrl(desk, { ...pkce, state: "s-3" }), "deny");
    const location = new URL(denied.headers.get("location") ?? "");
    expect(location.searchParams.get("error")).toBe("access_denied");
    expect(location.searchParams.get("state")).toBe("s-3");
  });

  it("cannot be given twice with one page", async () => {
    const desk = await testDesk({ settings: { askConsent: "always" } });
    const page = await (await fetch(authorizeUrl(desk, implicit))).text();
    const ticket = /name="ticket" value="([^"]+)"/.exec(page)?.[1] ?? "";
    const send = () =>
      fetch(`${desk.origin}/oauth/consent`, {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams({ ticket, decision: "allow" }),
      });
    expect((await send()).status).toBe(303);
    expect((await send()).status).toBe(400);
  });

  it("sets a session cookie that a frame of another site may use", async () => {
    const desk = await testDesk();
    const cookie = (await fetch(`${desk.origin}/`)).headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=None/);
    expect(cookie).toMatch(/Secure/);
  });
});

it("refuses framing of the login page when it is switched on", async () => {
  const desk = await testDesk({ settings: { askConsent: "always" } });
  expect((await fetch(authorizeUrl(desk, implicit))).headers.get("x-frame-options")).toBeNull();
  desk.control.changeSettings({ loginRefusesFraming: true });
  expect((await fetch(authorizeUrl(desk, implicit))).headers.get("x-frame-options")).toBe("DENY");
});

describe("client credentials", () => {
  it("give the pipeline a token without an agent", async () => {
    const desk = await testDesk();
    const token = await desk.pipelineToken();
    const info: unknown = await (await desk.get("/api/v2/tokens/me", token)).json();
    expect(info).toMatchObject({ OAuthClient: { id: demoIds.pipelineClient } });
    expect((await desk.get("/api/v2/users/me", token)).status).toBe(400);
  });

  it.each([
    ["a wrong secret", basic("wrong")],
    ["a client of another grant", basic("", demoIds.implicitClient)],
    ["no secret", basic("")],
    ["no credentials", {}],
  ])("are refused with %s", async (_, headers) => {
    const desk = await testDesk();
    const response = await tokenRequest(desk, { grant_type: "client_credentials" }, headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: "invalid_client" });
  });

  it("are not taken from a JSON body", async () => {
    const desk = await testDesk();
    const response = await fetch(`${desk.origin}/oauth/token`, {
      method: "POST",
      headers: { ...basic(pipelineSecret), "Content-Type": "application/json" },
      body: JSON.stringify({ grant_type: "client_credentials" }),
    });
    expect(response.status).toBe(400);
  });
});

it("lets a widget of another origin call the token route and the API", async () => {
  const desk = await testDesk();
  const origin = "http://127.0.0.1:8787";
  for (const path of ["/oauth/token", "/api/v2/users/me"]) {
    const preflight = await fetch(desk.origin + path, {
      method: "OPTIONS",
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,genesys-app",
      },
    });
    expect(preflight.ok).toBe(true);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
    expect(preflight.headers.get("access-control-allow-headers")).toMatch(/authorization/i);
  }
});
