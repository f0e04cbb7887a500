import type { Identifier } from "../../../../src/contract/identifier.ts";
import { createCustomers } from "../../../../src/service/customers/create-customers.ts";
import type { Customers } from "../../../../src/service/customers/customers.ts";
import type { InboxStore } from "../../../../src/service/stores/inbox-store.ts";
import type { Store } from "../../../../src/service/stores/store.ts";
import { anInteraction, valueOf } from "../../customers/builders.ts";
import { anOrganization } from "../../customers/service-under-test.ts";

interface Opened {
  readonly customers: Store;
  readonly inbox: InboxStore;
}

const phone: Identifier = { type: "phone", value: "+94771234567" };
const email: Identifier = { type: "email", value: "nimali@example.com" };
const family: Identifier = { type: "phone", value: "+94112345678" };
const whatsapp: Identifier = { type: "channel", channel: "whatsapp", value: "+94770000001" };
const id = (value: string): Identifier => ({ type: "customerId", value });

const organization = anOrganization();
const writing = Date.parse("2026-11-20T08:00:00.000Z");
const reading = Date.parse("2026-11-20T09:00:00.000Z");

/** The operations over the stores, with a clock that stands and ids that count. */
function over({ customers: store, inbox }: Opened, now: number, name: string): Customers {
  let ids = 0;
  return createCustomers({
    store,
    inbox,
    identifierKey: "a secret of the tests, long enough",
    earlierIdentifierKeys: [],
    now: () => now,
    random: () => 0.5,
    newId: () => `${name}${String((ids += 1)).padStart(4, "0")}`,
  });
}

const called = (actor: "agent-1" | "bot") => ({
  organization,
  actor: { type: actor === "bot" ? ("service" as const) : ("agent" as const), id: actor },
  requestId: "req_1",
});

/** Something of everything that a store keeps. */
export async function writeHistory(stores: Opened): Promise<void> {
  const customers = over(stores, writing, "w");
  const agent = called("agent-1");
  const bot = called("bot");
  const record = async (who: readonly Identifier[], number: number, more: object = {}, party?: string) => {
    const day = new Date(Date.parse("2026-09-01T10:00:00Z") + number * 86_400_000).toISOString();
    const members = { conversationId: `conversation-${number}`, startTime: day, revisedAt: day, ...more };
    await valueOf(customers.recordInteraction(bot, anInteraction(who, members, { order: number }), party));
  };
  for (let number = 1; number <= 55; number += 1)
    await record([id("C-1001"), phone, family], number, {
      sentiment: number % 3 === 0 ? "NEGATIVE" : "POSITIVE",
      sentimentScore: number % 3 === 0 ? -0.5 : 0.5,
      outcomeNotes: `Notes ${number}`,
      followUps: [{ text: "Refund by Friday", dueAt: "2026-11-27T00:00:00.000Z" }],
    });
  for (const number of [59, 60]) await record([id("C-1002"), family], number, { resolutionStatus: "RESOLVED" });
  await record([email], 61, { channel: "email" });
  await record([id("C-0990"), whatsapp], 62, { channel: "whatsapp" });
  await record([id("C-3000"), { type: "email", value: "gone@example.com" }], 63);
  await record([id("C-1001")], 64, { conversationId: "conference" });
  await record([id("C-1002")], 64, { conversationId: "conference" }, "p-2");
  const session = { channel: "whatsapp", channelUserId: "+94770000001", data: { ticketId: "1234" } } as const;
  await valueOf(customers.putSession(bot, "session-1", session));
  await valueOf(customers.merge(agent, { customerId: "C-1001", from: "C-0990", dryRun: false, ifMatch: null }));
  await valueOf(customers.stateActiveIssue(agent, "C-1001", "Parcel is late", null));
  await valueOf(customers.patchCollectedData(agent, "C-1001", { name: "Nimali", order: null }, null));
  await valueOf(customers.erase(called("bot"), { customerId: "C-3000", dryRun: false, ifMatch: null }));
  await stores.inbox.addEvents(
    organization.id,
    ["waits", "dies"].map((conversationId) => {
      return { conversationId, topic: "customer.end", sessionId: "s-1", eventTime: writing, triggers: true };
    }),
    { now: writing, dueAt: writing },
  );
  const lease = { organizationIds: [organization.id], now: writing, until: writing + 1000, limit: 2, token: "token" };
  for (const leased of await stores.inbox.leaseDue(lease))
    await stores.inbox.endLease(
      leased,
      leased.conversationId === "dies"
        ? { kind: "dead", reason: "unreadable", deadLetterId: "dead-1" }
        : { kind: "done", digest: "digest", dueAt: reading },
      writing,
    );
}

/** Everything that can be asked about it. */
export async function readAnswers(stores: Opened): Promise<unknown> {
  const customers = over(stores, reading, "r");
  const agent = called("agent-1");
  const answers: Record<string, unknown> = {};
  for (const name of ["C-1001", "C-1002", "C-0990", "C-3000"]) {
    answers[name] = {
      audit: await customers.listAudit(agent, name, { limit: 100 }),
      record: await customers.read(agent, name),
      interactions: await customers.listInteractions(agent, name, { limit: 100 }),
      export: await customers.exportCustomer(agent, name),
    };
  }
  for (const [name, asked] of Object.entries({ phone, email, family, whatsapp, gone: id("C-3000") }))
    answers[name] = await customers.lookup(agent, { identifiers: [asked] });
  answers["session"] = await customers.latestSession(agent, { channel: "whatsapp", channelUserId: "+94770000001" });
  answers["dead letters"] = await stores.inbox.listDeadLetters(organization.id, 10, null);
  answers["backlog"] = await stores.inbox.backlog([organization.id], reading);
  const late = anInteraction([id("C-3000")], { conversationId: "conversation-63", startTime: "2026-11-03T10:00:00Z" });
  answers["late event of who was erased"] = await customers.recordInteraction(called("bot"), late);
  return JSON.parse(JSON.stringify(answers));
}
