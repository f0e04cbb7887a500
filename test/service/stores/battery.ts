import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { interactionSummaryInput } from "../../../src/contract/interaction.ts";
import type { AgentAction } from "../../../src/service/record/action.ts";
import { newHead, type CustomerHead } from "../../../src/service/record/head.ts";
import { completeInteraction, type Interaction } from "../../../src/service/record/interaction.ts";
import type { Change, CustomerChange, Store, StoredSession } from "../../../src/service/stores/store.ts";

/** An engine under test: two stores over the same data, as two processes have them. */
export interface OpenedEngine {
  readonly store: Store;
  readonly other: Store;
  close(): Promise<void>;
}

const tenant = "organization-1";
const at = "2026-03-10T08:00:00.000Z";
const everything = { interactions: 50, sentiments: 50, sessionsSince: "2026-03-09T00:00:00.000Z" };
const receipt = {
  erasureId: "ers_1",
  erasedAt: at,
  dryRun: false,
  removed: { interactions: 1, archived: 0, identifiers: 1, sessions: 1, jobs: 0 },
};

function put(
  customerId: string,
  revision: number,
  members: Partial<CustomerHead> = {},
  mergedInto: string | null = null,
): CustomerChange {
  const head = { ...newHead(at, false), ...members };
  return { customerId, revision, after: { state: "living", version: revision + 1, mergedInto, erasedAt: null, head } };
}

function change(members: Partial<Change>): Change {
  return { customers: [], keys: [], interactions: [], actions: [], sessions: [], audit: [], ...members };
}

function interaction(conversationId: string, startTime: string, sentiment: "NEGATIVE" | null = null): Interaction {
  const input = interactionSummaryInput.parse({
    conversationId,
    channel: "voice",
    startTime,
    durationSeconds: 1,
    resolutionStatus: "RESOLVED",
    sentiment,
  });
  return { summary: completeInteraction(input, at), values: { told: conversationId } };
}

const added = (customerId: string, one: Interaction) => ({
  conversationId: one.summary.conversationId,
  before: null,
  after: { customerId, interaction: one },
});

const session = (customerId: string, sessionId: string, lastActivityAt: string): StoredSession => ({
  customerId,
  session: { sessionId, channel: "chat", startedAt: lastActivityAt, lastActivityAt, endedAt: null, data: { a: 1 } },
  told: {},
});

const merged = (customerId: string): Partial<CustomerHead> => ({
  merges: [{ customerId, mergeId: `m-${customerId}`, mergedAt: at, automatic: false }],
});

const entry = (id: string, time: string) => ({
  id,
  at: time,
  actor: { type: "agent", id: "agent-1" } as const,
  action: "read",
  conversationId: null,
  requestId: "req_1",
  customerId: "C-1",
});

/** What every engine must do, run against the real one. */
export function describeStore(engine: string, open: () => Promise<OpenedEngine>): void {
  describe(`the ${engine} store`, () => {
    let opened: OpenedEngine;
    let store: Store;
    let other: Store;
    beforeEach(async () => {
      opened = await open();
      ({ store, other } = opened);
    });
    afterEach(() => opened.close());

    const commit = (members: Partial<Change>, by: Store = store) => by.commit(tenant, change(members));
    const heads = { interactions: 0, sentiments: 0, sessionsSince: null };

    it("knows nothing of what was never written", async () => {
      expect(await store.group(tenant, "C-1", everything)).toBeNull();
      expect((await store.standing(tenant, ["C-1"], [])).customers).toEqual(new Map([["C-1", null]]));
      expect((await store.standing(tenant, [], ["k1.a"])).keys).toEqual(
        new Map([["k1.a", { revision: 0, owners: [], erasedAt: null }]]),
      );
      expect(await store.conversation(tenant, "c1")).toBeNull();
      expect(await store.session(tenant, "s1")).toBeNull();
      expect(await store.interactions(tenant, ["C-1"], { before: null, limit: 5 })).toEqual([]);
      expect(await store.conversationIds(tenant, ["C-1"])).toEqual([]);
    });

    it("gives back what was written, to every process at once", async () => {
      const one = interaction("c1", at, "NEGATIVE");
      const action: AgentAction = { kind: "statement", issue: "Stated", place: { at, id: "~~1" } };
      const running = session("C-1", "s1", at);
      expect(
        await commit({
          customers: [put("C-1", 0, { interactionCount: 1, sessionCount: 1 })],
          keys: [{ key: "k1.a", revision: 0, customerIds: ["C-1"], erasedAt: null }],
          interactions: [added("C-1", one)],
          actions: [{ customerId: "C-1", action }],
          sessions: [{ sessionId: "s1", before: null, after: running }],
        }),
      ).toBe(true);
      for (const reader of [store, other]) {
        expect(await reader.group(tenant, "C-1", everything)).toMatchObject({
          members: [{ customerId: "C-1", revision: 1, version: 1, mergedInto: null }],
          newest: [one],
          sentiments: [{ conversationId: "c1", at, sentiment: "NEGATIVE", score: null }],
          sessions: [running],
        });
        const owner = { customerId: "C-1", survivorId: "C-1", version: 1, made: false, createdAt: at, erasedAt: null };
        expect((await reader.standing(tenant, [], ["k1.a"])).keys.get("k1.a")).toEqual({
          revision: 1,
          owners: [owner],
          erasedAt: null,
        });
        expect([...(await reader.standing(tenant, ["C-1", "C-2"], [])).customers.values()]).toEqual([owner, null]);
        expect(await reader.conversation(tenant, "c1")).toEqual({ customerId: "C-1", interaction: one });
        expect(await reader.session(tenant, "s1")).toEqual(running);
        expect(await reader.actions(tenant, ["C-1"], { before: null, limit: 5 })).toEqual([action]);
      }
    });

    it("keeps nothing of a change of which one condition does not hold", async () => {
      await commit({
        customers: [put("C-1", 0)],
        keys: [{ key: "k1.a", revision: 0, customerIds: ["C-1"], erasedAt: null }],
        interactions: [added("C-1", interaction("c1", at))],
        sessions: [{ sessionId: "s1", before: null, after: session("C-1", "s1", at) }],
      });
      const fresh = { customers: [put("C-9", 0)], interactions: [added("C-9", interaction("c9", at))] };
      const withPut = (one: CustomerChange) => ({ ...fresh, customers: [...fresh.customers, one] });
      const broken: Partial<Change>[] = [
        withPut(put("C-1", 0)),
        withPut(put("C-1", 2)),
        withPut(put("C-2", 1)),
        { ...fresh, keys: [{ key: "k1.a", revision: 0, customerIds: ["C-9"], erasedAt: null }] },
        { ...fresh, keys: [{ key: "k1.a", revision: 2, customerIds: ["C-9"], erasedAt: null }] },
        { ...fresh, interactions: [...fresh.interactions, added("C-9", interaction("c1", at))] },
        { ...fresh, sessions: [{ sessionId: "s1", before: null, after: session("C-9", "s1", at) }] },
      ];
      for (const one of broken) expect(await commit(one, other)).toBe(false);
      expect(await store.group(tenant, "C-9", heads)).toBeNull();
      expect(await store.conversation(tenant, "c9")).toBeNull();
      expect(await store.conversation(tenant, "c1")).toMatchObject({ customerId: "C-1" });
    });

    it("lets exactly one of several changes of the same revision land", async () => {
      await commit({ customers: [put("C-1", 0)] });
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, writer) => commit({ customers: [put("C-1", 1)] }, writer % 2 ? store : other)),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    });

    it("orders facts by their place, newest first, and pages over several customers as over one", async () => {
      const starts = ["03", "01", "05", "02", "04"].map((day) => `2026-03-${day}T00:00:00.000Z`);
      const facts = starts.map((start, index) => interaction(`c${index}`, start));
      const tied = interaction("b-tied", starts[2] ?? "");
      await commit({
        customers: [
          put("C-1", 0, { merges: [{ customerId: "C-2", mergeId: "m", mergedAt: at, automatic: false }] }),
          put("C-2", 0, {}, "C-1"),
        ],
        interactions: [...facts.map((one, index) => added(index % 2 ? "C-1" : "C-2", one)), added("C-1", tied)],
      });
      const order = ["c2", "b-tied", "c4", "c0", "c3", "c1"];
      const seen: string[] = [];
      let before: { at: string; id: string } | null = null;
      for (;;) {
        const page: readonly Interaction[] = await store.interactions(tenant, ["C-1", "C-2"], { before, limit: 2 });
        seen.push(...page.map(({ summary }) => summary.conversationId));
        const last = page.at(-1);
        if (!last) break;
        before = { at: last.summary.startTime, id: last.summary.conversationId };
      }
      expect(seen).toEqual(order);
      const group = await store.group(tenant, "C-1", { ...heads, interactions: 4 });
      expect(group).toMatchObject({
        newest: order.slice(0, 4).map((conversationId) => ({ summary: { conversationId } })),
      });
    });

    it("answers with the survivor for every customer that was merged, however deep", async () => {
      await commit({
        customers: [put("C-1", 0, merged("C-2")), put("C-2", 0, merged("C-3"), "C-1"), put("C-3", 0, {}, "C-2")],
        keys: [{ key: "k1.a", revision: 0, customerIds: ["C-3"], erasedAt: null }],
      });
      for (const id of ["C-1", "C-2", "C-3"]) {
        const group = await store.group(tenant, id, heads);
        expect(group).toMatchObject({ members: [{ customerId: "C-1" }, { customerId: "C-2" }, { customerId: "C-3" }] });
      }
      expect((await store.standing(tenant, [], ["k1.a"])).keys.get("k1.a")?.owners).toMatchObject([
        { customerId: "C-3", survivorId: "C-1" },
      ]);
    });

    it("keeps what several parties have of one conversation as facts of their own, next to each other", async () => {
      const first = interaction("c1", at, "NEGATIVE");
      const further: Interaction = { ...first, summary: { ...first.summary, conversationId: "c1 party" } };
      const facts = [first, further, interaction("c1-longer", at, "NEGATIVE")];
      const customers = [put("C-1", 0, { interactionCount: 3 })];
      expect(await commit({ customers, interactions: facts.map((one) => added("C-1", one)) })).toBe(true);
      const order = ["c1-longer", "c1 party", "c1"];
      expect(await store.group(tenant, "C-1", everything)).toMatchObject({
        newest: order.map((conversationId) => ({ summary: { conversationId } })),
        sentiments: order.map((conversationId) => ({ conversationId })),
      });
      expect(await store.interactions(tenant, ["C-1"], { before: { at, id: "c1" }, limit: 9 })).toEqual([]);
      expect(await store.conversation(tenant, "c1 party")).toEqual({ customerId: "C-1", interaction: further });
    });

    it("moves and revises a conversation as one change", async () => {
      const early = interaction("c1", "2026-03-01T00:00:00.000Z");
      await commit({ customers: [put("C-1", 0), put("C-2", 0)], interactions: [added("C-1", early)] });
      const late = interaction("c1", "2026-03-02T00:00:00.000Z");
      const before = { customerId: "C-1", interaction: early };
      const moved = { conversationId: "c1", before, after: { customerId: "C-2", interaction: late } };
      expect(await commit({ customers: [put("C-1", 1), put("C-2", 1)], interactions: [moved] })).toBe(true);
      expect(await store.conversation(tenant, "c1")).toEqual({ customerId: "C-2", interaction: late });
      expect(await store.interactions(tenant, ["C-1"], { before: null, limit: 5 })).toEqual([]);
    });

    it("keeps organisations apart", async () => {
      await commit({
        customers: [put("C-1", 0)],
        keys: [{ key: "k1.a", revision: 0, customerIds: ["C-1"], erasedAt: null }],
        interactions: [added("C-1", interaction("c1", at))],
        sessions: [{ sessionId: "s1", before: null, after: session("C-1", "s1", at) }],
        audit: [entry("aud_1", at)],
      });
      expect(await store.group("organization-2", "C-1", everything)).toBeNull();
      expect((await store.standing("organization-2", [], ["k1.a"])).keys.get("k1.a")?.owners).toEqual([]);
      expect(await store.conversation("organization-2", "c1")).toBeNull();
      expect(await store.session("organization-2", "s1")).toBeNull();
      expect(await store.interactions("organization-2", ["C-1"], { before: null, limit: 5 })).toEqual([]);
      expect(await store.auditEntries("organization-2", ["C-1"], "", { before: null, limit: 5 })).toEqual([]);
    });

    it("leaves of an erased customer only what refuses them", async () => {
      await commit({
        customers: [put("C-1", 0, { sessionCount: 1 })],
        keys: [{ key: "k1.a", revision: 0, customerIds: ["C-1"], erasedAt: null }],
        interactions: [added("C-1", interaction("c1", at, "NEGATIVE"))],
        sessions: [{ sessionId: "s1", before: null, after: session("C-1", "s1", at) }],
      });
      const erased = { state: "erased", version: 2, erasedAt: at, receipt } as const;
      expect(
        await commit({
          customers: [{ customerId: "C-1", revision: 1, after: erased }],
          keys: [{ key: "k1.a", revision: 1, customerIds: [], erasedAt: at }],
          erased: ["C-1"],
        }),
      ).toBe(true);
      expect(await other.group(tenant, "C-1", everything)).toEqual({ ...erased, customerId: "C-1", revision: 2 });
      expect(await store.conversation(tenant, "c1")).toEqual({ customerId: "C-1", interaction: null });
      expect(await store.session(tenant, "s1")).toBe("erased");
      expect((await store.standing(tenant, [], ["k1.a"])).keys.get("k1.a")).toEqual({
        revision: 2,
        owners: [],
        erasedAt: at,
      });
      expect(await store.interactions(tenant, ["C-1"], { before: null, limit: 5 })).toEqual([]);
      expect(await commit({ customers: [put("C-1", 2)], interactions: [added("C-1", interaction("c1", at))] })).toBe(
        false,
      );
    });

    it("removes exactly what is past its days, and finds who has such", async () => {
      const [old, kept] = [
        interaction("c1", "2026-03-01T00:00:00.000Z"),
        interaction("c2", "2026-03-05T00:00:00.000Z"),
      ];
      const limits = { facts: "2026-03-05T00:00:00.000Z", sessions: "2026-03-05T00:00:00.000Z" };
      await commit({
        customers: [
          put("C-1", 0, { oldestAt: old.summary.startTime, restingSince: "2026-03-02T00:00:00.000Z" }),
          put("C-2", 0),
        ],
        interactions: [added("C-1", old), added("C-1", kept)],
        sessions: ["02", "06"].map((day) => {
          const one = session("C-1", `s${day}`, `2026-03-${day}T00:00:00.000Z`);
          return { sessionId: one.session.sessionId, before: null, after: one };
        }),
      });
      expect(await store.aging(tenant, limits, 5)).toEqual(["C-1"]);
      expect(await store.aged(tenant, "C-1", limits)).toEqual({
        interactions: 1,
        sessionIds: ["s02"],
        oldestAt: "2026-03-05T00:00:00.000Z",
        restingSince: "2026-03-06T00:00:00.000Z",
      });
      await commit({ customers: [put("C-1", 1)], expired: { customerIds: ["C-1"], limits } });
      expect(await store.conversation(tenant, "c1")).toBeNull();
      expect(await store.conversationIds(tenant, ["C-1"])).toEqual(["c2"]);
      expect((await store.sessions(tenant, ["C-1"])).map((one) => one.session.sessionId)).toEqual(["s06"]);
    });

    it("forgets a customer of whom nothing is left", async () => {
      await commit({ customers: [put("C-1", 0)] });
      expect(await commit({ customers: [{ customerId: "C-1", revision: 2, after: null }] })).toBe(false);
      expect(await commit({ customers: [{ customerId: "C-1", revision: 1, after: null }] })).toBe(true);
      expect(await store.group(tenant, "C-1", heads)).toBeNull();
      expect(await commit({ customers: [put("C-1", 0)] })).toBe(true);
    });

    it("keeps the audit of changes and of reads, newest first, for its days", async () => {
      await commit({ audit: [entry("aud_1", "2026-03-01T00:00:00.000Z"), entry("aud_2", "2026-03-02T00:00:00.000Z")] });
      store.audit(tenant, entry("aud_3", "2026-03-03T00:00:00.000Z"));
      const list = async (since: string, before: { at: string; id: string } | null) =>
        (await store.auditEntries(tenant, ["C-1"], since, { before, limit: 2 })).map(({ id }) => id);
      expect(await list("", null)).toEqual(["aud_3", "aud_2"]);
      expect(await list("", { at: "2026-03-02T00:00:00.000Z", id: "aud_2" })).toEqual(["aud_1"]);
      expect(await list("2026-03-02T12:00:00.000Z", null)).toEqual(["aud_3"]);
      expect(await store.expireAudit(tenant, "2026-03-02T12:00:00.000Z")).toBe(2);
      expect(await list("", null)).toEqual(["aud_3"]);
    });

    it("keeps an audit under subjects that are no customer, apart from the customers' own", async () => {
      await commit({
        audit: [
          { ...entry("ers_1", at), customerId: "#erasures" },
          { ...entry("aud_1", at), customerId: "C-1" },
        ],
      });
      store.audit(tenant, { ...entry("ret_1", at), customerId: "#retention" });
      const list = async (subject: string) =>
        (await store.auditEntries(tenant, [subject], "", { before: null, limit: 5 })).map(({ id }) => id);
      expect([await list("#erasures"), await list("#retention"), await list("C-1")]).toEqual([
        ["ers_1"],
        ["ret_1"],
        ["aud_1"],
      ]);
    });

    it("has the audit of reads when it is opened again", async () => {
      store.audit(tenant, entry("aud_1", at));
      await store.close();
      expect(await other.auditEntries(tenant, ["C-1"], "", { before: null, limit: 5 })).toHaveLength(1);
    });
  });
}
