import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CustomerChange } from "../../../src/service/customers/customers.ts";
import { anInteraction, customerId, valueOf } from "./builders.ts";
import { startService, temporaryFolder, type ServiceUnderTest } from "./service-under-test.ts";

let folder: ReturnType<typeof temporaryFolder>;
let service: ServiceUnderTest;
let reading: AbortController;
beforeEach(async () => {
  folder = temporaryFolder();
  service = startService({ file: folder.file });
  reading = new AbortController();
  for (const id of ["C-1", "C-2"]) {
    await valueOf(service.customers.recordInteraction(service.pipeline, anInteraction([customerId(id)])));
  }
});
afterEach(async () => {
  reading.abort();
  await service.close();
  folder.remove();
});

const patch = (from: ServiceUnderTest, id: string, note: number) =>
  valueOf(from.customers.patchCollectedData(from.agent, id, { note }, null));

function follow(...customers: { customerId: string; version?: number }[]) {
  const changes = service.customers.follow(service.agent, customers, reading.signal)[Symbol.asyncIterator]();
  return {
    async next(): Promise<unknown> {
      const { value, done } = await changes.next();
      return done === true ? "end" : shorten(value);
    },
    stop: () => changes.return?.(),
  };
}

const shorten = (change: CustomerChange): unknown =>
  change.kind === "context" ? [change.customerId, change.record.customerId, change.record.version] : change;

describe("following a customer", () => {
  it("tells the present record at once and every newer one", async () => {
    const changes = follow({ customerId: "C-1" });
    expect(await changes.next()).toEqual(["C-1", "C-1", 1]);
    const next = changes.next();
    await patch(service, "C-1", 1);
    expect(await next).toEqual(["C-1", "C-1", 2]);
  });

  it("resumes without a gap and without repeating the version that is known", async () => {
    await patch(service, "C-1", 1);
    expect(await follow({ customerId: "C-1", version: 1 }).next()).toEqual(["C-1", "C-1", 2]);
    const changes = follow({ customerId: "C-1", version: 2 });
    const next = changes.next();
    await patch(service, "C-1", 2);
    expect(await next).toEqual(["C-1", "C-1", 3]);
  });

  it("may skip versions for a slow reader, never the last", async () => {
    const changes = follow({ customerId: "C-1" });
    await changes.next();
    for (let note = 0; note < 5; note += 1) await patch(service, "C-1", note);
    expect(await changes.next()).toEqual(["C-1", "C-1", 6]);
  });

  it("sees what another process changes", async () => {
    const other = startService({ file: folder.file, process: "two" });
    const changes = follow({ customerId: "C-1" });
    await changes.next();
    const next = changes.next();
    await patch(other, "C-1", 1);
    expect(await next).toEqual(["C-1", "C-1", 2]);
    await other.close();
  });

  it("ends a customer's part when it is merged away, and answers unknown ones as erased", async () => {
    const changes = follow({ customerId: "C-1" }, { customerId: "C-2" }, { customerId: "C-0" });
    expect(await changes.next()).toEqual(["C-1", "C-1", 1]);
    expect(await changes.next()).toEqual(["C-2", "C-2", 1]);
    expect(await changes.next()).toEqual({ kind: "erased", customerId: "C-0" });
    const next = changes.next();
    await valueOf(
      service.customers.merge(service.agent, { customerId: "C-1", from: "C-2", dryRun: false, ifMatch: null }),
    );
    const told = [await next, await changes.next()];
    expect(told).toContainEqual({ kind: "merged", customerId: "C-1", from: "C-2" });
    expect(told).toContainEqual(["C-1", "C-1", 2]);
    const last = changes.next();
    await patch(service, "C-2", 1);
    expect(await last).toEqual(["C-1", "C-1", 3]);
  });

  it("ends with its signal", async () => {
    const changes = follow({ customerId: "C-1" });
    await changes.next();
    const next = changes.next();
    reading.abort();
    expect(await next).toBe("end");
  });
});
