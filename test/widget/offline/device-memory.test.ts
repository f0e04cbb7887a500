import { beforeEach, describe, expect, it, vi } from "vitest";
import type { KeptChange } from "../../../src/widget/journey/changes.ts";
import { createDeviceMemory, type DeviceMemory } from "../../../src/widget/offline/device-memory.ts";
import { openRows } from "../../../src/widget/offline/dexie-rows.ts";
import type { Reference } from "../../../src/widget/offline/reference.ts";
import type { RememberedJourney } from "../../../src/widget/offline/remembered.ts";
import { databaseName } from "../../../src/widget/offline/names.ts";
import { type JourneyRow, journeyRow } from "../../../src/widget/offline/row.ts";
import type { Rows } from "../../../src/widget/offline/rows.ts";
import { readTabKey } from "../../../src/widget/offline/tab-key.ts";
import { aCustomer } from "../support/customers.ts";
import {
  aTabKey,
  deniedStorage,
  freshIndexedDb,
  inStore,
  resultOf,
  storedChanges,
  storedRows,
  tabStorage,
} from "../support/device.ts";
import { type FakeClock, fakeClock } from "../support/fake-clock.ts";

const phone: Reference = { type: "phone", value: "tel:+94771234567" };
const conversation: Reference = { conversationId: "c-1" };

function aJourney(customerId = "C-1001"): RememberedJourney {
  return { customer: aCustomer({ customerId }), at: "2026-03-04T09:00:00.000Z" };
}

interface Device {
  readonly memory: DeviceMemory;
  readonly clock: FakeClock;
  readonly session: Storage;
}

let session: Storage;
let clock: FakeClock;

beforeEach(() => {
  freshIndexedDb();
  session = tabStorage();
  clock = fakeClock();
});

/** Another widget of the same browser. */
function widget(open: (onLost: () => void) => Promise<Rows> = openRows): Device {
  const memory = createDeviceMemory({ openRows: open, sessionStorage: () => session, crypto, clock });
  return { memory, clock, session };
}

async function unlocked(open?: (onLost: () => void) => Promise<Rows>): Promise<Device> {
  const device = widget(open);
  await device.memory.unlock(aTabKey());
  return device;
}

/** Real rows in which one thing goes wrong. */
function failing(fail: (rows: Rows) => Partial<Rows>): (onLost: () => void) => Promise<Rows> {
  return async (onLost) => {
    const rows = await openRows(onLost);
    return { ...rows, ...fail(rows) };
  };
}

describe("what a device remembers", () => {
  it("is found by interaction and by identifier, by another widget of the tab", async () => {
    const first = await unlocked();
    await first.memory.remember(aJourney(), [conversation, phone]);
    const second = await unlocked();
    expect(await second.memory.recall([conversation])).toEqual(aJourney());
    expect(await second.memory.recall([{ conversationId: "c-2" }, phone])).toEqual(aJourney());
    expect(await second.memory.recall([{ type: "email", value: "tel:+94771234567" }])).toBeNull();
    expect(second.memory.remembers()).toBe(true);
  });

  it("stands on the disk without a word of it", async () => {
    const { memory } = await unlocked();
    await memory.remember(aJourney(), [conversation, phone]);
    const rows = await storedRows();
    expect(rows).toHaveLength(1);
    const text = JSON.stringify(rows, (_, value: unknown) =>
      value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value,
    );
    for (const secret of ["C-1001", "Nimali", "Billing", "94771234567", "c-1", aTabKey().agentId, aTabKey().key]) {
      expect(text).not.toContain(secret);
    }
  });

  it("is gone after 8 hours, or when the key ends", async () => {
    const { memory } = await unlocked();
    await memory.remember(aJourney(), [phone]);
    await clock.pass(8 * 3_600_000);
    expect(await memory.recall([phone])).toBeNull();
    expect(await storedRows()).toEqual([]);

    const short = widget();
    await short.memory.unlock(aTabKey({ expiresAt: new Date(clock.now() + 60_000).toISOString() }));
    await short.memory.remember(aJourney(), [phone]);
    await clock.pass(60_000);
    expect(await short.memory.recall([phone])).toBeNull();
  });

  it("is the 50 customers seen last", async () => {
    const { memory } = await unlocked();
    for (let number = 1; number <= 52; number += 1) {
      await clock.pass(1000);
      await memory.remember(aJourney(`C-${number}`), [{ conversationId: `c-${number}` }]);
      if (number === 50) await memory.remember(aJourney("C-1"), [{ conversationId: "c-1" }]);
    }
    expect(await storedRows()).toHaveLength(50);
    expect(await memory.recall([{ conversationId: "c-1" }])).not.toBeNull();
    expect(await memory.recall([{ conversationId: "c-2" }])).toBeNull();
    expect(await memory.recall([{ conversationId: "c-3" }])).toBeNull();
    expect(await memory.recall([{ conversationId: "c-4" }])).not.toBeNull();
  });

  it("follows an interaction to the customer it turned out to be", async () => {
    const { memory } = await unlocked();
    await memory.remember(aJourney("C-1"), [conversation, phone]);
    await memory.remember(aJourney("C-2"), [conversation]);
    expect((await memory.recall([conversation]))?.customer.customerId).toBe("C-2");
    expect((await memory.recall([phone]))?.customer.customerId).toBe("C-1");
  });

  it("is forgotten where it was found", async () => {
    const { memory } = await unlocked();
    await memory.remember(aJourney(), [conversation, phone]);
    await memory.forget([{ conversationId: "c-9" }, conversation]);
    expect(await memory.recall([phone])).toBeNull();
    expect(await storedRows()).toEqual([]);
  });

  it("is purged with its key, also when a row was just being written", async () => {
    const { memory } = await unlocked();
    const writing = memory.remember(aJourney(), [phone]);
    await memory.purge();
    await writing;
    expect(await storedRows()).toEqual([]);
    expect(readTabKey(() => session, clock.now())).toBeNull();
    expect(memory.remembers()).toBeNull();
    await memory.remember(aJourney(), [phone]);
    expect(await storedRows()).toEqual([]);
  });

  it.each([
    ["agent", aTabKey({ agentId: "another agent" })],
    ["organisation", aTabKey({ organizationId: "another organisation" })],
    ["day's key", aTabKey({ key: btoa("another key that is 32 bytes long") })],
  ])("goes when another %s opens it", async (_, key) => {
    const mine = await unlocked();
    await mine.memory.remember(aJourney(), [phone]);
    const theirs = widget();
    await theirs.memory.unlock(key);
    expect(await theirs.memory.recall([phone])).toBeNull();
    expect(await storedRows()).toEqual([]);
  });
});

describe("a row that is not as it was written", () => {
  it.each([
    ["changed", (row: JourneyRow) => ({ ...row, sealed: new ArrayBuffer(40) })],
    ["of another schema", (row: JourneyRow) => ({ ...row, schemaVersion: 2 })],
    ["half", ({ id, references }: JourneyRow) => ({ id, references })],
    ["another row's", (row: JourneyRow) => ({ ...row, id: "elsewhere" })],
  ])("is dropped when it is %s", async (_, change) => {
    const { memory } = await unlocked();
    await memory.remember(aJourney(), [phone]);
    const row = journeyRow.parse((await storedRows())[0]);
    await inStore((store) => store.clear());
    await inStore((store) => store.put(change(row)));
    expect(await memory.recall([phone])).toBeNull();
    expect(await storedRows()).toEqual([]);
    expect(memory.remembers()).toBe(true);
    await memory.remember(aJourney(), [phone]);
    expect(await memory.recall([phone])).toEqual(aJourney());
  });
});

describe("where the browser gives no storage", () => {
  it.each([
    ["the library cannot be imported", () => Promise.reject(new DOMException("Denied", "SecurityError"))],
    ["the database may not be opened", () => Promise.reject(new DOMException("User denied", "UnknownError"))],
  ])("nothing is remembered and nothing is thrown when %s", async (_, open) => {
    const { memory } = await unlocked(open);
    expect(memory.remembers()).toBe(false);
    await memory.remember(aJourney(), [phone]);
    expect(await memory.recall([phone])).toBeNull();
    await memory.forget([phone]);
    await memory.purge();
  });

  it("a database that never opens is given up after 3 s, and closed if it opens then", async () => {
    const late = Promise.withResolvers<Rows>();
    const { memory } = widget(() => late.promise);
    const unlocking = memory.unlock(aTabKey());
    let told = 0;
    memory.subscribe(() => {
      told += 1;
    });
    // WebCrypto answers in real time; only then does the clock of the database run.
    await vi.waitFor(() => expect(clock.waiting()).toHaveLength(1));
    await clock.pass(2999);
    expect(memory.remembers()).toBeNull();
    await clock.pass(3001);
    await unlocking;
    expect(memory.remembers()).toBe(false);
    expect(told).toBe(1);
    let closed = 0;
    late.resolve({
      ...(await openRows(() => {})),
      close: () => {
        closed += 1;
      },
    });
    await late.promise;
    await clock.pass(0);
    expect(closed).toBeGreaterThan(0);
  });

  it("a denied session storage leaves the memory to this frame alone", async () => {
    const memory = createDeviceMemory({ openRows, sessionStorage: deniedStorage, crypto, clock });
    await memory.unlock(aTabKey());
    await memory.remember(aJourney(), [phone]);
    expect(await memory.recall([phone])).toEqual(aJourney());
    await memory.purge();
    expect(memory.remembers()).toBeNull();
  });

  it("no key means no memory", async () => {
    const { memory } = widget();
    memory.giveUp();
    expect(memory.remembers()).toBe(false);
  });
});

describe("a full disk", () => {
  const quota = Object.assign(new Error("Aborted"), {
    name: "AbortError",
    inner: new DOMException("Full", "QuotaExceededError"),
  });

  it("makes room once by the older half", async () => {
    let full = false;
    const { memory } = await unlocked(
      failing((rows) => ({
        async put(row) {
          if (full && (await rows.heads()).length > 25) throw quota;
          await rows.put(row);
        },
      })),
    );
    for (let number = 1; number <= 30; number += 1) {
      await clock.pass(1000);
      await memory.remember(aJourney(`C-${number}`), [{ conversationId: `c-${number}` }]);
    }
    full = true;
    await clock.pass(1000);
    await memory.remember(aJourney("C-new"), [phone]);
    expect(memory.remembers()).toBe(true);
    expect(await memory.recall([phone])).toEqual(aJourney("C-new"));
    expect(await memory.recall([{ conversationId: "c-1" }])).toBeNull();
    expect(await memory.recall([{ conversationId: "c-30" }])).not.toBeNull();
  });

  it("that stays full ends remembering", async () => {
    const { memory } = await unlocked(failing(() => ({ put: () => Promise.reject(quota) })));
    await memory.remember(aJourney(), [phone]);
    expect(memory.remembers()).toBe(false);
  });
});

describe("a database that is taken away", () => {
  it("is opened once more after another tab deleted it", async () => {
    const { memory } = await unlocked();
    await memory.remember(aJourney(), [phone]);
    await resultOf(indexedDB.deleteDatabase(databaseName));
    expect(await memory.recall([phone])).toBeNull();
    await memory.remember(aJourney(), [phone]);
    expect(await memory.recall([phone])).toEqual(aJourney());
    expect(memory.remembers()).toBe(true);
  });

  it("is opened once more after its connection died, and given up the second time", async () => {
    const lost = new DOMException("The database connection is closing.", "InvalidStateError");
    let opened = 0;
    let dead = false;
    const { memory } = await unlocked(async (onLost) => {
      opened += 1;
      dead = false;
      const rows = await openRows(onLost);
      return { ...rows, byReference: (one) => (dead ? Promise.reject(lost) : rows.byReference(one)) };
    });
    dead = true;
    expect(await memory.recall([phone])).toBeNull();
    expect([opened, memory.remembers()]).toEqual([2, true]);
    dead = true;
    expect(await memory.recall([phone])).toBeNull();
    expect([opened, memory.remembers()]).toEqual([2, false]);
  });
});

function made(id: string, at = "2026-03-04T09:15:00.000Z"): KeptChange {
  const change = { kind: "state-issue", issue: "Billing dispute" } as const;
  return { id, conversationId: "c-1", customerId: "C-1001", at, change };
}

describe("what an agent did and the service does not have", () => {
  it("is kept for every widget of the agent, oldest first, and forgotten one by one", async () => {
    const first = await unlocked();
    await first.memory.keepChange(made("two", "2026-03-04T09:16:00.000Z"));
    await first.memory.keepChange(made("one"));
    const second = await unlocked();
    expect((await second.memory.keptChanges()).map(({ id }) => id)).toEqual(["one", "two"]);
    await second.memory.forgetChange("one");
    expect(await first.memory.keptChanges()).toEqual([made("two", "2026-03-04T09:16:00.000Z")]);
  });

  it("stands on the disk without a word of it", async () => {
    const { memory } = await unlocked();
    await memory.keepChange(made("one"));
    const text = JSON.stringify(await storedChanges(), (_, value: unknown) =>
      value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value,
    );
    for (const secret of ["one", "c-1", "C-1001", "Billing", "state-issue"]) expect(text).not.toContain(`"${secret}`);
  });

  it("is nobody else's, and goes when it cannot be read or has expired", async () => {
    const { memory } = await unlocked();
    await memory.keepChange(made("one"));
    const other = widget();
    await other.memory.unlock(aTabKey({ agentId: "b9e00000-0000-4000-8000-000000000002" }));
    expect(await other.memory.keptChanges()).toEqual([]);
    expect(await storedChanges()).toEqual([]);
    await memory.keepChange(made("two"));
    await clock.pass(8 * 3_600_000);
    expect(await memory.keptChanges()).toEqual([]);
  });

  it("goes with everything else", async () => {
    const { memory } = await unlocked();
    await memory.keepChange(made("one"));
    await memory.purge();
    expect(await storedChanges()).toEqual([]);
  });

  it("is not kept while the memory is locked or there is none", async () => {
    const { memory } = widget();
    await memory.keepChange(made("one"));
    expect(await memory.keptChanges()).toEqual([]);
    memory.giveUp();
    await memory.keepChange(made("one"));
    await memory.forgetChange("one");
    expect([await memory.keptChanges(), memory.owner()]).toEqual([[], null]);
  });

  it("makes room for itself on a full disk", async () => {
    let isFull = true;
    const { memory } = await unlocked(
      failing((rows) => ({
        async putChange(row) {
          if (isFull) {
            isFull = false;
            throw new DOMException("Full.", "QuotaExceededError");
          }
          await rows.putChange(row);
        },
      })),
    );
    await memory.keepChange(made("one"));
    expect(await memory.keptChanges()).toHaveLength(1);
    expect(memory.remembers()).toBe(true);
  });
});
