import { describe, expect, it } from "vitest";
import { createServiceClient, ServiceUnreachable } from "../../src/operators/service-client.ts";
import { createKeptKey } from "../../src/operators/kept-key.ts";

const key = "the-operators-key";

function setUp(answer: () => Response) {
  const sent: { readonly path: string; readonly method: string | undefined; readonly headers: Headers }[] = [];
  const service = createServiceClient({
    key,
    fetch: async (input, init) => {
      sent.push({
        path: input instanceof Request ? input.url : input.toString(),
        method: init?.method,
        headers: new Headers(init?.headers),
      });
      return answer();
    },
  });
  return { service, sent };
}

const page = { items: [], nextCursor: null };
const problem = (status: number) =>
  Response.json(
    { type: "about:blank", title: "No", status, code: "not_found", detail: "List them anew.", requestId: "req-1" },
    { status },
  );

describe("the operators' requests", () => {
  it("carry the key in a header and never in the address", async () => {
    const { service, sent } = setUp(() => Response.json(page));
    expect(await service.deadLetters(null)).toEqual({ kind: "read", value: page });
    await service.erasures("a cursor/of the listing");
    expect(sent.map(({ path }) => path)).toEqual([
      "/v1/dead-letters",
      "/v1/erasures?cursor=a%20cursor%2Fof%20the%20listing",
    ]);
    expect(sent.map(({ headers }) => headers.get("authorization"))).toEqual([`Bearer ${key}`, `Bearer ${key}`]);
    expect(JSON.stringify(sent.map(({ path }) => path))).not.toContain(key);
  });

  it("tell a key that nobody knows from one that may not see a part, and a refusal in the service's words", async () => {
    expect(await setUp(() => problem(401)).service.overview()).toEqual({ kind: "unknown-key" });
    expect(await setUp(() => problem(403)).service.overview()).toEqual({ kind: "not-allowed" });
    const replayed = await setUp(() => problem(404)).service.replay("dl-1");
    expect(replayed).toEqual({ kind: "refused", sentence: "List them anew." });
  });

  it("end without a word where there is none", async () => {
    const { service, sent } = setUp(() => new Response(null, { status: 204 }));
    expect(await service.remove("dl 1")).toEqual({ kind: "read", value: null });
    expect(sent[0]).toMatchObject({ method: "DELETE", path: "/v1/dead-letters/dl%201" });
  });

  it.each([
    ["an answer that is none of the service's", () => Response.json({ hello: "world" })],
    ["a fault of the service", () => problem(503)],
    ["a page of a proxy", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
    ["no answer", () => failing(`connection refused for ${key}`)],
  ])("take %s for a service that cannot be reached, and say nothing of the key", async (_, answer) => {
    const failure: unknown = await setUp(answer)
      .service.overview()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServiceUnreachable);
    expect(String(failure)).not.toContain(key);
  });
});

function failing(message: string): Response {
  throw new TypeError(message);
}

describe("the key of a tab", () => {
  it("is kept in the given storage only, and forgotten", () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
    };
    const own = createKeptKey(() => storage);
    own.keep(key);
    expect([own.read(), [...kept.values()]]).toEqual([key, [key]]);
    own.forget();
    expect([own.read(), kept.size]).toEqual([null, 0]);
  });

  it("is no trouble where the browser denies its storage", () => {
    const denied = createKeptKey(() => {
      throw new DOMException("denied", "SecurityError");
    });
    denied.keep(key);
    expect(denied.read()).toBeNull();
  });
});
