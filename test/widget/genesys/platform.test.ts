// @vitest-environment node
import { describe, expect, it } from "vitest";
import { createPlatform } from "../../../src/widget/genesys/platform.ts";
import type { PlatformAnswer, PlatformRequest } from "../../../src/widget/genesys/platform-client.ts";

const conversationId = "9a1b6a44-0000-4000-8000-00000000cb01";
const session = { accessToken: "token", expiresAt: null };
const { signal } = new AbortController();
const now = Date.parse("2026-05-04T10:00:00Z");

const unused = () => {
  throw new Error("Reading asks for no sign-in.");
};
const platformWith = (answer: (request: PlatformRequest) => PlatformAnswer | null) => {
  const client = {
    call: (_: unknown, request: PlatformRequest) => Promise.resolve(answer(request)),
    authorizeUrl: unused,
    exchangeCode: unused,
  };
  return createPlatform({ client: () => Promise.resolve(client), now: () => now });
};
const answered = (status: number, body: unknown = {}, headers: Record<string, string> = {}) => ({
  status,
  body,
  headers,
});
const read = (answer: PlatformAnswer | null) =>
  platformWith(() => answer).readConversation(conversationId, session, signal);

describe("reading the conversation", () => {
  it("finds it", async () => {
    const participants = [{ id: "p", purpose: "customer", ani: "tel:+12025550110" }];
    expect(await read(answered(200, { id: conversationId, participants }))).toMatchObject({
      kind: "found",
      conversation: { id: conversationId, participants: [{ id: "p" }] },
    });
  });

  it.each<[string, PlatformAnswer | null, object]>([
    ["one that is gone", answered(404), { kind: "not-found" }],
    ["an id that Genesys Cloud cannot read", answered(400), { kind: "not-found" }],
    ["one of others", answered(403), { kind: "forbidden" }],
    ["a token that is over", answered(401), { kind: "unauthenticated" }],
    ["a limit in seconds", answered(429, {}, { "retry-after": "12" }), { kind: "rate-limited", retryAfterSeconds: 12 }],
    [
      "a limit as a date",
      answered(429, {}, { "retry-after": "Mon, 04 May 2026 10:00:05 GMT" }),
      { kind: "rate-limited", retryAfterSeconds: 5 },
    ],
    ["a limit that says nothing", answered(429), { kind: "rate-limited", retryAfterSeconds: null }],
    [
      "a limit that says nonsense",
      answered(429, {}, { "retry-after": "soon" }),
      { kind: "rate-limited", retryAfterSeconds: null },
    ],
    ["a failing host", answered(500), { kind: "unreachable" }],
    ["no answer", null, { kind: "unreachable" }],
    ["a web page", answered(200, undefined), { kind: "malformed" }],
    ["another shape", answered(200, { id: conversationId, participants: "none" }), { kind: "malformed" }],
    ["another conversation", answered(200, { id: "other", participants: [] }), { kind: "malformed" }],
  ])("tells %s apart", async (_, answer, outcome) => {
    expect(await read(answer)).toEqual(outcome);
  });

  it("says unreachable when the SDK cannot be loaded", async () => {
    const platform = createPlatform({ client: () => Promise.resolve(null), now: () => now });
    expect(await platform.readConversation(conversationId, session, signal)).toEqual({ kind: "unreachable" });
    expect(await platform.readAgent(session, signal)).toBeNull();
  });
});

const readAgent = (status = 200) =>
  platformWith(({ path }) =>
    path.endsWith("/users/me")
      ? answered(200, { id: "agent-1", name: "Agent One" })
      : answered(status, { organization: { id: "org-1" } }),
  ).readAgent(session, signal);

describe("reading who the agent is", () => {
  it("joins user and organisation", async () => {
    expect(await readAgent()).toEqual({ agentId: "agent-1", organizationId: "org-1" });
  });

  it("is null where either cannot be read", async () => {
    expect(await readAgent(403)).toBeNull();
  });

  it("does not count as the agent's activity", async () => {
    const asked: PlatformRequest[] = [];
    await platformWith((request) => {
      asked.push(request);
      return answered(200, {});
    }).readAgent(session, signal);
    expect(asked.find(({ path }) => path === "/api/v2/tokens/me")?.query).toEqual({ preserveIdleTTL: "true" });
  });
});
