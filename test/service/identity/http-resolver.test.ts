import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { organization, type Organization } from "../../../src/service/config.ts";
import { createHttpResolver, type ResolverOutcome } from "../../../src/service/identity/http-resolver.ts";
import type { IdentityResolver } from "../../../src/service/identity/resolver.ts";
import { anInteraction, valueOf } from "../customers/builders.ts";
import { anOrganization, fakeClock, startService } from "../customers/service-under-test.ts";

interface Reply {
  readonly status?: number;
  readonly body?: string;
  readonly location?: string;
}
/** What the CRM answers; null never answers. */
let reply: (body: string) => Reply | null;
let asked: { readonly method: string; readonly authorization: string; readonly body: string }[];
let server: Server;
let origin: string;
let clock: ReturnType<typeof fakeClock>;
let counted: ResolverOutcome[];
let resolver: IdentityResolver;

beforeEach(async () => {
  asked = [];
  counted = [];
  clock = fakeClock();
  reply = () => ({ body: `{"customerId":"C-1001"}` });
  server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  resolver = createHttpResolver({
    fetch,
    secret: (variable) => (variable === "CRM_KEY" ? "crm secret" : null),
    now: () => clock.now(),
    count: (outcome) => counted.push(outcome),
  });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await textOf(request);
  asked.push({ method: request.method ?? "", authorization: request.headers.authorization ?? "", body });
  const given = reply(body);
  if (!given) return;
  if (given.location !== undefined) response.setHeader("location", given.location);
  response.writeHead(given.status ?? 200).end(given.body);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

const configured = (more: Record<string, unknown> = {}): Organization =>
  anOrganization({ identityResolver: { url: `${origin}/resolve`, secretEnv: "CRM_KEY", ...more } });
const resolve = (user = "7712", caller = configured()) => resolver.resolve(caller, "whatsapp", user);

describe("the resolver over HTTP", () => {
  it("asks the organisation's system under its secret, and nobody where none is configured", async () => {
    expect(await resolve()).toBe("C-1001");
    const body = `{"channel":"whatsapp","channelUserId":"7712"}`;
    expect(asked).toEqual([{ method: "POST", authorization: "Bearer crm secret", body }]);
    expect(await resolve("7712", anOrganization())).toBeNull();
    expect(asked).toHaveLength(1);
    expect(counted).toEqual(["resolved"]);
  });

  it("remembers whom it knows for a minute and whom it does not know for seconds, each organisation its own", async () => {
    reply = (body) => ({ body: JSON.stringify({ customerId: body.includes("7712") ? "C-1001" : null }) });
    for (const user of ["7712", "7712", "9", "9"]) await resolve(user);
    expect(asked).toHaveLength(2);
    clock.advance(6000);
    expect([await resolve(), await resolve("9")]).toEqual(["C-1001", null]);
    expect(asked).toHaveLength(3);
    clock.advance(60_000);
    await resolve();
    expect(asked).toHaveLength(4);
    await resolve("7712", { ...configured(), id: "another" });
    expect(asked).toHaveLength(5);
  });

  it("asks once for those who ask the same at the same time, and again for who asks later", async () => {
    expect(await Promise.all([resolve(), resolve(), resolve("9")])).toEqual(["C-1001", "C-1001", "C-1001"]);
    expect(asked).toHaveLength(2);
    expect(counted).toEqual(["resolved", "resolved"]);
    clock.advance(60_001);
    await resolve();
    expect(asked).toHaveLength(3);
  });

  it("forgets the first when it remembers a thousand", async () => {
    let questions = 0;
    const inMemory = createHttpResolver({
      fetch: () => {
        questions += 1;
        return Promise.resolve(Response.json({ customerId: "C-1001" }));
      },
      secret: () => null,
      now: () => clock.now(),
      count: () => undefined,
    });
    const ask = (index: number) => inMemory.resolve(configured(), "whatsapp", `user ${index}`);
    for (let index = 0; index <= 1000; index += 1) await ask(index);
    await ask(1000);
    expect(questions).toBe(1001);
    await ask(0);
    expect(questions).toBe(1002);
  });

  it.each<[ResolverOutcome, Reply]>([
    ["unreadable", { body: "<html>" }],
    ["unreadable", { body: `{"customerId":17}` }],
    ["unreadable", { body: `{"customerId":"two words"}` }],
    ["unreadable", { body: `{"customerId":"C-1","more":"${"x".repeat(20_000)}"}` }],
    ["refused", { status: 401 }],
    ["refused", { status: 500, body: `{"customerId":"C-1"}` }],
    ["unreachable", { status: 307, location: "/elsewhere" }],
  ])("takes for %s and resolves nobody by such an answer", async (outcome, wrong) => {
    reply = () => wrong;
    expect(await resolve()).toBeNull();
    expect(counted).toEqual([outcome]);
    expect(asked).toHaveLength(1);
  });

  it("gives up when the time is over", async () => {
    reply = () => null;
    expect(await resolve("7712", configured({ timeoutMilliseconds: 40 }))).toBeNull();
    expect(counted).toEqual(["unreachable"]);
  });

  it("leaves a system alone that failed five times, lets one ask again, and believes it when it answers", async () => {
    reply = () => ({ status: 503 });
    for (let index = 0; index < 7; index += 1) await resolve();
    expect(asked).toHaveLength(5);
    expect(counted.slice(5)).toEqual(["resting", "resting"]);
    clock.advance(31_000);
    await Promise.all([resolve("1"), resolve("2"), resolve("3")]);
    expect(asked).toHaveLength(6);
    clock.advance(31_000);
    reply = () => ({ body: `{"customerId":"C-1001"}` });
    expect(await resolve()).toBe("C-1001");
    expect(await resolve("1")).toBe("C-1001");
  });

  it("lets a conversation be recorded whether or not it answers, and gives it the customer that it names", async () => {
    const service = startService({
      organization: configured({ timeoutMilliseconds: 40 }),
      clock,
      resolvers: [resolver],
    });
    const record = (value: string) => {
      const request = anInteraction([{ type: "channel", channel: "messaging", value }]);
      return valueOf(service.customers.recordInteraction(service.pipeline, request));
    };
    expect(await record("guest-1")).toMatchObject({ customerId: "C-1001" });
    reply = () => null;
    expect((await record("guest-2")).customerId).toMatch(/^cust_/);
    server.closeAllConnections();
    await service.close();
  });
});

const parse = (url: string) =>
  organization.safeParse({
    id: "one",
    environments: ["mypurecloud.ie"],
    oauthClientIds: ["client"],
    identityResolver: { url, secretEnv: "CRM_KEY" },
  });

describe("the settings of a resolver", () => {
  it("have a time limit, and an address that keeps the secret to itself", () => {
    expect(parse("https://crm.example.com/resolve").data?.identityResolver?.timeoutMilliseconds).toBe(800);
    for (const url of ["http://crm.example.com/resolve", "https://a:b@crm.example.com/", "crm", "file:///etc/passwd"]) {
      expect(parse(url).success).toBe(false);
    }
  });
});
