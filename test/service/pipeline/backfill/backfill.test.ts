import { describe, expect, it } from "vitest";
import { demoIds } from "../../../../src/desk/organization/directory.ts";
import { openProgressFile } from "../../../../src/service/pipeline/backfill/progress-file.ts";
import { emptyTally } from "../../../../src/service/pipeline/backfill/tally.ts";
import { aConversation, createBench, day, journeyOf, pipelineOf, startPastDesk, type PastDesk } from "./harness.ts";

const nimali = { address: "+94771234567", attributes: { customerId: "C-1001", accountNumber: "7002-115" } };
const jobs = "/conversations/details/jobs";

/** Five days of one customer's calls and a chat, and of others who leave nothing to record. */
async function fiveDays({ longTalk = false } = {}): Promise<{
  readonly desk: PastDesk;
  readonly ids: readonly string[];
}> {
  const desk = await startPastDesk(5);
  const ids: string[] = [];
  const long = longTalk ? desk.control.start({ medium: "sms", customers: [nimali], answeredSecondsAgo: 5 }) : null;
  for (let number = 0; number < 5; number += 1) {
    if (long && number === 4) desk.control.end(long.id);
    ids.push(aConversation(desk, { customers: [nimali] }, { code: "Billing dispute", notes: `Call ${number}` }));
    aConversation(desk, { customers: [{ address: "anonymous" }] });
    desk.clock.advance(day - 2 * 130_000);
  }
  desk.clock.advance(-60_000);
  ids.push(
    aConversation(desk, {
      medium: "chat",
      customers: [{ attributes: { "context.email": "nimali.perera@example.com", customerId: "C-1001" } }],
    }),
  );
  desk.control.start({ medium: "voice", customers: [nimali] });
  desk.clock.advance(60_000);
  return { desk, ids };
}

describe("a backfill", () => {
  it("records every ended conversation of the past days, with attributes, and says what became of each", async () => {
    const { desk, ids } = await fiveDays();
    const bench = createBench(desk.origin, desk.clock);
    const report = await bench.run({ days: 6 });
    expect(report).toMatchObject({
      ending: "done",
      days: 7,
      daysRead: 7,
      daysKnown: 0,
      tally: { ...emptyTally, added: 6, anonymous: 5, ongoing: 1 },
      faults: [],
    });
    expect(await journeyOf(bench, "C-1001")).toMatchObject({
      interactionCount: 6,
      collectedData: { accountNumber: { value: "7002-115" } },
      recentInteractions: [
        { conversationId: ids[5], channel: "chat", resolutionStatus: "RESOLVED" },
        {
          conversationId: ids[4],
          agentName: "Tharushi Bandara",
          queueName: "Billing",
          wrapUpCode: "Billing dispute",
          outcomeNotes: "Call 4",
          summarySource: "agent",
          resolutionStatus: "UNRESOLVED",
        },
        {},
        {},
        {},
      ],
    });
  });

  it("asks for names once, and for nothing else of a conversation", async () => {
    const { desk } = await fiveDays();
    const bench = createBench(desk.origin, desk.clock);
    await bench.run();
    expect(bench.callsTo("/routing/queues/") + bench.callsTo("/users/") + bench.callsTo("/wrapupcodes/")).toBe(4);
    expect(bench.callsTo("/summaries") + bench.callsTo("speechandtext")).toBe(0);
    expect(bench.calls.filter((one) => !one.includes(jobs) && !/oauth|queues|users|wrapupcodes/.test(one))).toEqual([]);
  });

  it("asks for summaries and moods when it is told to", async () => {
    const { desk } = await fiveDays();
    const bench = createBench(desk.origin, desk.clock);
    await bench.run({ withInsights: true });
    expect(bench.callsTo("/summaries")).toBeGreaterThan(0);
  });

  it("changes nothing when it is run again", async () => {
    const { desk } = await fiveDays();
    const bench = createBench(desk.origin, desk.clock);
    await bench.run();
    const before = await bench.customers.read(bench.call, "C-1001");
    const again = await bench.run();
    expect(again.tally).toMatchObject({ added: 0, renewed: 0, unchanged: 6 });
    expect(await bench.customers.read(bench.call, "C-1001")).toEqual(before);
  });

  it("takes what Genesys Cloud has corrected when it is run on a later day", async () => {
    const { desk, ids } = await fiveDays();
    const bench = createBench(desk.origin, desk.clock);
    await bench.run();
    desk.control.wrapUp(ids[5] ?? "", { code: "Billing dispute settled", notes: "Refunded" });
    desk.clock.advance(day);
    expect((await bench.run({ days: 7 })).tally).toMatchObject({ renewed: 6 });
    expect(await journeyOf(bench, "C-1001")).toMatchObject({
      interactionCount: 6,
      recentInteractions: [{ outcomeNotes: "Refunded" }, {}, {}, {}, {}],
    });
  });

  it("leaves out what is older than the organisation keeps", async () => {
    const { desk, ids } = await fiveDays({ longTalk: true });
    const bench = createBench(desk.origin, desk.clock, { retentionDays: { interactions: 2, sessions: 1, audit: 1 } });
    const report = await bench.run({ days: 30 });
    expect(report).toMatchObject({ days: 3, tally: { added: 2, expired: 2 } });
    const found = await bench.customers.listInteractions(bench.call, "C-1001", { limit: 25 });
    expect(found.ok && found.value.items.map(({ conversationId }) => conversationId)).toEqual([ids[5], ids[4]]);
  });

  it("hands what is too new for jobs to the pipeline, which records it with its attributes", async () => {
    const { desk } = await fiveDays();
    desk.control.changeSettings({ jobDataDelayMilliseconds: day });
    const bench = createBench(desk.origin, desk.clock);
    const availableUntil = new Date(desk.clock.now() - day).toISOString();
    const report = await bench.run({ days: 6 });
    // The chat, and an anonymous call of which only the pipeline finds out that it is nobody's.
    expect(report).toMatchObject({ ending: "done", availableUntil, newest: 2, tally: { added: 5, handedOver: 0 } });
    expect(await journeyOf(bench, "C-1001")).toMatchObject({ interactionCount: 5 });
    await pipelineOf(bench).runDue();
    expect(await journeyOf(bench, "C-1001")).toMatchObject({
      interactionCount: 6,
      recentInteractions: [{ channel: "chat" }, {}, {}, {}, {}],
    });
    expect(await bench.run({ days: 6 })).toMatchObject({ ending: "done", newest: 1 });
    expect(await pipelineOf(bench).runDue()).toBe(0);
  });

  it("says so when what is too new for jobs cannot be had", async () => {
    const { desk } = await fiveDays();
    desk.control.changeSettings({ jobDataDelayMilliseconds: day });
    desk.control.setFault({ route: "POST /api/v2/analytics/conversations/details/query", status: 403 });
    const report = await createBench(desk.origin, desk.clock).run({ days: 6 });
    expect(report).toMatchObject({ ending: "failed", newest: 0, tally: { added: 5 } });
    expect(report.faults).toEqual([
      expect.stringMatching(/^What is too new for jobs was not read: .* check the roles/),
    ]);
  });

  it("reads day after day page by page", async () => {
    const desk = await startPastDesk(1);
    for (let number = 0; number < 201; number += 1)
      aConversation(desk, { customers: [{ address: `+94770${String(number).padStart(6, "0")}` }] });
    desk.clock.advance(day);
    const bench = createBench(desk.origin, desk.clock);
    const report = await bench.run({ days: 3 });
    expect(report.tally.added).toBe(201);
    expect(bench.callsTo("/results")).toBe(3 + 3);
  });

  it("takes a conversation of several days once", async () => {
    const desk = await startPastDesk(4);
    const { id } = desk.control.start({ medium: "whatsapp", customers: [{ address: "94771234567" }] });
    desk.control.answer(id);
    desk.clock.advance(2.5 * day);
    desk.control.end(id);
    desk.clock.advance(1.5 * day);
    const bench = createBench(desk.origin, desk.clock);
    expect((await bench.run()).tally).toEqual({ ...emptyTally, added: 1 });
    expect(
      await bench.customers.lookup(bench.call, { identifiers: [{ type: "phone", value: "+94771234567" }] }),
    ).toMatchObject({
      recentInteractions: [{ conversationId: id, channel: "whatsapp" }],
    });
  });
});

describe("an erased customer", () => {
  it("does not come back by a backfill", async () => {
    const { desk } = await fiveDays();
    const bench = createBench(desk.origin, desk.clock);
    await bench.run();
    await bench.customers.erase(bench.call, { customerId: "C-1001", dryRun: false, ifMatch: null });
    expect((await bench.run({ restart: true })).tally).toMatchObject({ added: 0, renewed: 0, erased: 6, anonymous: 5 });
    expect(await bench.customers.read(bench.call, "C-1001")).toMatchObject({ ok: false, code: "erased" });
    const identifiers = [{ type: "phone", value: nimali.address } as const];
    expect(await bench.customers.lookup(bench.call, { identifiers })).toMatchObject({ status: "first_contact" });
  });
});

describe("a second backfill at the same time", () => {
  it("is refused in words, and let in once the first has ended", async () => {
    const { desk } = await fiveDays();
    const bench = createBench(desk.origin, desk.clock);
    const path = `${bench.path}.backfill`;
    expect(openProgressFile(path, "this store")).toEqual({
      ok: false,
      fault: "Another backfill is at work on this store; wait until it has ended, or stop it.",
    });
    bench.deps.progress.close();
    const next = openProgressFile(path, "this store");
    expect(next.ok).toBe(true);
    if (next.ok) next.file.close();
  });
});

it("forgets where it was when the store is another one", async () => {
  const { desk } = await fiveDays();
  const bench = createBench(desk.origin, desk.clock);
  const progress = { until: 1, withInsights: false, isRead: true, jobId: null, cursor: null } as const;
  const kept = { ...progress, takenUntil: 0, isOrdered: true, skipBefore: 0, tally: emptyTally };
  bench.deps.progress.save(demoIds.organization, "2026-11-19", kept);
  expect(bench.deps.progress.day(demoIds.organization, "2026-11-19")).toEqual(kept);
  bench.deps.progress.close();
  const other = openProgressFile(`${bench.path}.backfill`, "a restored store");
  expect(other.ok && other.file.day(demoIds.organization, "2026-11-19")).toBeNull();
  if (other.ok) other.file.close();
});
