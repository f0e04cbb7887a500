import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../../src/service/stores/sqlite/inbox-store.ts";
import { StoreUnavailable } from "../../../src/service/stores/store-unavailable.ts";
import { crashAt } from "./crashing.ts";
import {
  answeredCall,
  contactId,
  conversationIdOf,
  customer,
  detailOf,
  envelopeOf,
  voiceSession,
} from "./genesys-shapes.ts";
import { startHarness, type Harness } from "./harness.ts";

const ids = [2, 3, 4].map((number) => conversationIdOf(number));
const lease = 5 * 60;
let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
  // Every other conversation has two customers, so that there is a step between recording for one and for the other.
  const conference = detailOf(conversationIdOf(3), [
    customer([voiceSession()], { participantId: "p-1" }),
    customer([voiceSession({ ani: "tel:+12025550120" })], { participantId: "p-2" }),
  ]);
  harness.genesys.detail = (id) => (isConference(id) ? { status: 200, body: conference } : undefined);
  harness.genesys.conversation = (id) => (isConference(id) ? { status: 404 } : undefined);
});
afterEach(() => harness.close());

function held(): readonly string[] {
  return [...harness.recorder.records()]
    .map(([key, { interaction }]) => JSON.stringify([key, { ...interaction, revisedAt: null }]))
    .toSorted();
}

function isConference(id: string): boolean {
  return /[13579]$/.test(id);
}

/** Who holds which conversation, once all of them are recorded. */
function recordsOf(conversationIds: readonly string[]): readonly string[] {
  return conversationIds
    .flatMap((id) =>
      (isConference(id) ? ["tel:+12025550110", "tel:+12025550120"] : [contactId]).map((who) => `${who} ${id}`),
    )
    .toSorted();
}

const topics = ["customer.end", "wrapup", "acw", "user.end", "attributes"];
const everyEvent = ids.flatMap((id) =>
  topics.flatMap((topic) => [1, 2].map((eventTime) => envelopeOf(topic, id, { eventTime }))),
);

async function expectedRecords(): Promise<readonly string[]> {
  const other = await startHarness({}, harness.genesys);
  for (const id of ids) await other.accept("customer.end", id);
  await other.after(60);
  const expected = [...other.recorder.records()]
    .map(([key, { interaction }]) => JSON.stringify([key, { ...interaction, revisedAt: null }]))
    .toSorted();
  await other.close();
  return expected;
}

describe("events in any order, with any duplicates, in any portions", () => {
  it("give every customer one interaction of each conversation, the same as in good order", async () => {
    const expected = await expectedRecords();
    expect(expected).toHaveLength(4);
    const portions = fc.array(
      fc.record({
        events: fc
          .subarray([...everyEvent, ...everyEvent], { minLength: 1 })
          .chain((events) => fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length })),
        wait: fc.constantFrom(0, 30, 61, 1000),
      }),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(portions, async (told) => {
        await harness.pipeline.inbox.removeJobs(harness.organization.id, ids, false);
        harness.recorder.forget();
        for (const { events, wait } of told) {
          await harness.pipeline.inbox.accept(harness.organization, events);
          await harness.after(wait);
        }
        await harness.pipeline.inbox.accept(harness.organization, everyEvent.toReversed());
        await harness.after(61);
        expect(held()).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });
});

describe("a process that dies", () => {
  it("at any step, before or after it took effect, leaves what the next one finishes", async () => {
    const database = openDatabase(harness.path);
    const store = createSqliteInboxStore(database);
    const { inbox } = harness.pipeline;
    let steps = 0;
    for (const when of ["before", "after"] as const) {
      for (let step = 1; ; step += 1) {
        const round = [2 * steps + 100, 2 * steps + 101].map((number) => conversationIdOf(number));
        const dying = crashAt(step, when, { store, customers: harness.recorder, fetch });
        const pipeline = harness.another({ ...dying, workers: 2 });
        const acknowledged = await Promise.all(
          round.map((id) =>
            pipeline.inbox.accept(harness.organization, [envelopeOf("customer.end", id)]).then(
              ({ ok }) => ok,
              () => false,
            ),
          ),
        );
        harness.now += 60_000;
        await pipeline.runDue().catch(() => undefined);
        // The sender repeats what was not acknowledged, as EventBridge does.
        for (const [index, id] of round.entries())
          if (acknowledged[index] !== true) await harness.accept("customer.end", id);
        await harness.after(60);
        await harness.after(lease);
        const left = [...harness.recorder.records().keys()].filter((key) => round.some((id) => key.endsWith(id)));
        expect(left.toSorted(), `${when} step ${step}`).toEqual(recordsOf(round));
        await inbox.removeJobs(harness.organization.id, round, false);
        steps += 1;
        if (!dying.crashed()) break;
      }
    }
    await database.close();
    expect(steps).toBeGreaterThan(40);
  });

  it("by SIGKILL in the middle of its work loses nothing that it acknowledged", async () => {
    harness.genesys.any = (path) => (path.includes("/details") && killed === null ? { status: 503 } : undefined);
    let killed: NodeJS.Signals | null = null;
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL("killed-process.ts", import.meta.url)), harness.path, harness.genesys.origin],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    let acknowledged = 0;
    for await (const chunk of child.stdout) {
      acknowledged += String(chunk).split("\n").length - 1;
      if (acknowledged >= 100 && harness.genesys.callsTo("/details") > 0) child.kill("SIGKILL");
    }
    if (child.signalCode === null && child.exitCode === null) await once(child, "exit");
    killed = child.signalCode;
    expect(killed).toBe("SIGKILL");
    for (let minute = 0; minute < 15; minute += 1) await harness.after(60);
    const recorded = new Set(
      [...harness.recorder.records().values()].map(({ interaction }) => interaction.conversationId),
    );
    const missing = Array.from({ length: acknowledged }, (_, index) => conversationIdOf(index + 1)).filter(
      (id) => !recorded.has(id),
    );
    expect(missing).toEqual([]);
  });

  it("again and again at the same conversation makes it a dead letter in the end", async () => {
    await harness.accept("customer.end", ids[0] ?? "");
    const never = { ...harness.recorder, recordInteraction: () => new Promise<never>(() => undefined) };
    for (let life = 0; life < 8; life += 1) {
      harness.now += 1000 * lease;
      const hanging = harness.another({ customers: never });
      void hanging.runDue().catch(() => undefined);
      while (harness.genesys.callsTo("/details") <= life) await new Promise((resolve) => setImmediate(resolve));
    }
    await harness.after(lease);
    await harness.after(1);
    expect(await harness.pipeline.inbox.listDeadLetters(harness.organization, { limit: 5 })).toMatchObject({
      value: { items: [{ reason: "The service ended in the middle of the last tries." }] },
    });
  });
});

describe("two workers", () => {
  it("record each conversation once between them", async () => {
    const many = Array.from({ length: 40 }, (_, index) => conversationIdOf(2 * index + 100));
    const other = harness.another();
    await Promise.all(
      many.flatMap((id) => [
        harness.pipeline.inbox.accept(harness.organization, [envelopeOf("customer.end", id)]),
        other.inbox.accept(harness.organization, [envelopeOf("customer.end", id)]),
      ]),
    );
    harness.now += 60_000;
    const tries = await Promise.all([harness.pipeline.runDue(), other.runDue()]);
    expect(tries[0] + tries[1]).toBe(40);
    const recorded = harness.recorder.requests.map(({ interaction }) => interaction.conversationId);
    expect(recorded.toSorted()).toEqual(many);
  });

  it("end with the later facts when one of them was stuck beyond its lease", async () => {
    const [id = ""] = ids;
    const { promise: unstuck, resolve: release } = Promise.withResolvers<void>();
    const stuck = harness.another({
      customers: {
        ...harness.recorder,
        recordInteraction: async (...given) => {
          await unstuck;
          return harness.recorder.recordInteraction(...given);
        },
      },
    });
    await harness.accept("customer.end", id);
    harness.now += 60_000;
    const late = stuck.runDue();
    while (harness.genesys.callsTo("/details") < 1) await new Promise((resolve) => setImmediate(resolve));
    while (harness.genesys.callsTo("/wrapupcodes/") < 1) await new Promise((resolve) => setImmediate(resolve));
    const corrected = JSON.stringify(answeredCall(id)).replaceAll("told ETA", "refund by Friday");
    harness.genesys.detail = () => ({ status: 200, text: corrected });
    await harness.after(lease);
    release();
    await late;
    expect([...harness.recorder.records().values()].map(({ interaction }) => interaction.outcomeNotes)).toEqual([
      "refund by Friday",
    ]);
    expect(harness.outcomes).toEqual(["recorded", "lost"]);
  });
});

describe("a store out of reach", () => {
  it("acknowledges nothing", async () => {
    const database = openDatabase(harness.path);
    const store = createSqliteInboxStore(database);
    const down = harness.another({ store });
    await database.close();
    const accepting = down.inbox.accept(harness.organization, [envelopeOf("customer.end", ids[0] ?? "")]);
    await expect(accepting).rejects.toThrow(StoreUnavailable);
  });

  it("while the record is written costs a try and nothing more", async () => {
    let down = true;
    harness.recorder.answer = () => {
      if (down) throw new StoreUnavailable("The disk is full.");
      return undefined;
    };
    await harness.accept("customer.end", ids[0] ?? "");
    await harness.after(60);
    down = false;
    await harness.after(60);
    expect(held()).toHaveLength(1);
  });
});
