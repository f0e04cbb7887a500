import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { limits } from "../../../src/contract/limits.ts";
import { problem } from "../../../src/contract/problem.ts";
import { cacheKey } from "../../../src/contract/cache-key.ts";
import { StoreUnavailable } from "../../../src/service/stores/store-unavailable.ts";
import { deadLetter } from "./fake-services.ts";
import type { Edge } from "./harness.ts";
import { asAgent, asService, keys, startEdge, widgetOrigin, withJson } from "./harness.ts";

const lookupPath = "/v1/contexts/lookup";
const customerPath = "/v1/customers/C-1001";
const reader = asService(keys.reader);
const writer = asService(keys.all);

async function refusal(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const body = problem.parse(await response.json());
  expect(body.status).toBe(response.status);
  expect(body.requestId).toBe(response.headers.get("x-request-id"));
  return body;
}

/** A body without a stated length. */
function streamed(body: ReadableStream<Uint8Array>): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json", ...reader }, body, duplex: "half" };
}

function postLookup(edge: Edge, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  return edge.send(lookupPath, {
    method: "POST",
    headers: { "content-type": "application/json", ...reader, ...headers },
    body,
  });
}

/** Sends bytes as they stand, for what no client library would send. */
function sendRaw(edge: Edge, text: string): Promise<string> {
  const { port } = new URL(edge.url);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(text));
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      answer += chunk;
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

describe("every answer", () => {
  it("carries the caller's request id, or a new one where that is none", async () => {
    const edge = await startEdge();
    const idFor = async (id: string) =>
      (await edge.send(customerPath, { headers: { ...reader, "x-request-id": id } })).headers.get("x-request-id");
    expect(await idFor("01JDQ7-trace_1")).toBe("01JDQ7-trace_1");
    for (const id of ["+94771234567", "94771234567", "a b c d", "x".repeat(65), "a@b.example"])
      expect(await idFor(id)).toMatch(/^req-\d+$/);
    expect(edge.customers.seen[0]?.call.requestId).toBe("01JDQ7-trace_1");
  });

  it("under /v1 is never stored, whatever became of it", async () => {
    const edge = await startEdge();
    edge.customers.next = async () => {
      throw new Error("broken");
    };
    const answers = [
      await edge.send(customerPath, { headers: reader }),
      await edge.send(customerPath, { headers: reader }),
      await edge.send("/v1/customers/C-2", { headers: reader }),
      await edge.send(customerPath),
      await edge.send("/v1/nothing"),
      await edge.send(lookupPath),
    ];
    expect(answers.map(({ status }) => status)).toEqual([503, 200, 404, 401, 404, 405]);
    for (const answer of answers) {
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("x-request-id")).toMatch(/^req-\d+$/);
    }
  });
});

describe("reading one customer", () => {
  it("answers the record with its version as the ETag", async () => {
    const edge = await startEdge();
    const response = await edge.send(customerPath, { headers: reader });
    expect(response.headers.get("etag")).toBe('"7"');
    expect(await response.json()).toMatchObject({ customerId: "C-1001", version: 7 });
  });

  it("answers HEAD as GET without the body", async () => {
    const edge = await startEdge();
    const response = await edge.send(customerPath, { method: "HEAD", headers: reader });
    expect([response.status, response.headers.get("etag"), await response.text()]).toEqual([200, '"7"', ""]);
  });

  it.each(["C%201001", "%zz", "%E0%A4%A", "a%2Fb", "x".repeat(129), "%2B94771234567"])(
    "refuses the id %s, which none can be",
    async (customerId) => {
      const edge = await startEdge();
      const response = await edge.send(`/v1/customers/${customerId}`, { headers: reader });
      expect(await refusal(response)).toMatchObject({ code: "invalid_request", issues: [{ path: "customerId" }] });
    },
  );
});

describe("paging", () => {
  it("reads limit and cursor and fills in the limit", async () => {
    const edge = await startEdge();
    await edge.send(`${customerPath}/interactions?limit=100&cursor=abc`, { headers: reader });
    await edge.send(`${customerPath}/interactions`, { headers: reader });
    expect(edge.customers.seen.map(({ given }) => given[1])).toEqual([{ limit: 100, cursor: "abc" }, { limit: 25 }]);
  });

  it.each([
    "limit=0",
    "limit=101",
    "limit=",
    "limit=ten",
    "limit=1.5",
    "limit=-1",
    "limit=1&limit=2",
    "cursor=",
    "page=2",
    "__proto__=1",
  ])("refuses ?%s", async (query) => {
    const edge = await startEdge();
    const response = await edge.send(`${customerPath}/interactions?${query}`, { headers: reader });
    const { code, issues } = await refusal(response);
    expect(code).toBe("invalid_request");
    expect(issues).toHaveLength(1);
    expect(edge.customers.seen).toEqual([]);
  });
});

describe("writes to one customer", () => {
  it.each([
    ["PATCH", "collected-data", { ticketId: "1234", oldKey: null }],
    ["PUT", "active-issue", { issue: "Billing dispute" }],
    ["DELETE", "active-issue", undefined],
    ["POST", "identifiers", { type: "phone", value: "+94771234567" }],
    ["DELETE", "merges/mrg_1", undefined],
  ])("%s %s honours If-Match", async (method, part, body) => {
    const edge = await startEdge();
    const write = (ifMatch: string | null) => {
      const headers = { ...writer, ...(ifMatch === null ? {} : { "if-match": ifMatch }) };
      return edge.send(`${customerPath}/${part}`, body ? withJson(method, headers, body) : { method, headers });
    };
    for (const current of [null, '"7"', "*"]) {
      const response = await write(current);
      expect([response.status, response.headers.get("etag")]).toEqual([method === "POST" ? 201 : 200, '"7"']);
    }
    for (const stale of ['"6"', 'W/"7"', '"seven"', '""'])
      expect(await refusal(await write(stale))).toMatchObject({ code: "precondition_failed", status: 412 });
    for (const malformed of ["7", '"7', '"6", "7"'])
      expect(await refusal(await write(malformed))).toMatchObject({
        code: "invalid_request",
        issues: [{ path: "If-Match" }],
      });
  });

  it("take a merge patch under both media types", async () => {
    const edge = await startEdge();
    for (const type of ["application/json; charset=utf-8", "application/merge-patch+json"]) {
      const init = { method: "PATCH", headers: { ...writer, "content-type": type }, body: '{"ticketId":"1234"}' };
      expect((await edge.send(`${customerPath}/collected-data`, init)).status).toBe(200);
    }
    const [, patch, ifMatch] = edge.customers.seen[0]?.given ?? [];
    expect([patch, ifMatch]).toEqual([{ ticketId: "1234" }, null]);
  });
});

describe("a body", () => {
  it.each([
    ["text/plain", undefined],
    ["application/merge-patch+json", undefined],
    ["application/json; charset=iso-8859-1", undefined],
    ["", undefined],
    ["application/json", "gzip"],
  ])("is refused as %s with the encoding %s", async (type, encoding) => {
    const edge = await startEdge();
    const response = await postLookup(edge, "{}", {
      "content-type": type,
      ...(encoding ? { "content-encoding": encoding } : {}),
    });
    expect(await refusal(response)).toMatchObject({ code: "unsupported_media_type" });
  });

  it.each([
    ["nothing", ""],
    ["what is not JSON", "{identifiers:[]}"],
    ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
    ["a key that schemas drop silently", '{"identifiers":[],"__proto__":{"a":1}}'],
    ["more levels than anyone needs", `{"identifiers":${"[".repeat(100_000)}`],
    ["a list instead of an object", "[]"],
    ["null", "null"],
  ])("is refused when it is %s", async (_, body) => {
    const edge = await startEdge();
    expect(await refusal(await postLookup(edge, body))).toMatchObject({
      code: "invalid_request",
      issues: [{ path: "" }],
    });
  });

  it("is refused over 1 MB by its stated length, without being read", async () => {
    const edge = await startEdge();
    const head = [
      `POST ${lookupPath} HTTP/1.1`,
      "Host: 127.0.0.1",
      `Authorization: Bearer ${keys.reader}`,
      "Content-Type: application/json",
      `Content-Length: ${limits.bodyBytes + 1}`,
      "Connection: close",
    ];
    const answer = await sendRaw(edge, `${head.join("\r\n")}\r\n\r\n{"identifiers":[`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"code":"too_large"');
  });

  it("is refused over 1 MB when no length was stated, before its end", async () => {
    const edge = await startEdge();
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    const init = streamed(endless);
    const response = await edge.send(lookupPath, init);
    expect(await refusal(response)).toMatchObject({ code: "too_large" });
    expect(sent).toBeLessThan(64 * limits.bodyBytes);
  });

  it("is read when it comes in pieces and has exactly 1 MB", async () => {
    const edge = await startEdge();
    const text = '{"identifiers":[]}'.padEnd(limits.bodyBytes, " ");
    expect((await postLookup(edge, text)).status).toBe(200);
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of [text.slice(0, 9), text.slice(9)]) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    });
    expect((await edge.send(lookupPath, streamed(pieces))).status).toBe(200);
  });

  it("is told every fault by its place, and never by what was sent", async () => {
    const edge = await startEdge();
    const response = await postLookup(
      edge,
      JSON.stringify({
        identifiers: [
          { type: "fax", value: "+94771234567" },
          { type: "phone", value: 94771234567 },
          { type: "email", value: "n".repeat(321), channel: "email" },
          { type: "phone" },
        ],
        "nimali@example.com": true,
        conversationID: "x",
      }),
    );
    const { issues } = await refusal(response);
    expect(issues).toEqual([
      { path: "identifiers.0.type", message: "must be one of customerId, phone, email, externalContact, channel" },
      { path: "identifiers.1.value", message: "must be text" },
      { path: "identifiers.2.value", message: "must have at most 320 characters" },
      { path: "identifiers.2", message: 'must not have members that the contract does not know: "channel"' },
      { path: "identifiers.3.value", message: "is required" },
      { path: "", message: 'must not have members that the contract does not know: "conversationID", 1 more' },
    ]);
  });

  it("of an interaction is told what each member must be", async () => {
    const edge = await startEdge();
    const interaction = {
      conversationId: "a b",
      channel: "fax",
      startTime: "yesterday",
      durationSeconds: -1,
      sentimentScore: 2,
      outcomeNotes: "x".repeat(1001),
    };
    const collectedData = { long: "x".repeat(1001), list: [], ["k".repeat(65)]: 1, "+94771234567": { a: 1 } };
    const response = await edge.send(
      "/v1/interactions",
      withJson("POST", writer, { identifiers: [], interaction, collectedData }),
    );
    const { issues } = await refusal(response);
    expect(issues).toContainEqual({
      path: "collectedData.*",
      message: "has a key that must have at most 64 characters",
    });
    expect(Object.fromEntries((issues ?? []).map(({ path, message }) => [path, message]))).toEqual({
      "interaction.conversationId": "must be 1 to 128 of letters, digits and _ . : -",
      "interaction.channel": "must be one of voice, chat, email, sms, whatsapp, messaging, callback, social",
      "interaction.startTime": "must be an ISO 8601 time with an offset, such as 2026-03-04T09:15:00.000Z",
      "interaction.durationSeconds": "must be at least 0",
      "interaction.resolutionStatus": "is required",
      "interaction.sentimentScore": "must be at most 1",
      "interaction.outcomeNotes": "must have at most 1000 characters",
      "collectedData.long": "must have at most 1000 characters",
      "collectedData.list": "must be text or must be a number or must be true or false",
      "collectedData.*": "must be text or must be a number or must be true or false",
    });
  });
});

describe("recording", () => {
  const interaction = {
    conversationId: "conv-1",
    channel: "voice",
    startTime: "2026-11-20T10:15:00+05:30",
    durationSeconds: 412,
    resolutionStatus: "RESOLVED",
  };

  it("answers 201 for a new interaction and 200 for an anonymous one", async () => {
    const edge = await startEdge();
    const post = (identifiers: unknown[]) =>
      edge.send("/v1/interactions", withJson("POST", writer, { identifiers, interaction }));
    const created = await post([{ type: "phone", value: "+94771234567" }]);
    expect([created.status, await created.json()]).toEqual([201, { customerId: "C-1001", version: 8 }]);
    const anonymous = await post([]);
    expect([anonymous.status, await anonymous.json()]).toEqual([200, { customerId: null, version: null }]);
    expect(edge.customers.seen[0]?.given[0]).toMatchObject({ interaction: { startTime: "2026-11-20T04:45:00.000Z" } });
  });

  it("passes on what the customers refuse, with the members that belong to it", async () => {
    const edge = await startEdge();
    edge.customers.next = { refusal: { ok: false, code: "erased", detail: "This conversation was erased." } };
    const response = await edge.send("/v1/interactions", withJson("POST", writer, { identifiers: [], interaction }));
    expect(await refusal(response)).toMatchObject({
      code: "erased",
      status: 410,
      detail: "This conversation was erased.",
    });
  });

  it("takes one event or a hundred, and no more", async () => {
    const edge = await startEdge();
    const post = (body: unknown) => edge.send("/v1/events/genesys", withJson("POST", asService(keys.events), body));
    expect((await post({ id: "1" })).status).toBe(202);
    const many = await post(Array.from({ length: 100 }, () => ({})));
    expect(await many.json()).toEqual({ accepted: 100, ignored: 0 });
    for (const body of [Array.from({ length: 101 }, () => ({})), "text", [1], 7])
      expect(await refusal(await post(body))).toMatchObject({ code: "invalid_request" });
    expect(edge.inbox.taken.map(({ length }) => length)).toEqual([1, 100]);
  });
});

describe("identifiers, merges and sessions", () => {
  it("unlinks by the identifier's id", async () => {
    const edge = await startEdge();
    const headers = { ...writer, "if-match": '"7"' };
    const response = await edge.send(`${customerPath}/identifiers/idn_1`, { method: "DELETE", headers });
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(edge.customers.seen[0]?.given).toEqual(["C-1001", "idn_1", 7]);
  });

  it("names the customer who has an identifier already", async () => {
    const edge = await startEdge();
    const detail = "The identifier belongs to another customer.";
    edge.customers.next = { refusal: { ok: false, code: "already_linked", detail, customerId: "C-2040" } };
    const body = { type: "channel", value: "94771234567", channel: "whatsapp", share: false };
    const response = await edge.send(`${customerPath}/identifiers`, withJson("POST", writer, body));
    expect(await refusal(response)).toMatchObject({ code: "already_linked", status: 409, customerId: "C-2040" });
    expect(edge.customers.seen[0]?.given[1]).toEqual(body);
  });

  it("merges, or only shows what would move", async () => {
    const edge = await startEdge();
    const merge = (query: string, ifMatch = '"7"') =>
      edge.send(
        `${customerPath}/merges${query}`,
        withJson("POST", { ...writer, "if-match": ifMatch }, { from: "C-0990" }),
      );
    const merged = await merge("");
    expect([merged.status, merged.headers.get("etag")]).toEqual([201, '"7"']);
    expect(await merged.json()).toMatchObject({ mergeId: "mrg_1", moved: { interactions: 2, identifiers: 1 } });
    const preview = await merge("?dryRun=true");
    expect(preview.status).toBe(200);
    expect(await preview.json()).not.toHaveProperty("mergeId");
    expect((await merge("?dryRun=false")).status).toBe(201);
    for (const query of ["?dryRun=yes", "?dryRun=", "?dryrun=true"])
      expect(await refusal(await merge(query))).toMatchObject({ code: "invalid_request" });
    expect(edge.customers.seen.map(({ given }) => given[0])).toEqual(
      [false, true, false].map((dryRun) => ({ customerId: "C-1001", from: "C-0990", dryRun, ifMatch: 7 })),
    );
  });

  it("keeps sessions for service keys, and shows the latest to agents too", async () => {
    const edge = await startEdge();
    const user = { channel: "whatsapp", channelUserId: "known" };
    const put = (headers: Record<string, string>, data: unknown) =>
      edge.send("/v1/sessions/session-2", withJson("PUT", headers, { ...user, data }));
    const kept = await put(writer, { ticketId: "1234", form: { steps: [1, 2] } });
    expect(await kept.json()).toMatchObject({
      sessionId: "session-2",
      data: { ticketId: "1234", form: { steps: [1, 2] } },
    });
    expect((await put(asAgent(), {})).status).toBe(403);
    expect(await refusal(await put(writer, "text"))).toMatchObject({
      issues: [{ path: "data", message: "must be an object" }],
    });
    const latest = await edge.send("/v1/sessions/latest", withJson("POST", asAgent(), user));
    expect(await latest.json()).toMatchObject({ sessionId: "session-1" });
    const resolved = await edge.send("/v1/identities/resolve", withJson("POST", asAgent(), user));
    expect(await resolved.json()).toEqual({ customerId: "C-1001" });
    expect((await edge.send("/v1/sessions/latest", withJson("POST", asService(keys.writer), user))).status).toBe(403);
  });
});

describe("privacy", () => {
  const requests: [path: string, init: RequestInit][] = [
    [`${customerPath}/export`, { headers: writer }],
    [`${customerPath}/audit?limit=5`, { headers: writer }],
    [`${customerPath}?dryRun=true`, { method: "DELETE", headers: writer }],
    [customerPath, { method: "DELETE", headers: { ...writer, "if-match": '"7"' } }],
    ["/v1/exports", withJson("POST", writer, { identifiers: [{ type: "phone", value: "+94771234567" }] })],
    [
      "/v1/erasures",
      withJson("POST", writer, { identifiers: [{ type: "phone", value: "+94771234567" }], dryRun: true }),
    ],
  ];

  it("is for service keys with its scope", async () => {
    const edge = await startEdge();
    for (const [path, init] of requests) {
      expect((await edge.send(path, init)).status).toBe(200);
      for (const others of [asAgent(), asService(keys.reader), asService(keys.writer)]) {
        const headers = { ...others, "content-type": "application/json" };
        expect((await edge.send(path, { ...init, headers })).status).toBe(403);
      }
    }
    expect(edge.customers.seen.map(({ operation, given }) => ({ operation, given }))).toEqual([
      { operation: "exportCustomer", given: ["C-1001"] },
      { operation: "listAudit", given: ["C-1001", { limit: 5 }] },
      { operation: "erase", given: [{ customerId: "C-1001", dryRun: true, ifMatch: null }] },
      { operation: "erase", given: [{ customerId: "C-1001", dryRun: false, ifMatch: 7 }] },
      { operation: "exportByIdentifiers", given: [[{ type: "phone", value: "+94771234567" }]] },
      { operation: "eraseByIdentifiers", given: [[{ type: "phone", value: "+94771234567" }], true] },
    ]);
  });

  it("names those who share an identifier, and does nothing", async () => {
    const edge = await startEdge();
    const detail = "Several customers share an identifier; name one of them.";
    edge.customers.next = { refusal: { ok: false, code: "ambiguous", detail, customerIds: ["C-1", "C-2"] } };
    const response = await edge.send(
      "/v1/erasures",
      withJson("POST", writer, { identifiers: [{ type: "email", value: "a@b.example" }] }),
    );
    expect(await refusal(response)).toMatchObject({ status: 409, code: "ambiguous", customerIds: ["C-1", "C-2"] });
    const nobody = await edge.send("/v1/erasures", withJson("POST", writer, { identifiers: [] }));
    expect(await refusal(nobody)).toMatchObject({
      issues: [{ path: "identifiers", message: "must have at least 1 entry" }],
    });
  });
});

describe("dead letters", () => {
  it("are listed, replayed and given up by whoever may write events", async () => {
    const edge = await startEdge();
    const ask = (method: string, path: string, key = keys.events) =>
      edge.send(`/v1/dead-letters${path}`, { method, headers: asService(key) });
    expect(await (await ask("GET", "?limit=10")).json()).toEqual({ items: [deadLetter], nextCursor: null });
    const replayed = await ask("POST", "/dl-1/replay");
    expect([replayed.status, await replayed.text()]).toEqual([202, ""]);
    expect((await ask("DELETE", "/dl-1")).status).toBe(204);
    expect((await ask("DELETE", "/dl-2")).status).toBe(404);
    expect((await ask("GET", "", keys.reader)).status).toBe(403);
  });
});

describe("the cache key", () => {
  it("is the agent's own, the same all day, another one tomorrow", async () => {
    const edge = await startEdge();
    const read = async () =>
      cacheKey.parse(await (await edge.send("/v1/agents/me/cache-key", { headers: asAgent() })).json());
    const key = await read();
    expect(key.expiresAt).toBe("2026-11-23T00:00:00.000Z");
    expect(Buffer.from(key.key, "base64")).toHaveLength(32);
    edge.clock.now += 3_600_000;
    expect(await read()).toEqual(key);
    edge.clock.now = Date.parse("2026-11-23T00:00:00.000Z");
    const next = await read();
    expect(next.keyId).not.toBe(key.keyId);
    expect(next.key).not.toBe(key.key);
  });
});

describe("what is not there", () => {
  it("is a problem with the methods that are", async () => {
    const edge = await startEdge();
    expect(await refusal(await edge.send("/v1/unknown", { headers: reader }))).toMatchObject({
      code: "not_found",
      status: 404,
    });
    expect(await refusal(await edge.send("/nowhere"))).toMatchObject({ code: "not_found" });
    const response = await edge.send(`${customerPath}/active-issue`, { method: "POST", headers: reader });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "PUT, DELETE"]);
    expect((await edge.send("/healthz", { method: "DELETE" })).status).toBe(405);
  });

  it("is a problem also when no address can be read", async () => {
    const edge = await startEdge();
    const answer = await sendRaw(edge, "GET /v1/customers HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"invalid_request"');
    expect(answer).toMatch(/\r\nx-request-id: req-1\r\n/i);
  });
});

describe("an unexpected failure", () => {
  it.each([new Error("secret detail"), new StoreUnavailable("secret detail"), "secret detail"])(
    "is unavailable, to be tried again, and says nothing of itself",
    async (thrown) => {
      const edge = await startEdge();
      edge.customers.next = () => Promise.reject(thrown);
      const response = await edge.send(customerPath, { headers: reader });
      expect(response.headers.get("retry-after")).toBe("5");
      const body = await refusal(response);
      expect(body).toMatchObject({ code: "unavailable", status: 503 });
      expect(JSON.stringify(body) + edge.logged.join("\n")).not.toContain("secret detail");
      expect(edge.logged.join("\n")).toContain('"level":"error"');
    },
  );
});

describe("other origins", () => {
  it("may preflight when any organisation has them", async () => {
    const edge = await startEdge();
    const preflight = (origin: string) =>
      edge.send(customerPath, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "PATCH",
          "access-control-request-headers": "authorization",
        },
      });
    const allowed = await preflight(widgetOrigin);
    expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([204, widgetOrigin]);
    expect(allowed.headers.get("access-control-allow-methods")).toContain("PATCH");
    expect(allowed.headers.get("access-control-allow-headers")?.toLowerCase()).toContain("x-genesys-environment");
    expect(allowed.headers.get("access-control-allow-credentials")).toBeNull();
    expect(allowed.headers.get("vary")).toBe("Origin");
    const refused = await preflight("https://evil.example");
    expect(refused.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("read only what belongs to their organisation", async () => {
    const edge = await startEdge();
    const allowedFor = async (origin: string, headers: Record<string, string>) =>
      (await edge.send(customerPath, { headers: { ...headers, origin } })).headers.get("access-control-allow-origin");
    expect(await allowedFor(widgetOrigin, reader)).toBe(widgetOrigin);
    expect(await allowedFor(widgetOrigin, asService(keys.other))).toBeNull();
    expect(await allowedFor("https://other.example.com", reader)).toBeNull();
    expect(await allowedFor("https://evil.example", reader)).toBeNull();
    expect(await allowedFor(widgetOrigin, asService("unknown"))).toBe(widgetOrigin);
    const response = await edge.send(customerPath, { headers: { ...reader, origin: widgetOrigin } });
    expect(response.headers.get("access-control-expose-headers")).toBe("ETag, X-Request-Id, Retry-After, Date");
  });
});

describe("operation", () => {
  it("tells liveness and readiness apart", async () => {
    const edge = await startEdge();
    expect((await edge.send("/healthz")).status).toBe(200);
    expect((await edge.send("/readyz")).status).toBe(200);
    edge.ready.value = false;
    expect((await edge.send("/healthz")).status).toBe(200);
    expect((await edge.send("/readyz")).status).toBe(503);
  });

  it("counts requests by route template and lookups by what matched", async () => {
    const edge = await startEdge();
    const lookUp = (value: string) =>
      edge.send(lookupPath, withJson("POST", reader, { identifiers: [{ type: "phone", value }] }));
    await lookUp("known");
    await lookUp("unknown");
    await edge.send(customerPath, { headers: reader });
    await edge.send("/v1/customers/C-2", { headers: reader });
    await edge.send("/v1/made-up");
    const text = await (await edge.send("/metrics")).text();
    expect(text).toContain('uic_lookups_total{outcome="phone"} 1');
    expect(text).toContain('uic_lookups_total{outcome="first_contact"} 1');
    expect(text).toContain('uic_http_requests_total{route="/v1/customers/{customerId}",method="GET",status="404"} 1');
    expect(text).toContain('uic_http_requests_total{route="unmatched",method="GET",status="404"} 1');
    expect(text).not.toContain("C-1001");
  });
});
