import * as fc from "fast-check";
import { expect, it } from "vitest";
import { problem } from "../../../src/contract/problem.ts";
import { operations } from "../../../src/service/http/routes/operations.ts";
import { asService, keys, withJson } from "./harness.ts";
import { startRealService } from "./real-service.ts";

/** Right nine times of ten, so that a request with many members is sometimes right as a whole. */
const mostly = <T, U>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<U>) =>
  fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: wrong });

const anyText = fc.string({ unit: "binary", maxLength: 40 });
const word = fc.constantFrom("+94771234567", "0771234567", "a@b.example", "tel:anonymous", "C-1001", "94771234567", "");
const text = fc.oneof(anyText, word);
const channel = fc.constantFrom("voice", "chat", "email", "sms", "whatsapp", "messaging", "callback", "social");
const identifier = mostly(
  fc.oneof(
    fc.record({ type: fc.constantFrom("customerId", "phone", "email", "externalContact"), value: text }),
    fc.record({ type: fc.constant("channel"), value: text, channel }),
  ),
  fc.record({ type: fc.constantFrom("phone", "fax"), value: text, channel }),
);
const identifiers = fc.array(identifier, { maxLength: 4 });
const time = mostly(
  fc
    .date({ noInvalidDate: true, min: new Date("1970-01-01"), max: new Date("2026-11-22") })
    .map((date) => date.toISOString()),
  fc.constantFrom(
    "2026-02-30T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59+23:59",
    "2026-11-20T10:15+05:30",
    "now",
  ),
);
const conversationId = mostly(fc.constantFrom("conv-1", "conv-2", "conv-3", "__proto__", "constructor", ".."), anyText);
const interaction = fc.record(
  {
    conversationId,
    channel: mostly(channel, text),
    startTime: time,
    durationSeconds: mostly(fc.nat(), fc.double()),
    resolutionStatus: mostly(fc.constantFrom("RESOLVED", "UNRESOLVED", "ESCALATED", "ABANDONED"), text),
    intent: mostly(text, fc.constant(null)),
    sentiment: fc.constantFrom("POSITIVE", "NEGATIVE", "MIXED", null),
    sentimentScore: mostly(fc.double({ min: -1, max: 1, noNaN: true }), fc.double()),
    followUps: fc.array(fc.record({ text, dueAt: mostly(time, fc.constant(null)) }), { maxLength: 2 }),
    revisedAt: time,
  },
  { requiredKeys: ["conversationId", "channel", "startTime", "durationSeconds", "resolutionStatus"] },
);
const key = mostly(
  fc.constantFrom("ticketId", "constructor", "toString", "hasOwnProperty"),
  fc.oneof(anyText, fc.constant("__proto__")),
);
const values = fc.dictionary(key, mostly(fc.oneof(text, fc.integer(), fc.boolean()), fc.jsonValue()), { maxKeys: 4 });

const bodies: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  lookup: fc.record({ identifiers }),
  recordInteraction: fc.record(
    { identifiers, interaction, collectedData: values },
    { requiredKeys: ["identifiers", "interaction"] },
  ),
  patchCollectedData: values,
  stateActiveIssue: fc.record({ issue: text }),
  linkIdentifier: identifier,
  followCustomers: fc.record({ customers: fc.array(fc.record({ customerId: mostly(fc.constant("C-1001"), text) })) }),
  mergeCustomers: fc.record({ from: mostly(fc.constantFrom("C-1001", "C-1002"), text) }),
  putSession: fc.record({
    channel,
    channelUserId: text,
    identifiers,
    data: values,
    endedAt: mostly(fc.constant(null), time),
  }),
  readLatestSession: fc.record({ channel, channelUserId: text }),
  exportByIdentifiers: fc.record({ identifiers }),
  eraseByIdentifiers: fc.record({ identifiers, dryRun: fc.boolean() }, { requiredKeys: ["identifiers"] }),
  resolveIdentity: fc.record({ channel, channelUserId: text }),
};
const requests = fc.constantFrom(...operations).chain((operation) =>
  fc.record({
    method: mostly(fc.constant(operation.method), fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE")),
    path: mostly(fc.constant("C-1001"), text).map((id) =>
      operation.path.replaceAll(/\{\w+\}/g, encodeURIComponent(id.toWellFormed())),
    ),
    query: mostly(
      fc.constant(""),
      fc.webQueryParameters().map((parameters) => `?${parameters}`),
    ),
    body: mostly(bodies[operation.id] ?? fc.jsonValue(), fc.jsonValue()),
  }),
);

it("answers whatever is sent with what the contract knows, and never with a failure of its own", async () => {
  const service = await startRealService();
  const headers = asService(keys.all);
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(requests, async ({ method, path, query, body }) => {
      const response = await service.send(
        path + query,
        method === "GET" ? { headers } : withJson(method, headers, body),
      );
      if (response.headers.get("content-type") === "text/event-stream") return response.body?.cancel();
      const answered = await response.text();
      statuses.add(response.status);
      expect([200, 201, 202, 204, 400, 403, 404, 405, 409, 410, 415]).toContain(response.status);
      if (response.status < 400) return undefined;
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(problem.parse(JSON.parse(answered)).status).toBe(response.status);
      return undefined;
    }),
    { numRuns: 1500, examples: [[{ method: "POST", path: "/v1/interactions", query: "", body: aKnownCustomer }]] },
  );
  // Refusals alone would prove little.
  expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 400, 403, 404]));
}, 30_000);

const aKnownCustomer = {
  identifiers: [{ type: "customerId", value: "C-1001" }],
  interaction: {
    conversationId: "conv-0",
    channel: "voice",
    startTime: "2026-11-20T10:15:00Z",
    durationSeconds: 1,
    resolutionStatus: "RESOLVED",
  },
};
