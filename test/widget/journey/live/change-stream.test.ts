// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { openChangeStream, type StreamEnd } from "../../../../src/widget/journey/live/change-stream.ts";
import type { CustomerChange } from "../../../../src/widget/journey/live/customer-change.ts";
import { createFakeClock, settled, type FakeClock } from "../../genesys/fake-clock.ts";
import { aRecord } from "../../support/customers.ts";
import { type FakeService, fakeService } from "./fake-service.ts";

let clock: FakeClock;
let service: FakeService;
let changes: CustomerChange[];
let opened: number;
let end: StreamEnd | null;
let stop: AbortController;

beforeEach(() => {
  clock = createFakeClock();
  service = fakeService();
  changes = [];
  opened = 0;
  end = null;
  stop = new AbortController();
});

async function open(): Promise<void> {
  void (async () => {
    end = await openChangeStream(
      "token-1",
      [{ customerId: "C-1001", version: 7 }],
      { baseUrl: "https://uic.example.com", environment: "mypurecloud.ie", fetch: service.fetch, clock },
      { onOpen: () => (opened += 1), onChange: (change) => changes.push(change) },
      stop.signal,
    );
  })();
  await settled();
}

describe("a stream of changes", () => {
  it("names customers in the body and the token in a header, nothing of either in the address", async () => {
    await open();
    const { address, token, customers, request } = service.last();
    expect(address).toBe("https://uic.example.com/v1/changes");
    expect([token, customers]).toEqual(["Bearer token-1", [{ customerId: "C-1001", version: 7 }]]);
    expect(request).toMatchObject({ method: "POST", credentials: "omit", redirect: "error", cache: "no-store" });
  });

  it("is open when the service has accepted it, not before", async () => {
    await open();
    expect(opened).toBe(0);
    service.last().accept();
    await settled();
    expect(opened).toBe(1);
  });

  it("reads an event however the network cuts it, and leaves out what it does not know", async () => {
    await open();
    const stream = service.last();
    stream.accept();
    const text = [
      ":\n\n",
      `event: context\r\nid: C-0990:8\r\ndata: ${JSON.stringify(aRecord({ displayName: "Jürgen 🙂" }))}\r\n\r\n`,
      `event: weather\ndata: {}\n\n`,
      `event: context\nid: C-1001:9\ndata: {"half": \n\n`,
      `event: erased\ndata: {"customerId":"C-2040"}\n\n`,
      `event: merged\ndata: {"customerId":"C-1","from":"C-2"}\n\n`,
    ].join("");
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 7) stream.write(bytes.subarray(at, at + 7));
    await settled();
    await settled();
    expect(changes).toEqual([
      { kind: "context", customerId: "C-0990", record: aRecord({ displayName: "Jürgen 🙂" }) },
      { kind: "erased", customerId: "C-2040" },
      { kind: "merged", customerId: "C-2", survivor: "C-1" },
    ]);
  });

  it("is lost when nothing was heard for 45 s, and kept by comments alone", async () => {
    await open();
    service.last().accept();
    for (let round = 0; round < 5; round += 1) {
      await clock.pass(40_000);
      service.last().write(":\n\n");
    }
    await settled();
    expect(end).toBeNull();
    await clock.pass(46_000);
    expect(end).toEqual({ kind: "lost", retryAfterSeconds: 0 });
    expect(service.open()).toEqual([]);
  });

  it("is lost when the service never answers, and when it ends", async () => {
    await open();
    await clock.pass(46_000);
    expect(end).toEqual({ kind: "lost", retryAfterSeconds: 0 });
    end = null;
    await open();
    service.last().accept();
    await settled();
    service.last().end();
    await settled();
    expect(end).toEqual({ kind: "lost", retryAfterSeconds: 0 });
  });

  it.each([
    [401, {}, { kind: "unauthenticated" }],
    [403, {}, { kind: "forbidden" }],
    [429, { "retry-after": "17" }, { kind: "lost", retryAfterSeconds: 17 }],
    [503, { "retry-after": "3" }, { kind: "lost", retryAfterSeconds: 3 }],
    [404, {}, { kind: "lost", retryAfterSeconds: 0 }],
    [200, { "content-type": "text/html" }, { kind: "lost", retryAfterSeconds: 0 }],
  ] as const)("answered %i with %o says why it is over", async (status, headers, expected) => {
    await open();
    service.last().refuse(status, headers);
    await settled();
    expect([end, opened]).toEqual([expected, 0]);
    expect(await clock.pass(100_000)).toBeUndefined();
  });

  it("is let go of when it is no longer wanted", async () => {
    await open();
    service.last().accept();
    await settled();
    stop.abort();
    await settled();
    expect(service.open()).toEqual([]);
    expect(changes).toEqual([]);
  });
});
