import { randomUUID } from "node:crypto";
import { createCustomers } from "../../src/service/customers/create-customers.ts";
import type { Customers } from "../../src/service/customers/customers.ts";
import { openDatabase } from "../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../src/service/stores/sqlite/inbox-store.ts";
import { createSqliteStore } from "../../src/service/stores/sqlite/sqlite-store.ts";
import { anInteraction, caller, identifierKey } from "./installation.ts";

export interface OpenStore {
  readonly customers: Customers;
  close(): Promise<void>;
}

/** The customers of a file, in this process. */
export function openStore(file: string): OpenStore {
  const database = openDatabase(file);
  const store = createSqliteStore(database);
  const customers = createCustomers({
    store,
    inbox: createSqliteInboxStore(database),
    identifierKey,
    now: Date.now,
    random: Math.random,
    newId: randomUUID,
  });
  return {
    customers,
    async close() {
      await store.close();
      await database.close();
    },
  };
}

/** Records one interaction that is new and answers how long it took, in milliseconds. */
export async function timedUpsert(customers: Customers, customer: number): Promise<number> {
  const begun = performance.now();
  const recorded = await customers.recordInteraction(caller, anInteraction(customer, randomUUID()));
  if (!recorded.ok || !recorded.value.created) throw new Error("An interaction was not recorded.");
  return performance.now() - begun;
}
