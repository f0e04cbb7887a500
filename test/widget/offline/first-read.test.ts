import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createDeviceMemory } from "../../../src/widget/offline/device-memory.ts";
import { openRows } from "../../../src/widget/offline/dexie-rows.ts";
import { existingDatabase } from "../../../src/widget/offline/existing-database.ts";
import { firstRead, type FirstReadNeeds } from "../../../src/widget/offline/first-read.ts";
import { writeTabKey } from "../../../src/widget/offline/tab-key.ts";
import { aCustomer } from "../support/customers.ts";
import { aTabKey, deniedStorage, freshIndexedDb, tabStorage } from "../support/device.ts";
import { type FakeClock, fakeClock } from "../support/fake-clock.ts";

const journey = { customer: aCustomer(), at: "2026-03-04T09:00:00.000Z" };

let session: Storage;
let clock: FakeClock;
let factory: IDBFactory;

beforeEach(() => {
  factory = freshIndexedDb();
  session = tabStorage();
  clock = fakeClock();
});

function read(over: Partial<FirstReadNeeds> = {}): Promise<unknown> {
  return firstRead("c-1", {
    sessionStorage: () => session,
    database: existingDatabase(factory),
    crypto,
    clock,
    ...over,
  });
}

async function remembered(): Promise<void> {
  const memory = createDeviceMemory({ openRows, sessionStorage: () => session, crypto, clock });
  await memory.unlock(aTabKey());
  await memory.remember(journey, [{ conversationId: "c-1" }]);
  memory.dispose();
}

async function openedAhead(frame: object): Promise<IDBDatabase | null> {
  vi.resetModules();
  vi.stubGlobal("window", frame);
  const ahead = await import("../../../src/widget/offline/open-ahead.ts");
  return ahead.openedAhead;
}

describe("what is opened ahead", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("is this device's database where the tab has a key to it", async () => {
    await remembered();
    const database = await openedAhead({ sessionStorage: session, indexedDB: factory });
    expect(await read({ database: Promise.resolve(database) })).toEqual(journey);
  });

  it("is nothing where nothing could be read, or where there is none, and makes none", async () => {
    expect(await openedAhead({ sessionStorage: tabStorage(), indexedDB: factory })).toBeNull();
    writeTabKey(() => session, aTabKey());
    expect(await openedAhead({ sessionStorage: session, indexedDB: factory })).toBeNull();
    expect(await factory.databases()).toEqual([]);
  });

  it("rejects where the browser denies the frame its storage", async () => {
    const frame = Object.defineProperty({ indexedDB: factory }, "sessionStorage", { get: deniedStorage });
    await expect(openedAhead(frame)).rejects.toThrow("insecure");
  });
});

describe("the first read", () => {
  it("finds what dexie wrote for this interaction in this tab", async () => {
    await remembered();
    expect(await read()).toEqual(journey);
    expect(clock.waiting()).toEqual([]);
  });

  it("finds nothing for another interaction, without the tab's key or with an ended one", async () => {
    await remembered();
    expect(
      await firstRead("c-2", { sessionStorage: () => session, database: existingDatabase(factory), crypto, clock }),
    ).toBeNull();
    expect(await read({ sessionStorage: tabStorage })).toBeNull();
    writeTabKey(() => session, aTabKey({ expiresAt: "2026-03-04T09:00:00.000Z" }));
    expect(await read()).toBeNull();
  });

  it("finds nothing of another agent", async () => {
    await remembered();
    writeTabKey(() => session, aTabKey({ agentId: "another" }));
    expect(await read()).toBeNull();
  });

  it("finds nothing in what is left after 8 hours", async () => {
    await remembered();
    await clock.pass(8 * 3_600_000);
    expect(await read()).toBeNull();
  });

  it("makes no database where there is none", async () => {
    writeTabKey(() => session, aTabKey());
    expect(await read()).toBeNull();
    expect(await factory.databases()).toEqual([]);
  });

  it("leaves the database open for whoever wants to upgrade or delete it", async () => {
    await remembered();
    await read();
    const deleted = await new Promise((resolve) => {
      const request = factory.deleteDatabase("customer-journey");
      request.addEventListener("success", () => resolve("deleted"));
      request.addEventListener("blocked", () => resolve("blocked"));
    });
    expect(deleted).toBe("deleted");
  });

  it("is content where the browser denies session storage", async () => {
    await remembered();
    expect(await read({ sessionStorage: deniedStorage })).toBeNull();
  });

  it("is content where the browser denies IndexedDB", async () => {
    await remembered();
    const database = openedAhead({ sessionStorage: session, indexedDB: { open: deniedStorage } });
    await expect(database).rejects.toThrow("insecure");
    expect(await read({ database })).toBeNull();
  });

  it("is content without WebCrypto", async () => {
    await remembered();
    expect(await read({ crypto: Object.create(null) })).toBeNull();
  });

  it("does not keep the panel waiting for a database that does not open", async () => {
    await remembered();
    const reading = read({ database: new Promise(() => {}) });
    let answered = false;
    void reading.then(() => {
      answered = true;
      return answered;
    });
    await clock.pass(249);
    expect(answered).toBe(false);
    await clock.pass(1);
    expect(await reading).toBeNull();
  });
});
