import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { createCustomers } from "../../../src/service/customers/create-customers.ts";
import type { Call, Customers } from "../../../src/service/customers/customers.ts";
import type { Pipeline } from "../../../src/service/pipeline/pipeline.ts";
import { openDatabase, type Database } from "../../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../../src/service/stores/sqlite/inbox-store.ts";
import { createSqliteStore } from "../../../src/service/stores/sqlite/sqlite-store.ts";
import {
  answeredCall,
  answeredConversation,
  conversationIdOf,
  customer,
  detailOf,
  envelopeOf,
  segment,
  voiceSession,
} from "./genesys-shapes.ts";
import { startHarness, type Harness } from "./harness.ts";

const [chat, phoneCall] = [conversationIdOf(1), conversationIdOf(2)];
let harness: Harness;
let database: Database;
let customers: Customers;
let pipeline: Pipeline;
let call: Call;
let ids = 0;

beforeEach(async () => {
  harness = await startHarness();
  database = openDatabase(harness.path);
  const inbox = createSqliteInboxStore(database);
  customers = createCustomers({
    store: createSqliteStore(database),
    inbox,
    identifierKey: "a secret under identifiers, 32 characters",
    now: () => harness.now,
    random: () => 0.5,
    newId: () => `id-${(ids += 1)}`,
  });
  pipeline = harness.another({ customers, store: inbox });
  call = { organization: harness.organization, actor: { type: "service", id: "test" }, requestId: "r" };
});
afterEach(async () => {
  await database.close();
  await harness.close();
});

async function end(...conversationIds: readonly string[]): Promise<void> {
  const events = conversationIds.map((id) => envelopeOf("customer.end", id));
  await pipeline.inbox.accept(harness.organization, [...events, ...events]);
  harness.now += 61_000;
  await pipeline.runDue();
}

const phone = { type: "phone", value: "+12025550110" } as const;

describe("a chat on Monday and a call on Tuesday", () => {
  it("are one journey for whoever takes the next contact", async () => {
    const chatSession = voiceSession({
      mediaType: "chat",
      segments: [segment("interact", "2026-05-03T10:00:00.000Z", "2026-05-03T10:05:00.000Z")],
    });
    harness.genesys.detail = (id) =>
      id === chat ? { status: 200, body: detailOf(id, [customer([chatSession])]) } : undefined;
    harness.genesys.conversation = (id) =>
      id === chat
        ? {
            status: 200,
            body: {
              id,
              participants: [
                {
                  id: "p-customer",
                  purpose: "customer",
                  chats: [{ state: "disconnected" }],
                  attributes: { "context.phoneNumber": "+1 202-555-0110" },
                },
              ],
            },
          }
        : undefined;
    await end(phoneCall);
    await end(chat);
    const found = await customers.lookup(call, { identifiers: [phone] });
    expect(found).toMatchObject({
      status: "returning_customer",
      interactionCount: 2,
      activeIssue: "Billing dispute",
      recentInteractions: [
        { conversationId: phoneCall, channel: "voice" },
        { conversationId: chat, channel: "chat" },
      ],
    });
  });

  it("stay one when the CRM's id comes late, and the record does not change when nothing new is said", async () => {
    await end(phoneCall);
    harness.genesys.conversation = (id) => ({ status: 200, body: answeredConversation(id, { customerId: "C-1001" }) });
    await pipeline.inbox.accept(harness.organization, [envelopeOf("attributes", phoneCall)]);
    harness.now += 61_000;
    await pipeline.runDue();
    const found = await customers.lookup(call, { identifiers: [phone] });
    expect(found).toMatchObject({ customerId: "C-1001", interactionCount: 1 });
    const before = await customers.read(call, "C-1001");
    await pipeline.inbox.accept(harness.organization, [envelopeOf("acw", phoneCall)]);
    harness.now += 61_000;
    await pipeline.runDue();
    expect(await customers.read(call, "C-1001")).toEqual(before);
  });
});

it("replaces what was recorded when Genesys Cloud corrects it", async () => {
  await end(phoneCall);
  const corrected = JSON.stringify(answeredCall(phoneCall)).replaceAll("told ETA", "refund by Friday");
  harness.genesys.detail = () => ({ status: 200, text: corrected });
  harness.now += 15 * 60_000;
  await pipeline.runDue();
  expect(await customers.lookup(call, { identifiers: [phone] })).toMatchObject({
    interactionCount: 1,
    recentInteractions: [{ outcomeNotes: "refund by Friday" }],
  });
});

const found = (identifier: { readonly type: "phone"; readonly value: string }) =>
  customers.lookup(call, { identifiers: [identifier] });

const aCall = (conversationId: string) => ({
  conversationId,
  channel: "voice" as const,
  startTime: "2026-05-04T10:00:08.000Z",
  durationSeconds: 10,
  resolutionStatus: "RESOLVED" as const,
});

async function lookAgain(): Promise<void> {
  harness.now += 15 * 60_000;
  await pipeline.runDue();
}

describe("a conference of two customers", () => {
  const second = { type: "phone", value: "+12025550120" } as const;
  const conference = (secondNumber: string) => {
    const answered = answeredCall(phoneCall);
    const other = customer([voiceSession({ ani: `tel:${secondNumber}`, sessionId: "s-2" })], {
      participantId: "p-second",
    });
    return { ...answered, participants: [...z.parse(participants, answered).participants, other] };
  };
  const participants = z.object({ participants: z.array(z.unknown()) });
  const serve = (secondNumber: string, note = "told ETA") => {
    const body = JSON.stringify(conference(secondNumber)).replaceAll("told ETA", note);
    harness.genesys.detail = () => ({ status: 200, text: body });
    harness.genesys.conversation = () => ({ status: 404 });
  };

  it("is in both records, and a correction reaches both", async () => {
    serve(second.value);
    await end(phoneCall);
    const [one, other] = [await found(phone), await found(second)];
    expect(one).toMatchObject({ interactionCount: 1, recentInteractions: [{ conversationId: phoneCall }] });
    expect(other).toMatchObject({ interactionCount: 1, recentInteractions: [{ conversationId: phoneCall }] });
    expect(other).not.toHaveProperty("customerId", "customerId" in one ? one.customerId : "");
    serve(second.value, "refund by Friday");
    await lookAgain();
    for (const who of [phone, second]) {
      expect(await found(who)).toMatchObject({
        interactionCount: 1,
        recentInteractions: [{ outcomeNotes: "refund by Friday" }],
      });
    }
  });

  it("is the first party's when a bot records it too", async () => {
    serve(second.value);
    await end(phoneCall);
    await customers.recordInteraction(call, { identifiers: [phone], interaction: aCall(phoneCall) });
    expect(await found(phone)).toMatchObject({ interactionCount: 1 });
    expect(await found(second)).toMatchObject({ interactionCount: 1 });
  });

  it("leaves only the record of the party who turned out to be another customer", async () => {
    serve(second.value);
    await end(phoneCall);
    const third = { type: "phone", value: "+12025550130" } as const;
    await customers.recordInteraction(call, { identifiers: [third], interaction: aCall(chat) });
    serve(third.value);
    await lookAgain();
    expect(await found(phone)).toMatchObject({ interactionCount: 1 });
    expect(await found(second)).toMatchObject({ interactionCount: 0 });
    expect(await found(third)).toMatchObject({ interactionCount: 2 });
  });
});
