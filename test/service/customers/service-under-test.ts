import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { organization, type Organization } from "../../../src/service/config.ts";
import { createCustomers } from "../../../src/service/customers/create-customers.ts";
import type { Call, Customers } from "../../../src/service/customers/customers.ts";
import type { IdentityResolver } from "../../../src/service/identity/resolver.ts";
import { openDatabase } from "../../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../../src/service/stores/sqlite/inbox-store.ts";
import { createSqliteStore } from "../../../src/service/stores/sqlite/sqlite-store.ts";
import type { InboxStore } from "../../../src/service/stores/inbox-store.ts";
import type { Store } from "../../../src/service/stores/store.ts";

/** The morning on which the tests take place. */
export const morning = "2026-03-10T08:00:00.000Z";

export interface Clock {
  now(): number;
  set(time: string): void;
  advance(milliseconds: number): void;
}

export function fakeClock(time: string = morning): Clock {
  let present = Date.parse(time);
  return {
    now: () => present,
    set(next) {
      present = Date.parse(next);
    },
    advance(milliseconds) {
      present += milliseconds;
    },
  };
}

export function anOrganization(members: Record<string, unknown> = {}): Organization {
  return organization.parse({
    id: "32aa07aa-0000-4000-8000-000000000001",
    environments: ["mypurecloud.ie"],
    oauthClientIds: ["client"],
    ...members,
  });
}

export interface ServiceUnderTest {
  readonly customers: Customers;
  readonly store: Store;
  readonly inbox: InboxStore;
  readonly clock: Clock;
  readonly pipeline: Call;
  readonly agent: Call;
  close(): Promise<void>;
}

export interface ServiceOptions {
  readonly organization?: Organization;
  readonly clock?: Clock;
  readonly file?: string;
  /** The present secret under identifiers, then earlier ones. */
  readonly keys?: readonly [string, ...string[]];
  readonly resolvers?: readonly IdentityResolver[];
  /** What every call of the store waits for first. */
  readonly beforeStore?: () => Promise<unknown>;
  /** Tells two services on one file apart. */
  readonly process?: string;
}

/** The customers' operations over a real store in memory, or in a file of the test's. */
export function startService(options: ServiceOptions = {}): ServiceUnderTest {
  const clock = options.clock ?? fakeClock();
  let ids = 0;
  const database = openDatabase(options.file ?? ":memory:");
  const sqlite = createSqliteStore(database);
  const { beforeStore } = options;
  const store = beforeStore ? delayed(sqlite, beforeStore) : sqlite;
  const inbox = createSqliteInboxStore(database);
  const customers = createCustomers({
    store,
    inbox,
    identifierKey: options.keys?.[0] ?? "a secret of the tests, long enough",
    earlierIdentifierKeys: options.keys?.slice(1) ?? [],
    now: () => clock.now(),
    ...(options.resolvers && { resolvers: options.resolvers }),
    random: () => 0.5,
    newId: () => `${options.process ?? "one"} ${(ids += 1)}`,
  });
  const caller = options.organization ?? anOrganization();
  return {
    customers,
    store,
    inbox,
    clock,
    pipeline: { organization: caller, actor: { type: "service", id: "pipeline" }, requestId: "req_1" },
    agent: { organization: caller, actor: { type: "agent", id: "agent-1" }, requestId: "req_2" },
    async close() {
      await store.close();
      await database.close();
    },
  };
}

/** A folder of the test's own, and how to take it away. */
export function temporaryFolder(): { readonly file: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "uic-customers-"));
  return {
    file: join(folder, "uic.db"),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function delayed(store: Store, before: () => Promise<unknown>): Store {
  return {
    ...store,
    group: (...args) => before().then(() => store.group(...args)),
    standing: (...args) => before().then(() => store.standing(...args)),
    conversation: (...args) => before().then(() => store.conversation(...args)),
    conversationIds: (...args) => before().then(() => store.conversationIds(...args)),
    interactions: (...args) => before().then(() => store.interactions(...args)),
    actions: (...args) => before().then(() => store.actions(...args)),
    session: (...args) => before().then(() => store.session(...args)),
    sessions: (...args) => before().then(() => store.sessions(...args)),
    commit: (...args) => before().then(() => store.commit(...args)),
  };
}
