import { afterEach, describe, expect, it } from "vitest";
import type { Customers } from "../../../src/service/customers/customers.ts";
import { createCustomers } from "../../../src/service/customers/create-customers.ts";
import { openDatabase, type Database } from "../../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../../src/service/stores/sqlite/inbox-store.ts";
import { createSqliteStore } from "../../../src/service/stores/sqlite/sqlite-store.ts";
import { answeredCall, conversationIdOf, envelopeOf } from "./genesys-shapes.ts";
import { startHarness, type Harness } from "./harness.ts";

const id = conversationIdOf(1);
let harness: Harness;
afterEach(() => harness.close());

const numberOf = (conversationId: string) => `+1202555${conversationId.slice(-4)}`;
const records = () => [...harness.recorder.records().values()];

async function deadLetters(): Promise<readonly string[]> {
  const listed = await harness.pipeline.inbox.listDeadLetters(harness.organization, { limit: 25 });
  return listed.ok ? listed.value.items.map((letter) => letter.id) : [];
}

/** Analytics knows nothing of a conversation until ten minutes after it ended; then the rest of an hour passes. */
async function tenMinutesOf404(): Promise<void> {
  const until = harness.now + 10 * 60_000;
  harness.genesys.detail = () => (harness.now < until ? { status: 404 } : undefined);
  await harness.accept("customer.end", id);
  for (let waited = 0; waited < 3600; waited += 5) await harness.after(5);
}

describe("analytics that answers 404 for ten minutes", () => {
  it("is waited for where the organisation allows tries for so long", async () => {
    harness = await startHarness({ retry: { attempts: 12, firstSeconds: 2, maxSeconds: 3600 } });
    await tenMinutesOf404();
    expect(records()).toHaveLength(1);
    expect(await deadLetters()).toEqual([]);
  });

  it("outlasts the usual eight tries: a dead letter then waits, and a replay records it", async () => {
    harness = await startHarness();
    await tenMinutesOf404();
    const [letter = "none", ...others] = await deadLetters();
    expect(others).toEqual([]);
    expect(records()).toEqual([]);
    await harness.pipeline.inbox.replayDeadLetter(harness.organization, letter);
    await harness.after(0);
    expect(records()).toHaveLength(1);
  });

  it("is made up for by any later event of the conversation", async () => {
    harness = await startHarness();
    await tenMinutesOf404();
    await harness.accept("wrapup", id);
    await harness.after(60);
    expect(records()).toHaveLength(1);
    expect(await deadLetters()).toEqual([]);
  });
});

describe("a token that ends in the middle of a batch", () => {
  it("is renewed beside the work, and no conversation loses a try", async () => {
    harness = await startHarness();
    let issued = 0;
    let answered = 0;
    const present = () => `Bearer token-${issued}`;
    harness.genesys.any = (path) => {
      if (path === "/oauth/token") {
        issued += 1;
        return undefined;
      }
      answered += 1;
      // Every tenth call finds that the token has ended; the old one is refused from then on.
      if (answered % 10 === 0 && harness.genesys.authorizations.at(-1) === present()) return { status: 401 };
      return undefined;
    };
    for (let number = 1; number <= 20; number += 1) await harness.accept("customer.end", conversationIdOf(number));
    await harness.after(60);
    expect(issued).toBeGreaterThan(3);
    expect(records()).toHaveLength(20);
    expect(new Set(harness.outcomes)).toEqual(new Set(["recorded"]));
  });
});

describe("the same event at two processes at once, on one file", () => {
  let databases: Database[] = [];
  afterEach(async () => {
    await Promise.all(databases.map((database) => database.close()));
    databases = [];
  });

  function processOn(path: string) {
    const database = openDatabase(path);
    databases.push(database);
    const inbox = createSqliteInboxStore(database);
    const customers: Customers = createCustomers({
      store: createSqliteStore(database),
      inbox,
      identifierKey: "a secret under identifiers, of 32 characters",
      now: () => harness.now,
      random: Math.random,
      newId: () => crypto.randomUUID(),
    });
    return { customers, pipeline: harness.another({ store: inbox, customers }) };
  }

  it("is in each customer's record once", async () => {
    harness = await startHarness();
    harness.genesys.detail = (of) => ({
      status: 200,
      text: JSON.stringify(answeredCall(of))
        .replaceAll("+12025550110", numberOf(of))
        .replaceAll("33333333-0000-4000-8000-0000000000c1", `33333333-0000-4000-8000-${of.slice(-12)}`),
    });
    harness.genesys.conversation = () => ({ status: 404 });
    const [one, other] = [processOn(harness.path), processOn(harness.path)];
    const ids = Array.from({ length: 20 }, (_, index) => conversationIdOf(index + 100));
    const events = ids.map((of) => envelopeOf("customer.end", of));
    for (let round = 0; round < 2; round += 1) {
      await Promise.all([
        one.pipeline.inbox.accept(harness.organization, events),
        other.pipeline.inbox.accept(harness.organization, events.toReversed()),
      ]);
      harness.now += 60_000;
      await Promise.all([one.pipeline.runDue(), other.pipeline.runDue()]);
    }
    const call = {
      organization: harness.organization,
      actor: { type: "service", id: "test" },
      requestId: "r",
    } as const;
    for (const of of ids) {
      const identifiers = [{ type: "phone", value: numberOf(of) } as const];
      expect(await one.customers.lookup(call, { identifiers })).toMatchObject({
        interactionCount: 1,
        recentInteractions: [{ conversationId: of }],
      });
    }
  });
});
