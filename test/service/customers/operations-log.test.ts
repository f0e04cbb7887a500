import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anInteraction, customerId, phone, valueOf } from "./builders.ts";
import { anOrganization, startService, temporaryFolder, type ServiceUnderTest } from "./service-under-test.ts";

const organization = anOrganization({ retentionDays: { interactions: 10, sessions: 2, audit: 30 } });
let service: ServiceUnderTest;
beforeEach(() => {
  service = startService({ organization });
});
afterEach(() => service.close());

const record = (...args: Parameters<typeof anInteraction>) =>
  valueOf(service.customers.recordInteraction(service.pipeline, anInteraction(...args)));
const erase = (id: string, dryRun = false) =>
  valueOf(service.customers.erase(service.pipeline, { customerId: id, dryRun, ifMatch: null }));
const receipts = (limit: number, cursor?: string) =>
  valueOf(service.customers.listErasures(service.pipeline, cursor === undefined ? { limit } : { limit, cursor }));

async function sweep(): Promise<void> {
  while (await service.customers.sweep(organization));
}

describe("the receipts of erasures", () => {
  it("are listed newest first and page by page, without the customers they are about", async () => {
    const kept = [];
    for (const id of ["C-1", "C-2", "C-3"]) {
      await record([customerId(id)]);
      service.clock.advance(1000);
      kept.unshift(await erase(id));
    }
    const first = await receipts(2);
    expect(first.items).toEqual(kept.slice(0, 2));
    expect(await receipts(2, first.nextCursor ?? "")).toEqual({ items: kept.slice(2), nextCursor: null });
    expect(JSON.stringify(first)).not.toMatch(/C-\d/);
  });

  it("leave out what was only counted, and what was erased already", async () => {
    await record([customerId(), phone()]);
    await erase("C-1001", true);
    expect((await receipts(10)).items).toEqual([]);
    await erase("C-1001");
    await erase("C-1001");
    expect((await receipts(10)).items).toHaveLength(1);
  });

  it("go with the audit", async () => {
    await record([customerId(), phone()]);
    await erase("C-1001");
    service.clock.advance(31 * 86_400_000);
    expect((await receipts(10)).items).toEqual([]);
  });

  it("refuse a cursor that they did not give out", async () => {
    const refused = await service.customers.listErasures(service.pipeline, { limit: 1, cursor: "made-up" });
    expect(refused).toMatchObject({ ok: false, code: "invalid_request" });
  });
});

it("the receipts and the runs outlive the process", async () => {
  const folder = temporaryFolder();
  const { file } = folder;
  const before = startService({ organization, file });
  await valueOf(before.customers.recordInteraction(before.pipeline, anInteraction([customerId(), phone()])));
  const receipt = await valueOf(
    before.customers.erase(before.pipeline, { customerId: "C-1001", dryRun: false, ifMatch: null }),
  );
  while (await before.customers.sweep(organization));
  await before.close();
  const after = startService({ organization, file, process: "two" });
  try {
    expect((await valueOf(after.customers.listErasures(after.pipeline, { limit: 5 }))).items).toEqual([receipt]);
    expect(await after.customers.listRetentionRuns(organization, 5)).toHaveLength(1);
  } finally {
    await after.close();
    folder.remove();
  }
});

describe("the runs of retention", () => {
  it("say when they ended and how much all their parts removed", async () => {
    await record([customerId(), phone()], { startTime: "2026-03-09T00:00:00Z" });
    await record([customerId("C-2")], { startTime: "2026-03-09T00:00:00Z" });
    const session = { channel: "whatsapp", channelUserId: "+94771234567", data: {} } as const;
    await valueOf(service.customers.putSession(service.pipeline, "s-1", session));
    await sweep();
    service.clock.advance(12 * 86_400_000);
    await sweep();
    expect(await service.customers.listRetentionRuns(organization, 5)).toEqual([
      { at: "2026-03-22T08:00:00.000Z", removed: { interactions: 2, sessions: 1, auditEntries: 0 } },
      { at: "2026-03-10T08:00:00.000Z", removed: { interactions: 0, sessions: 0, auditEntries: 0 } },
    ]);
    expect(await service.customers.listRetentionRuns(organization, 1)).toHaveLength(1);
  });
});
