import { describe, expect, it, onTestFinished } from "vitest";
import { emptyTally } from "../../../../src/service/pipeline/backfill/tally.ts";
import { fakeClock } from "../../../desk/support/fake-clock.ts";
import { startFakeGenesys, type Reply } from "../fake-genesys.ts";
import { answeredCall, conversationIdOf, customer, detailOf, voiceSession } from "../genesys-shapes.ts";
import { createBench, day, pipelineOf } from "./harness.ts";
import { agentId, blindTransfers, guestId } from "./job-shapes.ts";

const jobs = "/api/v2/analytics/conversations/details/jobs";

/** Genesys Cloud with one job's worth of conversations, all of them in one page of every day. */
async function startAnswering(conversations: readonly unknown[]) {
  const genesys = await startFakeGenesys();
  onTestFinished(() => genesys.close());
  genesys.any = (path): Reply | undefined => {
    if (path === jobs) return { status: 202, body: { jobId: "job-1" } };
    if (path === `${jobs}/availability`) return { status: 200, body: { dataAvailabilityDate: "2026-05-05T00:00:00Z" } };
    if (path === "/api/v2/analytics/conversations/details/query") return { status: 200, body: { totalHits: 0 } };
    if (path === `${jobs}/job-1`) return { status: 200, body: { state: "FULFILLED" } };
    return path.startsWith(`${jobs}/job-1/results`) ? { status: 200, body: { conversations } } : undefined;
  };
  return genesys;
}

async function benchOf(conversations: readonly unknown[]) {
  const genesys = await startAnswering(conversations);
  const clock = fakeClock(Date.parse("2026-05-05T00:00:00.000Z"));
  return { bench: createBench(genesys.origin, clock), genesys, clock };
}

describe("the results of a job", () => {
  it("are read as live details are: blind transfers of a web messaging guest", async () => {
    const { bench } = await benchOf([blindTransfers(conversationIdOf(1))]);
    expect((await bench.run({ days: 1 })).tally).toEqual({ ...emptyTally, added: 1 });
    const guest = { type: "channel", channel: "messaging", value: guestId } as const;
    expect(await bench.customers.lookup(bench.call, { identifiers: [guest] })).toMatchObject({
      collectedData: { accountNumber: { value: "10042" } },
      recentInteractions: [
        {
          channel: "messaging",
          direction: "inbound",
          startTime: "2026-04-09T18:02:12.932Z",
          durationSeconds: 8080,
          agentId,
          agentName: "Agent One",
          queueName: "Support",
          intent: "Example Flow 1",
        },
      ],
    });
    const email = { type: "email", value: "guest@example.com" } as const;
    expect(await bench.customers.lookup(bench.call, { identifiers: [email] })).toMatchObject({ interactionCount: 1 });
    expect(JSON.stringify(await bench.customers.lookup(bench.call, { identifiers: [email] }))).not.toContain("private");
  });

  it("that cannot be read become jobs of the pipeline, then dead letters; the good ones among them are recorded", async () => {
    const unreadableStart = detailOf(
      conversationIdOf(3),
      [customer([voiceSession({ segments: [{ segmentEnd: "?" }] })])],
      {
        conversationStart: "yesterday",
      },
    );
    const poison = ["nonsense", null, { conversationId: "" }, { conversationId: conversationIdOf(2) }, unreadableStart];
    const { bench, genesys, clock } = await benchOf([...poison, answeredCall(conversationIdOf(1))]);
    genesys.detail = (id) => (id === conversationIdOf(1) ? undefined : { status: 200, body: { conversationId: id } });
    const report = await bench.run({ days: 1 });
    expect(report).toMatchObject({ ending: "done", tally: { ...emptyTally, added: 1, handedOver: 2, unreadable: 3 } });

    const pipeline = pipelineOf(bench);
    for (let tries = 0; tries < 4; tries += 1) {
      await pipeline.runDue();
      clock.advance(60_000);
    }
    const letters = await pipeline.inbox.listDeadLetters(bench.organization, { limit: 25 });
    expect(letters).toMatchObject({
      value: {
        items: [
          { topic: "backfill", attempts: 3, reason: expect.stringContaining("cannot be read") },
          { topic: "backfill", attempts: 3 },
        ],
      },
    });
    const ids = letters.ok ? letters.value.items.map(({ conversationId }) => conversationId) : [];
    expect(new Set(ids)).toEqual(new Set([conversationIdOf(2), conversationIdOf(3)]));
  });

  it("with several customers are recorded for each", async () => {
    const conference = detailOf(conversationIdOf(1), [
      customer([voiceSession()], { participantId: "p-1" }),
      customer([voiceSession({ ani: "tel:+12025550120" })], { participantId: "p-2" }),
    ]);
    const { bench } = await benchOf([conference]);
    await bench.run({ days: 1 });
    for (const value of ["+12025550110", "+12025550120"]) {
      const identifiers = [{ type: "phone", value } as const];
      expect(await bench.customers.lookup(bench.call, { identifiers })).toMatchObject({ interactionCount: 1 });
    }
    expect((await bench.run({ days: 1 })).tally).toMatchObject({ unchanged: 1 });
  });
});

describe("what live events know better", () => {
  const summary = {
    summary: { text: "Charged twice; a refund is on its way.", followup: { text: "Refund by Friday" } },
  };

  it.each(["before", "after"] as const)("stays when the backfill comes %s them", async (when) => {
    const { bench, genesys, clock } = await benchOf([answeredCall(conversationIdOf(1))]);
    const inner = genesys.any;
    genesys.any = (path) => (path.endsWith("/summaries") ? { status: 200, body: summary } : inner(path));
    const pipeline = pipelineOf(bench);
    const live = async () => {
      const event = {
        conversationId: conversationIdOf(1),
        topic: "customer.end",
        sessionId: "s",
        eventTime: 1,
        triggers: true,
      };
      await bench.inbox.addEvents(bench.organization.id, [event], { now: clock.now(), dueAt: clock.now() });
      await pipeline.runDue();
    };
    if (when === "after") await live();
    await bench.run({ days: 1 });
    if (when === "before") await live();
    const identifiers = [{ type: "phone", value: "+12025550110" } as const];
    expect(await bench.customers.lookup(bench.call, { identifiers })).toMatchObject({
      interactionCount: 1,
      recentInteractions: [{ outcomeNotes: "Charged twice; a refund is on its way.", summarySource: "genesys" }],
    });
  });

  it("is had by a backfill too that is told to ask for it, whichever of two backfills came first", async () => {
    const { bench, genesys, clock } = await benchOf([answeredCall(conversationIdOf(1))]);
    const inner = genesys.any;
    genesys.any = (path) => (path.endsWith("/summaries") ? { status: 200, body: summary } : inner(path));
    await bench.run({ days: 1, withInsights: true });
    clock.advance(day);
    await bench.run({ days: 2 });
    const identifiers = [{ type: "phone", value: "+12025550110" } as const];
    expect(await bench.customers.lookup(bench.call, { identifiers })).toMatchObject({
      recentInteractions: [{ summarySource: "genesys" }],
    });
  });

  it("is asked for within the budget, hardly ever twice", async () => {
    const calls = Array.from({ length: 30 }, (_, index) => answeredCall(conversationIdOf(index)));
    const { bench, clock } = await benchOf(calls);
    const began = clock.now();
    const report = await bench.run({ days: 1, withInsights: true, callsPerMinute: 20 });
    expect(report).toMatchObject({ ending: "done", tally: { added: 30, handedOver: 0 } });
    expect(bench.callsTo("/summaries")).toBeGreaterThanOrEqual(30);
    expect(bench.callsTo("/summaries")).toBeLessThan(50);
    const minutes = Math.ceil((clock.now() - began) / 60_000);
    expect(bench.calls.filter((one) => one.includes("/api/")).length).toBeLessThanOrEqual(20 * (minutes + 1));
  });
});
