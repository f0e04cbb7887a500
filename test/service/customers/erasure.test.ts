import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SessionRequest } from "../../../src/contract/writes.ts";
import { anInteraction, customerId, email, phone, valueOf } from "./builders.ts";
import { startService, temporaryFolder, type ServiceUnderTest } from "./service-under-test.ts";

let service: ServiceUnderTest;
beforeEach(() => {
  service = startService();
});
afterEach(() => service.close());

const attempt = (request: Parameters<ServiceUnderTest["customers"]["recordInteraction"]>[1]) =>
  service.customers.recordInteraction(service.pipeline, request);
const record = (request: Parameters<typeof attempt>[0]) => valueOf(attempt(request));
const erase = (id: string, dryRun = false) =>
  service.customers.erase(service.pipeline, { customerId: id, dryRun, ifMatch: null });

describe("an erasure", () => {
  it("counts in a dry run what it would remove, and removes nothing", async () => {
    for (let number = 0; number < 53; number += 1) await record(anInteraction([customerId(), phone()]));
    const session = { channel: "whatsapp", channelUserId: "+94771234567", data: {} } as const;
    await valueOf(service.customers.putSession(service.pipeline, "s-1", session));
    const removed = { interactions: 50, archived: 3, identifiers: 2, sessions: 1, jobs: 0 };
    expect(await valueOf(erase("C-1001", true))).toMatchObject({ dryRun: true, removed });
    expect(await valueOf(service.customers.read(service.agent, "C-1001"))).toMatchObject({ interactionCount: 53 });
    const receipt = await valueOf(erase("C-1001"));
    expect(receipt).toMatchObject({ dryRun: false, removed, erasedAt: "2026-03-10T08:00:00.000Z" });
    expect(await valueOf(erase("C-1001"))).toEqual(receipt);
  });

  it("leaves nobody to read, look up or follow", async () => {
    await record(anInteraction([customerId(), phone()]));
    await valueOf(erase("C-1001"));
    expect(await service.customers.read(service.agent, "C-1001")).toMatchObject({ ok: false, code: "erased" });
    const found = await service.customers.lookup(service.agent, { identifiers: [customerId(), phone()] });
    expect(found).toMatchObject({ status: "first_contact" });
  });

  it("keeps what is late about the past from bringing the person back, and lets a later conversation begin anew", async () => {
    const known = anInteraction([customerId(), phone(), email()], { conversationId: "known" });
    await record(known);
    const { version } = await valueOf(service.customers.read(service.agent, "C-1001"));
    await valueOf(erase("C-1001"));
    const erased = { ok: false, code: "erased" };
    expect(await attempt(known)).toMatchObject(erased);
    expect(await attempt(anInteraction([customerId("C-5")], { conversationId: "known" }))).toMatchObject(erased);
    for (const identifier of [customerId(), phone(), email()]) {
      expect(await attempt(anInteraction([identifier]))).toMatchObject(erased);
    }

    service.clock.advance(3_600_000);
    const later = { startTime: "2026-03-10T08:30:00Z" };
    const begun = await record(anInteraction([customerId(), phone()], later));
    expect(begun.version).toBeGreaterThan(version);
    expect(await valueOf(service.customers.read(service.agent, "C-1001"))).toMatchObject({ interactionCount: 1 });
    for (const identifier of [customerId(), phone(), email()]) {
      expect(await attempt(anInteraction([identifier]))).toMatchObject(erased);
    }
    expect(await attempt(known)).toMatchObject(erased);
  });

  it("of a made customer keeps its old conversations away from who has the phone now", async () => {
    const { customerId: made } = await record(anInteraction([phone()]));
    await valueOf(erase(made ?? ""));
    service.clock.advance(3_600_000);
    const { customerId: next } = await record(anInteraction([phone()], { startTime: "2026-03-10T08:30:00Z" }));
    expect(next).not.toBe(made);
    expect(await attempt(anInteraction([phone()]))).toMatchObject({ ok: false, code: "erased" });
  });

  it("takes along everyone who was merged in, and leaves the family's phone to the others", async () => {
    for (const id of ["C-1", "C-2", "C-3"]) await record(anInteraction([customerId(id)]));
    for (const id of ["C-1", "C-3"]) await record(anInteraction([customerId(id), phone()]));
    const merge = { customerId: "C-1", from: "C-2", dryRun: false, ifMatch: null };
    await valueOf(service.customers.merge(service.agent, merge));
    await valueOf(erase("C-2"));
    for (const id of ["C-1", "C-2"]) {
      expect(await service.customers.read(service.agent, id)).toMatchObject({ ok: false, code: "erased" });
    }
    const found = await service.customers.lookup(service.agent, { identifiers: [phone()] });
    expect(found).toMatchObject({ status: "returning_customer", customerId: "C-3" });
  });

  it("ends a session that was running, for good", async () => {
    const session = { channel: "whatsapp", channelUserId: "+94771234567", data: { ticketId: "1" } } as const;
    const { customerId: id } = await valueOf(service.customers.putSession(service.pipeline, "s-1", session));
    await valueOf(erase(id ?? ""));
    service.clock.advance(1000);
    expect(await service.customers.putSession(service.pipeline, "s-1", session)).toMatchObject({ code: "erased" });
    const begun = await valueOf(service.customers.putSession(service.pipeline, "s-2", session));
    expect(begun.customerId).not.toBe(id);
  });

  it("by identifiers removes whoever they belong to, and nobody when several share one", async () => {
    await record(anInteraction([customerId("C-1"), email()]));
    await record(anInteraction([customerId("C-2")]));
    for (const id of ["C-1", "C-2"]) await record(anInteraction([customerId(id), phone()]));
    const by = (...identifiers: Parameters<typeof anInteraction>[0][number][]) =>
      service.customers.eraseByIdentifiers(service.pipeline, identifiers, false);
    expect(await by(email(), phone())).toEqual({
      ok: false,
      code: "ambiguous",
      detail: expect.any(String) as unknown,
      customerIds: ["C-1", "C-2"],
    });
    expect(await valueOf(by(email("nobody@example.com")))).toEqual([]);
    expect(await valueOf(by(email(), customerId("C-1")))).toHaveLength(1);
    expect(await service.customers.read(service.agent, "C-2")).toMatchObject({ ok: true });
  });

  it("changes nothing under an old version", async () => {
    await record(anInteraction([customerId()]));
    await record(anInteraction([customerId()]));
    const stale = service.customers.erase(service.pipeline, { customerId: "C-1001", dryRun: false, ifMatch: 1 });
    expect(await stale).toMatchObject({ ok: false, code: "precondition_failed" });
  });

  it("leaves nothing of the person in the files", async () => {
    const folder = temporaryFolder();
    const onDisk = startService({ file: folder.file });
    const canary = "canary-7f3a9";
    const long = `${canary} `.repeat(40);
    const request = anInteraction(
      [customerId("C-keep"), phone(), email(`${canary}@example.com`)],
      { outcomeNotes: long, intent: canary, agentName: canary, followUps: [{ text: canary, dueAt: null }] },
      { told: canary },
    );
    await valueOf(onDisk.customers.recordInteraction(onDisk.pipeline, request));
    await valueOf(onDisk.customers.patchCollectedData(onDisk.agent, "C-keep", { note: long }, null));
    await valueOf(onDisk.customers.stateActiveIssue(onDisk.agent, "C-keep", canary, null));
    const session = {
      channel: "messaging" as const,
      channelUserId: canary,
      identifiers: [phone()],
      data: { canary },
    } satisfies SessionRequest;
    await valueOf(onDisk.customers.putSession(onDisk.pipeline, "s-1", session));
    const find = (): string[] =>
      readdirSync(dirname(folder.file)).filter((name) =>
        readFileSync(join(dirname(folder.file), name)).includes(canary),
      );
    expect(find()).not.toEqual([]);
    await valueOf(onDisk.customers.erase(onDisk.pipeline, { customerId: "C-keep", dryRun: false, ifMatch: null }));
    expect(find()).toEqual([]);
    await onDisk.close();
    folder.remove();
  });

  it("is final under any interleaving with writes, merges, undos and replays", async () => {
    let runs = 0;
    let scheduler: fc.Scheduler | null = null;
    // Every step of the store waits for its turn, so that operations of one service meet in the middle.
    const interleaved = startService({
      beforeStore: () => (scheduler ? scheduler.schedule(Promise.resolve()) : Promise.resolve()),
    });
    const { customers, agent, pipeline } = interleaved;
    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 6 }),
      async (turns, acts) => {
        runs += 1;
        const [one, two] = [`A-${runs}`, `B-${runs}`];
        const number = phone(`+9477${String(1_000_000 + runs)}`);
        const old = anInteraction([customerId(one), number], { conversationId: `old-${runs}` });
        await valueOf(customers.recordInteraction(pipeline, old));
        await valueOf(customers.recordInteraction(pipeline, anInteraction([customerId(two)])));
        const merge = { customerId: one, from: two, dryRun: false, ifMatch: null };
        const { mergeId } = await valueOf(customers.merge(agent, merge));
        const replayed = { ...old, interaction: { ...old.interaction, intent: "replayed" } };
        const link = { type: "email", value: `e${runs}@example.com` } as const;
        const session = { channel: "sms", channelUserId: number.value, data: {} } as const;
        const perform: (() => Promise<unknown>)[] = [
          () => customers.recordInteraction(pipeline, replayed),
          () => customers.recordInteraction(pipeline, anInteraction([number])),
          () => customers.patchCollectedData(agent, one, { note: 1 }, null),
          () => customers.undoMerge(agent, one, mergeId ?? "", null),
          () => customers.stateActiveIssue(agent, two, "Stated", null),
          () => customers.linkIdentifier(agent, one, link, null),
          () => customers.putSession(pipeline, `s-${runs}`, session),
        ];
        scheduler = turns;
        const erasure = customers.erase(pipeline, { customerId: one, dryRun: false, ifMatch: null });
        await turns.waitFor(Promise.all([erasure, ...acts.map((act) => perform[act]?.())]));
        scheduler = null;

        expect(await customers.read(agent, one)).toMatchObject({ ok: false, code: "erased" });
        for (const late of [old, anInteraction([number]), anInteraction([customerId(one)])]) {
          expect(await customers.recordInteraction(pipeline, late)).toMatchObject({ ok: false, code: "erased" });
        }
      },
    );
    await fc.assert(property, { numRuns: 200, seed: 20_260_312 });
    await interleaved.close();
  }, 60_000);
});
