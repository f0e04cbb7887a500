import type { Identifier } from "../../../../../src/contract/identifier.ts";
import { openDatabase } from "../../../../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../../../../src/service/stores/sqlite/inbox-store.ts";
import { customerId, email, phone } from "../../../customers/builders.ts";
import type { ServiceUnderTest } from "../../../customers/service-under-test.ts";

const names = ["C-1", "C-2", "C-3", "C-4", "C-5", "C-6", "C-7", "C-8", "C-unknown"];
const nimali: Identifier = { type: "channel", channel: "whatsapp", value: "94771234567" };
const questions: readonly (readonly Identifier[])[] = [
  ...names.map((name) => [customerId(name)]),
  [phone("+94771234567")],
  [phone("+94771234568")],
  [phone("+94771234569")],
  [email("nimali@example.com")],
  [email("family@example.com")],
  [email("erased@example.com")],
  [nimali],
  [email("family@example.com"), phone("+94771234567"), customerId("C-3")],
];

/** Every answer that the service gives about a store's customers, and what waits in its inbox. What is asked for leaves audit entries, so these come first. */
export async function readEverything({ customers, agent, pipeline }: ServiceUnderTest, file: string): Promise<unknown> {
  const audit = [];
  for (const name of names) audit.push(await customers.listAudit(pipeline, name, { limit: 100 }));
  const records = [];
  for (const name of names) records.push(await customers.read(agent, name));
  const archives = [];
  for (const name of names) {
    const first = await customers.listInteractions(agent, name, { limit: 7 });
    const cursor = first.ok ? first.value.nextCursor : null;
    archives.push(first, cursor === null ? null : await customers.listInteractions(agent, name, { limit: 7, cursor }));
  }
  const lookups = [];
  for (const identifiers of questions) lookups.push(await customers.lookup(agent, { identifiers: [...identifiers] }));
  const user = { channel: "whatsapp", channelUserId: "94771234567" } as const;
  const sessions = [await customers.latestSession(pipeline, user), await customers.resolveIdentity(pipeline, user)];
  const exports = [];
  for (const name of ["C-7", "C-8"]) exports.push(await customers.exportCustomer(pipeline, name));

  const database = openDatabase(file);
  const { id } = agent.organization;
  const store = createSqliteInboxStore(database);
  const inbox = [
    await store.listDeadLetters(id, 10, null),
    await store.nextDueAt([id]),
    await store.backlog([id], Date.parse("2026-03-11T00:00:00Z")),
  ];
  await database.close();
  return { audit, records, archives, lookups, sessions, exports, inbox };
}
