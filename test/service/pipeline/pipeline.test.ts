import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  answeredCall,
  answeredConversation,
  conversationIdOf,
  customer,
  detailOf,
  orgId,
  voiceSession,
} from "./genesys-shapes.ts";
import { startHarness, type Harness } from "./harness.ts";

const id = conversationIdOf(1);
let harness: Harness;
beforeEach(async () => {
  harness = await startHarness({ collectedAttributes: ["accountNumber"] });
});
afterEach(() => harness.close());

const records = () => [...harness.recorder.records().values()];
const settle = 60;

describe("an ended conversation", () => {
  it("is recorded once it has settled, with the facts of Genesys Cloud", async () => {
    harness.genesys.conversation = () => ({
      status: 200,
      body: answeredConversation(id, { accountNumber: "10042", diagnosis: "private" }),
    });
    await harness.accept("customer.end", id);
    expect(await harness.after(settle - 1)).toBe(0);
    expect(harness.genesys.calls).toEqual([]);
    expect(await harness.after(1)).toBe(1);
    expect(records()).toEqual([
      {
        identifiers: [
          { type: "externalContact", value: "33333333-0000-4000-8000-0000000000c1" },
          { type: "phone", value: "tel:+12025550110" },
        ],
        interaction: expect.objectContaining({
          conversationId: id,
          agentName: "Agent One",
          queueName: "Support",
          wrapUpCode: "Billing dispute",
          revisedAt: "2026-05-04T10:09:00.000Z",
        }),
        collectedData: { accountNumber: "10042" },
      },
    ]);
    expect(harness.genesys.callsTo("/api/v2/")).toBe(7);
  });

  it("is not recorded before the customer's end, whatever else is said", async () => {
    await harness.accept("wrapup", id);
    await harness.accept("user.end", id);
    expect(await harness.after(1000)).toBe(0);
    await harness.accept("customer.end", id);
    await harness.after(settle);
    expect(records()).toHaveLength(1);
  });

  it("is recorded anew when a later event brought something new, and not when it did not", async () => {
    await harness.accept("customer.end", id);
    await harness.after(settle);
    await harness.accept("wrapup", id);
    await harness.after(settle);
    expect(harness.outcomes).toEqual(["recorded", "unchanged"]);
    expect(harness.recorder.requests).toHaveLength(1);
    expect(harness.lags).toHaveLength(1);

    harness.genesys.conversation = () => ({ status: 200, body: answeredConversation(id, { customerId: "C-1001" }) });
    await harness.accept("attributes", id);
    await harness.after(settle);
    expect(harness.recorder.requests[1]?.identifiers[0]).toEqual({ type: "customerId", value: "C-1001" });
  });

  it("is looked at again later, so that corrected data is taken", async () => {
    await harness.accept("customer.end", id);
    await harness.after(settle);
    const corrected = JSON.stringify(answeredCall(id)).replaceAll("told ETA", "refund by Friday");
    harness.genesys.detail = () => ({ status: 200, text: corrected });
    expect(await harness.after(14 * 60)).toBe(0);
    expect(await harness.after(60)).toBe(1);
    expect(records()[0]?.interaction.outcomeNotes).toBe("refund by Friday");
    expect(await harness.after(6 * 3600)).toBe(1);
    expect(await harness.after(4 * 86_400)).toBe(1);
    expect(await harness.after(365 * 86_400)).toBe(0);
    expect(harness.outcomes).toEqual(["recorded", "recorded", "unchanged", "unchanged"]);
  });

  it("goes to everybody on the customer's side", async () => {
    harness.genesys.detail = () => ({
      status: 200,
      body: detailOf(id, [
        customer([voiceSession()], { participantId: "p-1" }),
        customer([voiceSession({ ani: "tel:+12025550120" })], { participantId: "p-2" }),
        customer([voiceSession({ ani: "tel:anonymous" })], { participantId: "p-3" }),
      ]),
    });
    harness.genesys.conversation = () => ({ status: 403 });
    await harness.accept("customer.end", id);
    await harness.after(settle);
    expect([...harness.recorder.records().keys()]).toEqual([`tel:+12025550110 ${id}`, `tel:+12025550120 ${id}`]);
  });

  it.each([404, 403])("is recorded from its detail alone when the conversation is answered %i", async (status) => {
    harness.genesys.conversation = () => ({ status });
    await harness.accept("customer.end", id);
    await harness.after(settle);
    expect(records()).toHaveLength(1);
  });

  it("of an anonymous customer, or of none, is counted and not recorded", async () => {
    const anonymous = detailOf(id, [customer([voiceSession({ ani: "tel:anonymous" })])]);
    harness.genesys.detail = (of) => ({ status: 200, body: of === id ? anonymous : detailOf(of, []) });
    harness.genesys.conversation = () => ({ status: 404 });
    await harness.accept("customer.end", id);
    await harness.accept("customer.end", conversationIdOf(2));
    await harness.after(settle);
    expect(harness.outcomes.toSorted()).toEqual(["anonymous", "no_customer"]);
    expect(harness.recorder.requests).toEqual([]);
  });

  it("of an erased customer stays away for good", async () => {
    harness.recorder.answer = () => ({ ok: false, code: "erased", detail: "The customer was erased." });
    await harness.accept("customer.end", id);
    await harness.after(settle);
    expect(harness.outcomes).toEqual(["erased"]);
    expect(await harness.after(365 * 86_400)).toBe(0);
    expect(await harness.pipeline.inbox.listDeadLetters(harness.organization, { limit: 25 })).toMatchObject({
      value: { items: [] },
    });
  });

  it("is recorded without its collected data when that would go over a record's bounds", async () => {
    harness.genesys.conversation = () => ({ status: 200, body: answeredConversation(id, { accountNumber: "1" }) });
    harness.recorder.answer = ({ collectedData }) =>
      collectedData ? { ok: false, code: "invalid_request", detail: "Too many keys." } : undefined;
    await harness.accept("customer.end", id);
    await harness.after(settle);
    expect(records()).toHaveLength(1);
  });
});

describe("what Genesys Cloud does not have yet", () => {
  it("is asked for again until it is there", async () => {
    harness.genesys.detail = () => ({ status: 404 });
    await harness.accept("customer.end", id);
    await harness.after(settle);
    for (const wait of [1, 2, 4, 8]) expect(await harness.after(wait)).toBe(1);
    harness.genesys.detail = () => undefined;
    await harness.after(16);
    expect(records()).toHaveLength(1);
  });

  it("is waited for while the customer's session is still open in the detail, and taken as it is in the end", async () => {
    const open = voiceSession({ segments: [{ segmentStart: "2026-05-04T10:00:08.000Z", segmentType: "interact" }] });
    harness.genesys.detail = () => ({
      status: 200,
      body: detailOf(id, [customer([open])], { conversationEnd: undefined }),
    });
    await harness.accept("customer.end", id);
    await harness.after(settle);
    expect(harness.outcomes).toEqual(["failed"]);
    for (let tries = 0; tries < 7; tries += 1) await harness.after(3600);
    expect(records()[0]?.interaction).toMatchObject({ startTime: "2026-05-04T10:00:08.000Z", durationSeconds: 0 });
  });

  it("becomes a dead letter after all tries, in the contract's shape, and is recorded once replayed", async () => {
    harness.genesys.detail = () => ({ status: 404 });
    await harness.accept("customer.end", id);
    for (let tries = 0; tries < 10; tries += 1) await harness.after(3600);
    expect(harness.genesys.callsTo("/details")).toBe(8);
    const { inbox } = harness.pipeline;
    const listed = await inbox.listDeadLetters(harness.organization, { limit: 25 });
    expect(listed).toEqual({
      ok: true,
      value: {
        items: [
          {
            id: expect.any(String),
            conversationId: id,
            topic: "customer.end",
            reason: "Genesys Cloud answered 404: not there, or not there yet.",
            attempts: 8,
            firstFailedAt: "2026-05-04T11:08:00.000Z",
            lastFailedAt: "2026-05-04T18:08:00.000Z",
          },
        ],
        nextCursor: null,
      },
    });
    const letter = (listed.ok && listed.value.items[0]?.id) || "";
    harness.genesys.detail = () => undefined;
    expect(await inbox.replayDeadLetter(harness.organization, letter)).toEqual({ ok: true, value: null });
    expect(await inbox.replayDeadLetter(harness.organization, letter)).toMatchObject({ ok: false, code: "not_found" });
    await harness.after(0);
    expect(records()).toHaveLength(1);
  });
});

describe("a conversation that cannot be read", () => {
  it("is a dead letter after three tries, and holds up none of the others", async () => {
    const poison = [
      "<html>",
      '{"participants":{}}',
      JSON.stringify(detailOf(id, [customer([voiceSession({ segments: [] })])], { conversationStart: "?" })),
    ];
    harness.genesys.detail = (of) => {
      const text = poison[Number(of.slice(-12)) - 1];
      return text === undefined ? undefined : { status: 200, text };
    };
    for (let number = 1; number <= 30; number += 1) await harness.accept("customer.end", conversationIdOf(number));
    await harness.after(settle);
    expect(records()).toHaveLength(27);
    await harness.after(100);
    await harness.after(100);
    const listed = await harness.pipeline.inbox.listDeadLetters(harness.organization, { limit: 2 });
    expect(listed.ok && listed.value.items.map(({ attempts }) => attempts)).toEqual([3, 3]);
    const cursor = listed.ok ? listed.value.nextCursor : null;
    const rest = await harness.pipeline.inbox.listDeadLetters(harness.organization, { limit: 2, cursor: cursor ?? "" });
    expect(rest).toMatchObject({ ok: true, value: { items: [{ attempts: 3 }], nextCursor: null } });
    const letter = (rest.ok && rest.value.items[0]?.id) || "";
    expect(await harness.pipeline.inbox.deleteDeadLetter(harness.organization, letter)).toEqual({
      ok: true,
      value: null,
    });
    expect(await harness.pipeline.inbox.deleteDeadLetter(harness.organization, letter)).toMatchObject({
      code: "not_found",
    });
  });

  it.each(["", "bm90IG91cnM", "!!"])("has no page at a cursor of somebody else's making (%s)", async (cursor) => {
    const listed = await harness.pipeline.inbox.listDeadLetters(harness.organization, { limit: 2, cursor });
    expect(listed).toMatchObject({ ok: false, code: "invalid_request", issues: [{ path: "cursor" }] });
  });

  it("does not stop the pipeline when the fault is the service's own", async () => {
    harness.recorder.answer = ({ interaction }) => {
      if (interaction.conversationId === id) throw new TypeError("tel:+12025550110 is not iterable");
      return undefined;
    };
    await harness.accept("customer.end", id);
    await harness.accept("customer.end", conversationIdOf(2));
    await harness.after(settle);
    expect(records()).toHaveLength(1);
    harness.recorder.answer = () => undefined;
    await harness.after(100);
    expect(records()).toHaveLength(2);
    expect(harness.logged.join("\n")).not.toContain("2025550110");
  });
});

describe("a storm", () => {
  it("of 429 costs the conversations that wait no tries, and all are recorded in the end", async () => {
    for (let number = 1; number <= 20; number += 1) await harness.accept("customer.end", conversationIdOf(number));
    harness.genesys.detail = () => ({ status: 429, headers: { "retry-after": "30" } });
    await harness.after(settle);
    const called = harness.genesys.callsTo("/details");
    expect(called).toBeLessThanOrEqual(4);
    expect(await harness.after(29)).toBe(0);
    for (let storm = 0; storm < 8; storm += 1) await harness.after(31);
    expect(harness.genesys.callsTo("/details")).toBeLessThanOrEqual(called + 8 * 4);
    harness.genesys.detail = () => undefined;
    for (let calm = 0; calm < 3; calm += 1) await harness.after(3600);
    expect(records()).toHaveLength(20);
  });

  it("of more conversations than the budget allows is worked off a minute at a time", async () => {
    for (let number = 1; number <= 200; number += 1) await harness.accept("customer.end", conversationIdOf(number));
    await harness.after(settle);
    expect(harness.genesys.callsTo("/api/v2/")).toBeLessThanOrEqual(300);
    expect(records().length).toBeGreaterThan(70);
    await harness.after(60);
    await harness.after(60);
    expect(records()).toHaveLength(200);
    expect(harness.outcomes).not.toContain("failed");
  });

  it("of 5xx for hours leaves dead letters at worst, and a replay records them", async () => {
    harness.genesys.detail = () => ({ status: 503 });
    for (let number = 1; number <= 5; number += 1) await harness.accept("customer.end", conversationIdOf(number));
    for (let hour = 0; hour < 60; hour += 1) await harness.after(300);
    harness.genesys.detail = () => undefined;
    const listed = await harness.pipeline.inbox.listDeadLetters(harness.organization, { limit: 25 });
    for (const { id: letter } of listed.ok ? listed.value.items : [])
      await harness.pipeline.inbox.replayDeadLetter(harness.organization, letter);
    for (let calm = 0; calm < 3; calm += 1) await harness.after(3600);
    expect(records()).toHaveLength(5);
  });
});

describe("an organisation without a client", () => {
  it("keeps its events waiting and says so", async () => {
    const waiting = harness.another({ organizations: [{ ...harness.organization, client: undefined }] });
    expect(harness.logged.join("\n")).toMatch(/no client credentials.*wait until `client` is configured/);
    expect(harness.logged.join("\n")).toContain(orgId);
    await harness.accept("customer.end", id);
    harness.now += settle * 1000;
    expect(await waiting.runDue()).toBe(0);
    expect(harness.genesys.calls).toEqual([]);
    expect(await harness.after(86_400)).toBe(1);
    expect(records()).toHaveLength(1);
  });
});

describe("an organisation whose client credentials are refused", () => {
  it("keeps its events waiting, untried, until they are mended, and says so", async () => {
    harness.genesys.any = (path) => (path === "/oauth/token" ? { status: 401 } : undefined);
    await harness.accept("customer.end", id);
    await harness.accept("customer.end", conversationIdOf(2));
    for (let minute = 0; minute < 20; minute += 1) await harness.after(settle);
    expect(harness.genesys.callsTo("/oauth/token")).toBeLessThanOrEqual(21);
    expect(harness.logged.join("\n")).toMatch(/check the organisation's client\.id/);
    harness.genesys.any = () => undefined;
    await harness.after(settle);
    expect(records()).toHaveLength(2);
  });
});

describe("an erasure", () => {
  it("takes the jobs that wait and says how many they were", async () => {
    await harness.accept("customer.end", id);
    const { inbox } = harness.pipeline;
    expect(await inbox.removeJobs(orgId, [id, conversationIdOf(2)], true)).toBe(1);
    expect(await inbox.removeJobs(orgId, [id], false)).toBe(1);
    expect(await harness.after(settle)).toBe(0);
  });
});

describe("a refused request", () => {
  it("leaves nothing behind", async () => {
    const good = { "detail-type": "v2.detail.events.conversation.{id}.customer.end" };
    const refused = await harness.pipeline.inbox.accept(harness.organization, [
      { ...good, source: `aws.partner/genesys.com/cloud/${orgId}/j`, detail: { eventBody: { conversationId: id } } },
      { ...good, source: "aws.partner/genesys.com/cloud/another/j", detail: { eventBody: { conversationId: id } } },
    ]);
    expect(refused).toMatchObject({ ok: false, code: "forbidden" });
    expect(await harness.after(settle)).toBe(0);
  });
});

it("logs ids and reasons, never what identifies a customer", async () => {
  harness.genesys.detail = (of) => (of === id ? { status: 200, text: "<html>tel:+12025550110" } : undefined);
  await harness.accept("customer.end", id, { ani: "tel:+12025550110" });
  await harness.accept("customer.end", conversationIdOf(2));
  for (let tries = 0; tries < 4; tries += 1) await harness.after(100);
  const logged = harness.logged.join("\n");
  expect(logged).toContain(id);
  expect(logged).toContain("dead letter");
  expect(logged).not.toMatch(/2025550110|33333333|told ETA|token-|s3cret/);
});

describe("while it runs by itself", () => {
  it("records what is due, and stops when told", async () => {
    const own = await startHarness({ settleSeconds: 0 });
    const { promise, resolve } = Promise.withResolvers<void>();
    own.recorder.answer = () => {
      resolve();
      return undefined;
    };
    own.pipeline.start();
    await own.accept("customer.end", id);
    await promise;
    await own.pipeline.stop();
    expect(own.outcomes).toEqual(["recorded"]);
    await own.close();
  });
});
