import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/widget/journey/changes.ts";
import { createUicClient } from "../../../src/widget/journey/uic-client.ts";
import { aCustomer, anInteraction, aRecord } from "../support/customers.ts";
import { fakeClock } from "../support/fake-clock.ts";

type Answer = Response | "network error" | "no answer";
const token = "secret-token-of-the-agent";
const phone = "tel:+94771234567";
const date = "Wed, 04 Mar 2026 09:15:30 GMT";

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", date, ...headers },
  });
}

function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = { type: "about:blank", title: "No", status, code, detail: "No.", requestId: "req-1" };
  return json(body, status, { "content-type": "application/problem+json", ...headers });
}

function setUp(...answers: readonly Answer[]) {
  const clock = fakeClock();
  const sent: { readonly url: string; readonly init: RequestInit }[] = [];
  const rejected: string[] = [];
  const waits: number[] = [];
  let accessToken: string | null = token;
  const uic = createUicClient({
    baseUrl: "https://uic.example.com",
    environment: "mypurecloud.ie",
    accessToken: () => accessToken,
    onUnauthenticated: (refused) => rejected.push(refused),
    clock: {
      now: () => clock.now(),
      after(milliseconds, action) {
        if (milliseconds < 8000) waits.push(milliseconds);
        return clock.after(milliseconds, action);
      },
    },
    random: () => 0.5,
    fetch: (url, init = {}) => {
      sent.push({ url: url instanceof Request ? url.url : url.toString(), init });
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      if (answer instanceof Response) return Promise.resolve(answer.clone());
      if (answer === "network error") return Promise.reject(new TypeError(`Failed to fetch ${token}`));
      return new Promise((_, reject) => {
        init.signal?.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError")));
      });
    },
  });
  const signOut = () => {
    accessToken = null;
  };
  const leave = new AbortController();
  const lookUp = () => uic.lookup({ identifiers: [{ type: "phone", value: phone }] }, leave.signal);
  const settled = async <T>(call: Promise<T>): Promise<T> => {
    await clock.pass(120_000);
    return call;
  };
  return { uic, clock, sent, rejected, waits, signOut, leave, lookUp, settled };
}

describe("a request to the service", () => {
  it("names token and environment in headers and the customer in the body only", async () => {
    const { lookUp, sent } = setUp(json(aCustomer()));
    await lookUp();
    const [request] = sent;
    expect(request?.url).toBe("https://uic.example.com/v1/contexts/lookup");
    expect(request?.init.headers).toMatchObject({
      Authorization: `Bearer ${token}`,
      "X-Genesys-Environment": "mypurecloud.ie",
      "Content-Type": "application/json",
    });
    expect(request?.init.body).toBe(JSON.stringify({ identifiers: [{ type: "phone", value: phone }] }));
    expect(request?.init).toMatchObject({ credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" });
  });

  it("is not made without a token", async () => {
    const { lookUp, sent, signOut } = setUp(json(aCustomer()));
    signOut();
    expect(await lookUp()).toEqual({ kind: "unauthenticated" });
    expect(sent).toEqual([]);
  });

  it("asks for pages as large as they may be and goes on at the cursor", async () => {
    const { uic, sent, leave } = setUp(json({ items: [], nextCursor: null, total: 0 }));
    await uic.interactions("C/1", "next page", leave.signal);
    expect(sent[0]?.url).toBe("https://uic.example.com/v1/customers/C%2F1/interactions?limit=100&cursor=next+page");
  });
});

describe("an answer", () => {
  it("comes with the service's time", async () => {
    const { lookUp } = setUp(json(aCustomer()));
    expect(await lookUp()).toEqual({ kind: "ok", value: aCustomer(), at: Date.parse(date) });
  });

  it("comes with this machine's time where the service's is not readable", async () => {
    const { lookUp, clock } = setUp(json(aCustomer(), 200, { date: "soon" }));
    expect(await lookUp()).toMatchObject({ at: clock.now() });
  });

  it("is read without the members it does not know", async () => {
    const { lookUp } = setUp(json({ ...aCustomer(), loyalty: "gold" }));
    expect(await lookUp()).toMatchObject({ kind: "ok", value: aCustomer() });
  });

  it("is shown without the items that are malformed", async () => {
    const broken = { ...anInteraction(), channel: "telepathy" };
    const { lookUp } = setUp(
      json({
        ...aCustomer({ recentInteractions: [anInteraction()] }),
        recentInteractions: [broken, anInteraction(), 5],
        collectedData: { ...aCustomer().collectedData, ticket: "a value without its origin" },
        sentimentHistory: [{ at: "yesterday" }],
      }),
    );
    expect(await lookUp()).toMatchObject({
      kind: "ok",
      value: { ...aCustomer(), recentInteractions: [anInteraction()], sentimentHistory: [] },
    });
  });

  it.each([
    ["a web page", new Response("<!doctype html>", { headers: { "content-type": "text/html" } })],
    ["JSON that calls itself text", new Response("{}", { headers: { "content-type": "text/plain" } })],
    ["half a document", new Response('{"status":"return', { headers: { "content-type": "application/json" } })],
    ["nothing", new Response("", { headers: { "content-type": "application/json" } })],
    ["a status of its own", json({ status: "maybe" })],
    ["no customer id", json({ ...aCustomer(), customerId: 5 })],
    ["a 404 that is not the service's", new Response("<h1>Not found</h1>", { status: 404 })],
  ])("is malformed when it is %s", async (_, answer) => {
    const { lookUp, sent, settled } = setUp(answer);
    expect(await settled(lookUp())).toEqual({ kind: "malformed" });
    expect(sent).toHaveLength(1);
  });

  it.each([
    [403, "forbidden", { kind: "forbidden" }],
    [404, "not_found", { kind: "not-found" }],
    [410, "erased", { kind: "erased" }],
    [400, "invalid_request", { kind: "refused", code: "invalid_request", requestId: "req-1", customerId: null }],
    [409, "a_code_of_tomorrow", { kind: "refused", code: "a_code_of_tomorrow", requestId: "req-1", customerId: null }],
  ])("%i %s is told apart and not asked again", async (status, code, outcome) => {
    const { lookUp, sent, settled } = setUp(problem(status, code));
    expect(await settled(lookUp())).toEqual(outcome);
    expect(sent).toHaveLength(1);
  });

  it("401 says which token was refused", async () => {
    const { lookUp, rejected } = setUp(problem(401, "unauthenticated"));
    expect(await lookUp()).toEqual({ kind: "unauthenticated" });
    expect(rejected).toEqual([token]);
  });
});

describe("a read that fails", () => {
  it.each([500, 502, 503, 504])("is tried three more times at %i, waiting longer each time", async (status) => {
    const { lookUp, sent, waits, settled } = setUp(problem(status, "unavailable"));
    expect(await settled(lookUp())).toEqual({ kind: "unreachable" });
    expect(sent).toHaveLength(4);
    expect(waits).toEqual([150, 300, 600]);
  });

  it("goes on with the answer that comes at last", async () => {
    const { lookUp, settled } = setUp("network error", problem(503, "unavailable"), json(aCustomer()));
    expect(await settled(lookUp())).toMatchObject({ kind: "ok" });
  });

  it("is given up after two answers that do not come within 8 s", async () => {
    const { lookUp, sent, clock } = setUp("no answer");
    const call = lookUp();
    await clock.pass(7999);
    expect(sent).toHaveLength(1);
    await clock.pass(9000);
    expect(await call).toEqual({ kind: "unreachable" });
    expect(sent).toHaveLength(2);
  });

  it("ends at once when it is no longer needed", async () => {
    const { lookUp, leave } = setUp("no answer");
    const call = lookUp();
    leave.abort();
    await expect(call).rejects.toThrow("abort");
  });

  it("ends while it waits for its next try when it is no longer needed", async () => {
    const { lookUp, leave, clock, sent } = setUp("network error");
    const call = lookUp();
    await clock.pass(10);
    leave.abort();
    await expect(call).rejects.toThrow("abort");
    expect(sent).toHaveLength(1);
    expect(clock.waiting()).toEqual([]);
  });

  it.each([
    ["2", 2150],
    ["Wed, 04 Mar 2026 09:15:32 GMT", 2150],
    ["0", 150],
  ])("waits as short as the service asks: %s", async (header, wait) => {
    const { lookUp, waits, settled } = setUp(
      problem(429, "rate_limited", { "retry-after": header }),
      json(aCustomer()),
    );
    expect(await settled(lookUp())).toMatchObject({ kind: "ok" });
    expect(waits).toEqual([wait]);
  });

  it.each([
    ["30", 30],
    ["Wed, 04 Mar 2026 09:15:50 GMT", 20],
    ["86400", 60],
    ["99999999999999999999", 60],
  ])("says how long when the service asks for a wait that an agent would notice: %s", async (header, seconds) => {
    const limited = setUp(problem(429, "rate_limited", { "retry-after": header }));
    expect(await limited.lookUp()).toEqual({ kind: "rate-limited", retryAfterSeconds: seconds });
    const down = setUp(problem(503, "unavailable", { "retry-after": header }));
    expect(await down.lookUp()).toEqual({ kind: "unreachable", retryAfterSeconds: seconds });
    expect(down.sent).toHaveLength(1);
  });

  it.each(["", "soon", "-5", "12 apples"])("does not stumble over a Retry-After of “%s”", async (header) => {
    const { lookUp, settled } = setUp(problem(429, "rate_limited", { "retry-after": header }), json(aCustomer()));
    expect(await settled(lookUp())).toMatchObject({ kind: "ok" });
  });
});

describe("a write", () => {
  it.each(["network error", "no answer", problem(503, "unavailable")] as const)(
    "is never repeated blindly",
    async (answer) => {
      const { uic, sent, settled } = setUp(answer);
      const closing = uic.change("C-1001", { kind: "close-issue", issue: "Refund" }, false);
      expect(await settled(closing)).toEqual({ kind: "unreachable" });
      expect(sent).toHaveLength(1);
    },
  );

  it.each<[Change, ...request: unknown[]]>([
    [{ kind: "state-issue", issue: "Refund missing" }, "PUT", "/active-issue", '{"issue":"Refund missing"}'],
    [{ kind: "close-issue", issue: "Refund missing" }, "DELETE", "/active-issue", undefined],
    [{ kind: "tell", key: "amount", value: 12 }, "PATCH", "/collected-data", '{"amount":12}'],
    [{ kind: "undo-merge", mergeId: "mrg_1" }, "DELETE", "/merges/mrg_1", undefined],
  ])("says a change by the customer's id: %j", async (change, method, path, body) => {
    const { uic, sent } = setUp(json(aRecord()));
    expect(await uic.change("C-1001", change, false)).toMatchObject({ kind: "ok", value: aRecord() });
    expect(sent.map(({ url, init }) => [init.method, url, init.body])).toEqual([
      [method, `https://uic.example.com/v1/customers/C-1001${String(path)}`, body],
    ]);
    expect(sent[0]?.init).toMatchObject({ keepalive: false });
  });

  it("takes an empty answer where something was taken away, and outlives a page that goes", async () => {
    const { uic, sent } = setUp(new Response(null, { status: 204, headers: { date } }));
    const unlinking = uic.change("C-1001", { kind: "not-this-person", identifierId: "idn_1" }, true);
    expect(await unlinking).toEqual({ kind: "ok", value: null, at: Date.parse(date) });
    expect(sent[0]?.url).toBe("https://uic.example.com/v1/customers/C-1001/identifiers/idn_1");
    expect(sent[0]?.init).toMatchObject({ method: "DELETE", keepalive: true });
  });

  it("links an identifier, and says whose it is already", async () => {
    const taken = json({ code: "already_linked", customerId: "C-2" }, 409, {
      "content-type": "application/problem+json",
    });
    const { uic, sent } = setUp(taken, json(aRecord(), 201));
    const link = (share: boolean) => uic.link("C-1001", { type: "phone", value: phone }, share);
    expect(await link(false)).toEqual({
      kind: "refused",
      code: "already_linked",
      requestId: null,
      customerId: "C-2",
    });
    expect(await link(true)).toMatchObject({ kind: "ok" });
    expect(sent.map(({ init }) => init.body)).toEqual([
      JSON.stringify({ type: "phone", value: phone }),
      JSON.stringify({ type: "phone", value: phone, share: true }),
    ]);
  });

  it("merges only the version that was looked at, and a preview moves nothing", async () => {
    const merged = {
      mergedAt: "2026-03-04T09:15:00.000Z",
      moved: { interactions: 3, identifiers: 1 },
      record: aRecord(),
    };
    const { uic, sent, leave } = setUp(json(merged), json({ ...merged, mergeId: "mrg_1" }, 201));
    expect(await uic.previewMerge("C-1001", "C-2", leave.signal)).toMatchObject({ kind: "ok", value: merged });
    expect(await uic.merge("C-1001", "C-2", 7)).toMatchObject({ kind: "ok", value: { mergeId: "mrg_1" } });
    expect(sent.map(({ url }) => url)).toEqual([
      "https://uic.example.com/v1/customers/C-1001/merges?dryRun=true",
      "https://uic.example.com/v1/customers/C-1001/merges",
    ]);
    expect(sent.map(({ init }) => new Headers(init.headers).get("if-match"))).toEqual([null, '"7"']);
  });
});

it("reads whatever a service might answer without ever throwing, and names neither token nor number", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue(),
      fc.integer({ min: 200, max: 599 }).filter((status) => ![204, 205, 304].includes(status)),
      fc.constantFrom("application/json", "application/problem+json", "text/html"),
      async (body, status, type) => {
        const { lookUp, settled } = setUp(json(body, status, { "content-type": type }));
        const said = JSON.stringify(await settled(lookUp()));
        expect(said).not.toContain(token);
        expect(said).not.toContain("771234567");
      },
    ),
    { numRuns: 60 },
  );
});

describe("a measurement", () => {
  it("is sent once, with nothing that says whose it is, and nobody waits for it", async () => {
    const { uic, sent, clock } = setUp("network error");
    uic.measure({ acceptToBriefMilliseconds: 120, source: "cache" });
    await clock.pass(120_000);
    expect(sent.map(({ url, init }) => [url, init.body])).toEqual([
      ["https://uic.example.com/v1/measurements", '{"acceptToBriefMilliseconds":120,"source":"cache"}'],
    ]);
  });
});
