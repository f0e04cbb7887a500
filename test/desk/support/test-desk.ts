import { randomUUID } from "node:crypto";
import { onTestFinished } from "vitest";
import { demoDirectory, demoIds } from "../../../src/desk/organization/directory.ts";
import { type Desk, type DeskOptions, startDesk } from "../../../src/desk/server.ts";
import { systemRuntime } from "../../../src/desk/runtime.ts";
import { type FakeClock, fakeClock } from "./fake-clock.ts";

export const redirectUri = "http://127.0.0.1:8787/";
export const pipelineSecret = "pipeline-secret";

export interface TestDesk extends Desk {
  readonly clock: FakeClock;
  /** An access token of the desk's agent, by the implicit grant. */
  agentToken(): Promise<string>;
  /** A token of the pipeline, by client credentials. */
  pipelineToken(): Promise<string>;
  get(path: string, token?: string): Promise<Response>;
}

/** A desk on a free port with a clock of the test's own; it stops when the test does. */
export async function testDesk(options: Partial<DeskOptions> = {}): Promise<TestDesk> {
  const clock = fakeClock();
  const desk = await startDesk({
    port: 0,
    directory: demoDirectory([redirectUri], pipelineSecret),
    agentId: demoIds.agent,
    widgetOrigin: "http://127.0.0.1:8787",
    eventTarget: null,
    runtime: { ...systemRuntime(), clock, newId: () => randomUUID() },
    ...options,
    settings: { askConsent: "never", ...options.settings },
  });
  onTestFinished(() => desk.stop());
  return {
    ...desk,
    clock,
    get: (path, token) =>
      fetch(desk.origin + path, { headers: token === undefined ? {} : { Authorization: `Bearer ${token}` } }),
    agentToken: async () => {
      const { searchParams } = await implicitSignIn(desk);
      return searchParams.get("access_token") ?? "";
    },
    pipelineToken: async () => {
      const answer = await tokenRequest(desk, { grant_type: "client_credentials" }, basic(pipelineSecret));
      return read(await answer.json(), "access_token");
    },
  };
}

/** Signs in as the page's agent would and answers what came back, its fragment read as a query. */
export async function implicitSignIn(desk: Desk, state = "s-1"): Promise<URL> {
  const cookie = await signedInCookie(desk);
  const response = await fetch(
    authorizeUrl(desk, { client_id: demoIds.implicitClient, response_type: "token", state }),
    { redirect: "manual", headers: { Cookie: cookie } },
  );
  return new URL((response.headers.get("location") ?? "").replace("#", "?"));
}

export function authorizeUrl(desk: Desk, query: Readonly<Record<string, string>>): string {
  return `${desk.origin}/oauth/authorize?${new URLSearchParams({ redirect_uri: redirectUri, ...query }).toString()}`;
}

export function tokenRequest(
  desk: Desk,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${desk.origin}/oauth/token`, { method: "POST", headers, body: new URLSearchParams(form) });
}

export function basic(secret: string, id: string = demoIds.pipelineClient): Readonly<Record<string, string>> {
  return { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` };
}

/** The login session that opening the desktop gives. */
export async function signedInCookie(desk: Desk): Promise<string> {
  const response = await fetch(`${desk.origin}/`);
  return (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

/** A text member of something that JSON made. */
export function read(body: unknown, member: string): string {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, member)) return "";
  const value: unknown = Object.entries(body).find(([key]) => key === member)?.[1];
  return typeof value === "string" ? value : "";
}
