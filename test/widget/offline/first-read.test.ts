import { beforeEach, describe, expect, it } from "vitest";
import { createDeviceMemory } from "../../../src/widget/offline/device-memory.ts";
import { openRows } from "../../../src/widget/offline/dexie-rows.ts";
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
  return firstRead("c-1", { sessionStorage: () => session, indexedDB: () => factory, crypto, clock, ...over });
}

async function remembered(): Promise<void> {
  const memory = createDeviceMemory({ openRows, sessionStorage: () => session, crypto, clock });
  await memory.unlock(aTabKey());
  await memory.remember(journey, [{ conversationId: "c-1" }]);
  memory.dispose();
}

describe("the first read", () => {
  it("finds what dexie wrote for this interaction in this tab", async () => {
    await remembered();
    expect(await read()).toEqual(journey);
    expect(clock.waiting()).toEqual([]);
  });

  it("finds nothing for another interaction, without the tab's key or with an ended one", async () => {
    await remembered();
    expect(
      await firstRead("c-2", { sessionStorage: () => session, indexedDB: () => factory, crypto, clock }),
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

  it.each([
    ["session storage", { sessionStorage: deniedStorage }],
    ["IndexedDB", { indexedDB: deniedStorage }],
  ])("is content where the browser denies %s", async (_, denied) => {
    await remembered();
    expect(await read(denied)).toBeNull();
  });

  it("is content without WebCrypto", async () => {
    await remembered();
    expect(await read({ crypto: Object.create(null) })).toBeNull();
  });

  it("does not keep the panel waiting for a database that does not open", async () => {
    await remembered();
    const never: IDBFactory = Object.assign(Object.create(factory), { open: () => new EventTarget() });
    const reading = read({ indexedDB: () => never });
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
