import * as fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Customers } from "../../../src/service/customers/customers.ts";
import { createCustomers } from "../../../src/service/customers/create-customers.ts";
import { openDatabase } from "../../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../../src/service/stores/sqlite/inbox-store.ts";
import { createSqliteStore } from "../../../src/service/stores/sqlite/sqlite-store.ts";
import { crashAt } from "./crashing.ts";
import {
  agent,
  agentOne,
  answeredCall,
  conversationIdOf,
  customer,
  detailOf,
  envelopeOf,
  talk,
  voiceSession,
} from "./genesys-shapes.ts";
import { startHarness, type Harness } from "./harness.ts";

const phones = ["+12025550110", "+12025550120"] as const;
const conversations = [1, 2, 3, 4].map((number) => conversationIdOf(number));
const topics = ["customer.end", "wrapup", "acw", "user.end", "attributes"];
const everyEvent = conversations.flatMap((id) =>
  topics.flatMap((topic) => [1, 2].map((eventTime) => envelopeOf(topic, id, { eventTime }))),
);
const lease = 5 * 60_000;

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
  harness.genesys.conversation = () => ({ status: 404 });
});
afterEach(() => harness.close());

/** A call of each customer at its own time, a conference of both, and one more call of the first. */
function detailAt(id: string): unknown {
  const number = conversations.indexOf(id);
  if (number === 2) {
    return detailOf(id, [
      customer([voiceSession()], { participantId: "p-1" }),
      customer([voiceSession({ ani: `tel:${phones[1]}`, sessionId: "s-2" })], { participantId: "p-2" }),
      agent(agentOne, [talk("10:00:40", "10:07:00")]),
    ]);
  }
  return JSON.parse(
    JSON.stringify(answeredCall(id))
      .replaceAll("2026-05-04T10", `2026-05-04T0${number + 1}`)
      .replaceAll("+12025550110", number === 1 ? phones[1] : phones[0])
      .replaceAll("33333333-0000-4000-8000-0000000000c1", `33333333-0000-4000-8000-00000000000${number === 1 ? 2 : 1}`)
      .replaceAll("told ETA", `note ${number}`),
  );
}

/** Before it is complete, Genesys Cloud tells of a conversation without its wrap-up. */
function serveDetails(incompleteAnswers: number): void {
  const asked = new Map<string, number>();
  harness.genesys.detail = (id) => {
    const times = (asked.get(id) ?? 0) + 1;
    asked.set(id, times);
    const text = JSON.stringify(detailAt(id));
    return {
      status: 200,
      text: times > incompleteAnswers ? text : text.replaceAll('"segmentType":"wrapup"', '"segmentType":"delay"'),
    };
  };
}

interface Told {
  /** Which events come, in this order, in portions with so many seconds after each. */
  readonly portions: readonly { readonly events: readonly unknown[]; readonly wait: number }[];
  /** The processes that work one after the other each die at one of their steps. */
  readonly deaths: readonly { readonly step: number; readonly when: "before" | "after" }[];
  readonly incompleteAnswers: number;
}

/** Tells it to a store of its own, and answers what an agent would then read of both customers. */
async function recordsAfter({ portions, deaths, incompleteAnswers }: Told): Promise<unknown> {
  serveDetails(incompleteAnswers);
  const database = openDatabase(":memory:");
  const store = createSqliteInboxStore(database);
  const customers: Customers = createCustomers({
    store: createSqliteStore(database),
    inbox: store,
    identifierKey: "a secret under identifiers, of 32 characters",
    now: () => harness.now,
    random: Math.random,
    newId: () => crypto.randomUUID(),
  });
  const { organization } = harness;
  for (const [index, { events, wait }] of portions.entries()) {
    const death = deaths[index];
    const dying = death && crashAt(death.step, death.when, { store, customers, fetch });
    const parts = dying ? { ...dying, customers: { ...customers, ...dying.customers } } : { store, customers };
    const pipeline = harness.another({ ...parts, workers: 2 });
    await pipeline.inbox.accept(organization, events).catch(() => undefined);
    harness.now += wait * 1000;
    await pipeline.runDue().catch(() => undefined);
    harness.now += lease;
  }
  // EventBridge repeats until it was acknowledged: in the end everything was told. What was recorded while
  // Genesys Cloud was not complete is looked at again after minutes, hours and days.
  const last = harness.another({ store, customers });
  serveDetails(0);
  await last.inbox.accept(organization, everyEvent);
  for (const minutes of [1.1, 16, 6.1 * 60, 4.1 * 24 * 60]) {
    harness.now += minutes * 60_000;
    await last.runDue();
  }

  const call = { organization, actor: { type: "service", id: "test" }, requestId: "r" } as const;
  const records: unknown[] = [];
  for (const value of phones) records.push(await customers.lookup(call, { identifiers: [{ type: "phone", value }] }));
  await database.close();
  const ids = new Set(["id", "customerId", "version", "lastUpdated", "linkedAt", "revisedAt", "identifierId"]);
  return JSON.parse(JSON.stringify(records, (key, value: unknown) => (ids.has(key) ? undefined : value)));
}

it("gives the same records for every order, with duplicates, late data and processes that die at any step", async () => {
  const expected = await recordsAfter({ portions: [], deaths: [], incompleteAnswers: 0 });
  expect(expected).toMatchObject([
    {
      interactionCount: 3,
      recentInteractions: [
        { conversationId: conversations[2] },
        { outcomeNotes: "note 3" },
        { outcomeNotes: "note 0" },
      ],
    },
    { interactionCount: 2, recentInteractions: [{ conversationId: conversations[2] }, { outcomeNotes: "note 1" }] },
  ]);
  const portion = fc.record({
    events: fc
      .subarray([...everyEvent, ...everyEvent], { minLength: 1 })
      .chain((events) => fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length })),
    wait: fc.constantFrom(0, 30, 61, 1000, 30_000),
  });
  const told = fc.record({
    portions: fc.array(portion, { maxLength: 3 }),
    deaths: fc.array(fc.record({ step: fc.integer({ min: 1, max: 60 }), when: fc.constantFrom("before", "after") }), {
      maxLength: 4,
    }),
    incompleteAnswers: fc.integer({ min: 0, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(told, async (one) => {
      expect(await recordsAfter(one)).toEqual(expected);
    }),
    { numRuns: 12 },
  );
});
