import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { InboxEvent, InboxStore, Lease } from "../../../src/service/stores/inbox-store.ts";

export interface InboxUnderTest {
  readonly store: InboxStore;
  /** The same data through a second connection, as another process has it. */
  readonly second: InboxStore;
  readonly close: () => Promise<void>;
}

const org = "org-1";
const settle = 60;

function eventOf(conversationId: string, more: Partial<InboxEvent> = {}): InboxEvent {
  return { conversationId, topic: "customer.end", sessionId: "s", eventTime: 1, triggers: true, ...more };
}
const wrapUp = (conversationId: string) => eventOf(conversationId, { topic: "wrapup", triggers: false });

function known(lease: Lease | undefined): Lease {
  if (!lease) throw new Error("There is no such lease.");
  return lease;
}

/** What every engine of the inbox store must hold. */
export function testInboxStore(name: string, open: () => Promise<InboxUnderTest>): void {
  describe(`the inbox store on ${name}`, () => {
    let opened: InboxUnderTest;
    let store: InboxStore;
    beforeEach(async () => {
      opened = await open();
      ({ store } = opened);
    });
    afterEach(() => opened.close());

    const add = (events: readonly InboxEvent[], now: number, organizationId = org) =>
      store.addEvents(organizationId, events, { now, dueAt: now + settle });
    let tokens = 0;
    const lease = (now: number, limit = 10, from = store, organizationIds = [org]) => {
      tokens += 1;
      return from.leaseDue({ organizationIds, now, until: now + 300, limit, token: `token-${tokens}` });
    };
    const leaseOne = async (now: number): Promise<Lease> => {
      const [leased, ...more] = await lease(now);
      if (!leased || more.length > 0) throw new Error(`${more.length} more leases than one`);
      return leased;
    };
    const fail = { kind: "failed", reason: "It failed.", dueAt: 2000 } as const;

    it("makes one job of all events of a conversation, due once after the last", async () => {
      await add([eventOf("c1"), wrapUp("c1")], 100);
      await add([eventOf("c1", { sessionId: "other" })], 130);
      expect(await store.nextDueAt([org])).toBe(190);
      expect(await lease(189)).toEqual([]);
      expect(await leaseOne(190)).toMatchObject({
        organizationId: org,
        conversationId: "c1",
        topic: "customer.end",
        attempt: 1,
        passes: 0,
        digest: null,
      });
    });

    it("takes a duplicate for nothing new, also when the job is done", async () => {
      await add([eventOf("c1"), eventOf("c1")], 100);
      await add([eventOf("c1")], 150);
      expect(await store.nextDueAt([org])).toBe(160);
      const leased = await leaseOne(160);
      await store.endLease(leased, { kind: "done", digest: "d", dueAt: null }, 161);
      await add([eventOf("c1")], 170);
      expect(await store.nextDueAt([org])).toBeNull();
    });

    it.each([{ sessionId: "s2" }, { eventTime: 2 }, { topic: "acw", triggers: false }])(
      "does not take an event with another %s for a duplicate",
      async (more) => {
        await add([eventOf("c1")], 100);
        await add([eventOf("c1", more)], 130);
        expect(await store.nextDueAt([org])).toBe(190);
      },
    );

    it("waits for the event that triggers, whichever came before it", async () => {
      await add([wrapUp("c1")], 100);
      expect(await store.nextDueAt([org])).toBeNull();
      await add([eventOf("c1")], 110);
      expect(await store.nextDueAt([org])).toBe(170);
    });

    it("runs a finished job again when something new is said, knowing what was recorded", async () => {
      await add([eventOf("c1")], 100);
      await store.endLease(await leaseOne(160), { kind: "done", digest: "d1", dueAt: 9000 }, 161);
      expect(await store.nextDueAt([org])).toBe(9000);
      await add([wrapUp("c1")], 170);
      expect(await leaseOne(230)).toMatchObject({ digest: "d1", passes: 0, attempt: 1 });
    });

    it("runs a job again that events refined while it ran, whatever became of the run", async () => {
      const verdicts = [
        { kind: "done", digest: "d1", dueAt: null },
        fail,
        { kind: "postponed", dueAt: 5000 },
        { kind: "dead", reason: "It failed.", deadLetterId: "dl" },
      ] as const;
      for (const [index, verdict] of verdicts.entries()) {
        const id = `c${index}`;
        await add([eventOf(id)], 100);
        const leased = await leaseOne(160);
        await add([wrapUp(id)], 165);
        expect(await store.endLease(leased, verdict, 170)).toBe(true);
        expect(await store.nextDueAt([org])).toBe(225);
        expect(await leaseOne(225)).toMatchObject({ attempt: 1, digest: verdict.kind === "done" ? "d1" : null });
        await store.removeJobs(org, [id], false);
      }
      expect(await store.listDeadLetters(org, 10, null)).toEqual([]);
    });

    it("gives a job to one worker at a time, and to the next when the lease has run out", async () => {
      await add([eventOf("c1"), eventOf("c2")], 100);
      const [first, second] = await Promise.all([lease(160), lease(160, 10, opened.second)]);
      expect([...first, ...second].map(({ conversationId }) => conversationId).toSorted()).toEqual(["c1", "c2"]);
      expect(await lease(459)).toEqual([]);
      expect(await store.nextDueAt([org])).toBe(460);
      const again = await lease(460);
      expect(again.map(({ attempt }) => attempt)).toEqual([2, 2]);
      const lost = [...first, ...second][0];
      expect(lost && (await store.endLease(lost, { kind: "done", digest: "late", dueAt: null }, 461))).toBe(false);
      expect(await store.endLease(known(again[0]), { kind: "done", digest: "d", dueAt: null }, 462)).toBe(true);
    });

    it("leases the longest overdue first, no more than asked for, and only of organisations that are named", async () => {
      await add([eventOf("late")], 200);
      await add([eventOf("early")], 100);
      await add([eventOf("foreign")], 50, "org-2");
      expect((await lease(1000, 1)).map(({ conversationId }) => conversationId)).toEqual(["early"]);
      expect((await lease(1000)).map(({ conversationId }) => conversationId)).toEqual(["late"]);
      expect(await lease(1000, 10, store, [])).toEqual([]);
      expect((await lease(1000, 10, store, ["org-2"])).map(({ conversationId }) => conversationId)).toEqual([
        "foreign",
      ]);
    });

    it("counts tries that failed, not those that were postponed", async () => {
      await add([eventOf("c1")], 100);
      await store.endLease(await leaseOne(160), fail, 161);
      await store.endLease(await leaseOne(2000), { kind: "postponed", dueAt: 3000 }, 2001);
      const third = await leaseOne(3000);
      expect(third.attempt).toBe(2);
      await store.endLease(third, { kind: "done", digest: "d", dueAt: 4000 }, 3001);
      expect(await leaseOne(4000)).toMatchObject({ attempt: 1, passes: 1, digest: "d" });
    });

    it("keeps a dead letter with its story until it is replayed", async () => {
      await add([eventOf("c1")], 100);
      await store.endLease(await leaseOne(160), fail, 161);
      await store.endLease(await leaseOne(2000), { kind: "dead", reason: "It is broken.", deadLetterId: "dl-1" }, 2001);
      expect(await store.nextDueAt([org])).toBeNull();
      expect(await store.listDeadLetters(org, 10, null)).toEqual([
        {
          id: "dl-1",
          conversationId: "c1",
          topic: "customer.end",
          reason: "It is broken.",
          attempts: 2,
          firstFailedAt: 161,
          lastFailedAt: 2001,
        },
      ]);
      expect(await store.replayDeadLetter("org-2", "dl-1", 3000)).toBe(false);
      expect(await store.replayDeadLetter(org, "dl-1", 3000)).toBe(true);
      expect(await store.replayDeadLetter(org, "dl-1", 3000)).toBe(false);
      expect(await store.listDeadLetters(org, 10, null)).toEqual([]);
      expect(await leaseOne(3000)).toMatchObject({ conversationId: "c1", attempt: 1 });
    });

    it("takes a dead letter up again when something new is said of its conversation", async () => {
      await add([eventOf("c1")], 100);
      await store.endLease(await leaseOne(160), { kind: "dead", reason: "It is broken.", deadLetterId: "dl-1" }, 161);
      await add([wrapUp("c1")], 200);
      expect(await store.listDeadLetters(org, 10, null)).toEqual([]);
      expect(await leaseOne(260)).toMatchObject({ attempt: 1 });
    });

    it("forgets a deleted dead letter so that the same event is new again", async () => {
      await add([eventOf("c1")], 100);
      await store.endLease(await leaseOne(160), { kind: "dead", reason: "It is broken.", deadLetterId: "dl-1" }, 161);
      expect(await store.deleteDeadLetter("org-2", "dl-1")).toBe(false);
      expect(await store.deleteDeadLetter(org, "dl-1")).toBe(true);
      expect(await store.deleteDeadLetter(org, "dl-1")).toBe(false);
      await add([eventOf("c1")], 200);
      expect(await store.nextDueAt([org])).toBe(260);
    });

    it("lists dead letters page by page, latest failure first, none twice", async () => {
      for (const number of [1, 2, 3, 4, 5]) {
        await add([eventOf(`c${number}`)], 100);
        const verdict = { kind: "dead", reason: "It is broken.", deadLetterId: `dl-${number}` } as const;
        await store.endLease(await leaseOne(160), verdict, number > 3 ? 900 : 800 + number);
      }
      const first = await store.listDeadLetters(org, 2, null);
      const last = first.at(-1);
      const rest = await store.listDeadLetters(org, 9, last ? { lastFailedAt: last.lastFailedAt, id: last.id } : null);
      expect([...first, ...rest].map(({ id }) => id)).toEqual(["dl-5", "dl-4", "dl-3", "dl-2", "dl-1"]);
      expect(await store.listDeadLetters("org-2", 9, null)).toEqual([]);
    });

    it("removes the jobs of an erased customer, running and dead ones too, and counts those that waited", async () => {
      await add([eventOf("waits"), eventOf("dies"), eventOf("done"), eventOf("runs"), eventOf("other")], 100);
      await add([eventOf("waits")], 100, "org-2");
      const byId = new Map((await lease(160)).map((leased) => [leased.conversationId, leased]));
      const take = (id: string) => known(byId.get(id));
      await store.endLease(take("dies"), { kind: "dead", reason: "It is broken.", deadLetterId: "dl" }, 161);
      await store.endLease(take("done"), { kind: "done", digest: "d", dueAt: null }, 161);
      const erased = ["waits", "dies", "done", "runs", "unknown"];
      expect(await store.removeJobs(org, erased, true)).toBe(3);
      expect(await store.removeJobs(org, erased, false)).toBe(3);
      expect(await store.removeJobs(org, erased, false)).toBe(0);
      expect(await store.listDeadLetters(org, 9, null)).toEqual([]);
      expect(await store.endLease(take("runs"), { kind: "done", digest: "d", dueAt: null }, 170)).toBe(false);
      expect(await store.backlog([org, "org-2"], 1000)).toEqual({ waiting: 2, dead: 0, overdueSince: 160 });
    });

    it("purges what has long been done, and nothing that waits or is dead", async () => {
      await add([eventOf("done"), eventOf("dies"), eventOf("waits"), wrapUp("untriggered")], 100);
      for (const leased of await lease(160)) {
        if (leased.conversationId === "done")
          await store.endLease(leased, { kind: "done", digest: "d", dueAt: null }, 161);
        if (leased.conversationId === "dies")
          await store.endLease(leased, { kind: "dead", reason: "It is broken.", deadLetterId: "dl" }, 161);
      }
      expect(await store.purge(100)).toBe(0);
      expect(await store.purge(1000)).toBe(2);
      expect(await store.backlog([org], 1000)).toEqual({ waiting: 1, dead: 1, overdueSince: 160 });
      await add([eventOf("done")], 2000);
      expect(await store.nextDueAt([org])).toBe(460);
    });

    it("says how much waits and since when", async () => {
      expect(await store.backlog([org], 0)).toEqual({ waiting: 0, dead: 0, overdueSince: null });
      await add([eventOf("c1")], 100);
      await add([eventOf("c2")], 200);
      expect(await store.backlog([org], 150)).toEqual({ waiting: 2, dead: 0, overdueSince: null });
      expect(await store.backlog([org], 500)).toEqual({ waiting: 2, dead: 0, overdueSince: 160 });
      expect(await store.backlog(["org-2"], 500)).toEqual({ waiting: 0, dead: 0, overdueSince: null });
    });
  });
}
