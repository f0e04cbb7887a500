import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UnifiedInteractionContext } from "../../../src/contract/record.ts";
import type { Change, KeptChange } from "../../../src/widget/journey/changes.ts";
import { createOutbox, undoWindow } from "../../../src/widget/journey/outbox.ts";
import type { UicOutcome } from "../../../src/widget/journey/uic.ts";
import { aRecord } from "../support/customers.ts";
import { fakeClock } from "../support/fake-clock.ts";

type Outcome = UicOutcome<UnifiedInteractionContext | null>;
const done: Outcome = { kind: "ok", value: aRecord(), at: 0 };
const down: Outcome = { kind: "unreachable" };
const close: Change = { kind: "close-issue", issue: "Refund" };
const stranger: Change = { kind: "not-this-person", identifierId: "idn_1" };
const state = (issue: string): Change => ({ kind: "state-issue", issue });

function setUp(
  answers: readonly Outcome[] = [],
  onDone: (made: KeptChange) => void = () => {},
  onRefused: (made: KeptChange) => void = () => {},
) {
  const clock = fakeClock();
  const world = { online: true, ready: true, kept: true };
  const sent: string[] = [];
  const finished: string[] = [];
  const device = new Map<string, KeptChange>();
  let ids = 0;
  const outbox = createOutbox({
    clock,
    newId: () => `change-${(ids += 1)}`,
    random: () => 0.5,
    isOnline: () => world.online,
    isReady: () => world.ready,
    send(customerId, change, leaving) {
      sent.push(`${change.kind} ${"issue" in change ? change.issue : ""} ${customerId}${leaving ? " leaving" : ""}`);
      return Promise.resolve(answers[Math.min(sent.length, answers.length) - 1] ?? done);
    },
    onDone(made) {
      finished.push(made.change.kind);
      onDone(made);
      return Promise.resolve();
    },
    onRefused(made) {
      finished.push(`refused ${made.change.kind}`);
      onRefused(made);
    },
    keep: (made) => device.set(made.id, made),
    forget: (id) => device.delete(id),
    isKept: () => world.kept,
  });
  const add = (change: Change, customerId = "C-1") => outbox.add({ conversationId: "c-1", customerId, change });
  const states = () => outbox.changes().map((one) => `${one.state}${one.canUndo ? ", can be undone" : ""}`);
  return { outbox, clock, world, sent, finished, device, add, states };
}

describe("what the agent does", () => {
  it("leaves the panel when the moment to undo is over, and not before", async () => {
    const { clock, sent, add, states, device } = setUp();
    add(close);
    expect(states()).toEqual(["undoable, can be undone"]);
    await clock.pass(undoWindow - 1);
    expect(sent).toEqual([]);
    expect(device.size).toBe(1);
    await clock.pass(1);
    expect(sent).toEqual(["close-issue Refund C-1"]);
    expect(states()).toEqual([]);
    expect(device.size).toBe(0);
  });

  it("is never sent when it was taken back", async () => {
    const { outbox, clock, sent, add, device } = setUp();
    add(close);
    outbox.undo("change-1");
    await clock.pass(undoWindow * 2);
    expect([sent, outbox.changes(), device.size]).toEqual([[], [], 0]);
  });

  it("is sent one after the other, in the order in which it was done", async () => {
    const { clock, add, finished, outbox } = setUp();
    add(state("First"));
    add(state("Second"), "C-2");
    add(close);
    await clock.pass(undoWindow);
    expect(finished).toEqual(["state-issue", "state-issue", "close-issue"]);
    expect(outbox.changes()).toEqual([]);
  });

  it("waits offline, can still be taken back then, and is sent once when the network is back", async () => {
    const { outbox, clock, sent, add, states, world } = setUp();
    world.online = false;
    add(state("One"));
    add(state("Two"));
    await clock.pass(undoWindow);
    expect(states()).toEqual(["waiting, can be undone", "waiting, can be undone"]);
    outbox.undo("change-1");
    await clock.pass(600_000);
    expect(sent).toEqual([]);
    world.online = true;
    outbox.retry();
    outbox.retry();
    await clock.pass(600_000);
    expect(sent).toEqual(["state-issue Two C-1"]);
  });

  it("waits while the service is down, longer each time, keeps its order, and cannot be undone once it may have arrived", async () => {
    const { outbox, clock, sent, add, states } = setUp([down, down, done]);
    add(state("One"));
    add(state("Two"));
    await clock.pass(undoWindow);
    expect(states()).toEqual(["waiting", "waiting, can be undone"]);
    outbox.undo("change-1");
    expect(states()).toHaveLength(2);
    await clock.pass(2999);
    expect(sent).toHaveLength(1);
    await clock.pass(1);
    expect(sent).toHaveLength(2);
    await clock.pass(6000);
    expect(sent.slice(1)).toEqual(["state-issue One C-1", "state-issue One C-1", "state-issue Two C-1"]);
    expect(outbox.changes()).toEqual([]);
  });

  it("waits as long as the service asks, however impatient the agent is", async () => {
    const { outbox, clock, sent, add } = setUp([{ kind: "rate-limited", retryAfterSeconds: 30 }, done]);
    add(close);
    await clock.pass(undoWindow + 29_999);
    expect(sent).toHaveLength(1);
    outbox.retry();
    await clock.pass(0);
    expect(sent).toHaveLength(1);
    await clock.pass(1);
    expect(sent).toHaveLength(2);
  });

  it("is not sent before it is settled whose session this is", async () => {
    const { outbox, clock, sent, add, world } = setUp();
    world.ready = false;
    add(close);
    await clock.pass(undoWindow * 10);
    expect(sent).toEqual([]);
    world.ready = true;
    outbox.retry();
    await clock.pass(0);
    expect(sent).toHaveLength(1);
  });

  it.each<[UicOutcome<never>, string]>([
    [{ kind: "forbidden" }, "forbidden"],
    [{ kind: "erased" }, "erased"],
    [{ kind: "not-found" }, "not-found"],
    [{ kind: "refused", code: "precondition_failed", requestId: null, customerId: null }, "conflict"],
    [{ kind: "refused", code: "version_conflict", requestId: null, customerId: null }, "conflict"],
    [{ kind: "refused", code: "invalid_request", requestId: null, customerId: null }, "invalid"],
  ])("comes back with its reason when it is refused, and holds up nothing: %j", async (outcome, refusal) => {
    const { outbox, clock, add, states, finished, device } = setUp([outcome, done]);
    add(state("One"));
    add(state("Two"));
    await clock.pass(undoWindow);
    expect(states()).toEqual(["refused"]);
    expect(outbox.changes()[0]?.refusal).toBe(refusal);
    expect(finished).toEqual(["refused state-issue", "state-issue"]);
    expect(device.size).toBe(0);
    outbox.undo("change-1");
    expect(outbox.changes()).toEqual([]);
  });

  it("is done when what it takes away is not there any more", async () => {
    const { clock, add, states } = setUp([{ kind: "not-found" }]);
    add({ kind: "undo-merge", mergeId: "mrg_1" });
    await clock.pass(undoWindow);
    expect(states()).toEqual([]);
  });

  it("keeps in mind that it is not this person, also when that was sent", async () => {
    const { clock, add, states, device } = setUp();
    add(stranger);
    await clock.pass(undoWindow);
    expect(states()).toEqual(["settled"]);
    expect([...device.values()].map(({ change }) => change)).toEqual([{ kind: "not-this-person", identifierId: null }]);
  });

  it("sends nothing where the CRM's id decided, and hides until it is taken back", async () => {
    const { outbox, clock, sent, add, states, world } = setUp();
    world.online = false;
    add({ kind: "not-this-person", identifierId: null });
    await clock.pass(undoWindow * 2);
    expect([sent, states()]).toEqual([[], ["settled"]]);
    outbox.undo("change-1");
    expect(outbox.changes()).toEqual([]);
  });
});

describe("a page that is left", () => {
  it("sends at once what still could be undone, of the same thing only the last word", async () => {
    const { outbox, clock, sent, add } = setUp();
    add(state("One"));
    add(state("Two"));
    add(stranger);
    outbox.leave();
    await clock.pass(undoWindow * 2);
    expect(sent.slice(0, 2)).toEqual(["state-issue Two C-1 leaving", "not-this-person  C-1 leaving"]);
  });

  it("leaves to the device what the service did not take, and sends it as a last resort where there is no device", async () => {
    const { outbox, clock, sent, add, world } = setUp([down]);
    add(state("One"));
    add(state("Two"));
    await clock.pass(undoWindow);
    outbox.leave();
    expect(sent).toEqual(["state-issue One C-1"]);
    world.kept = false;
    outbox.leave();
    expect(sent.slice(1)).toEqual(["state-issue Two C-1 leaving"]);
  });

  it("goes on with what was kept, before anything else, once", async () => {
    const kept: KeptChange[] = [
      { id: "kept", conversationId: "c-1", customerId: "C-1", at: "2026-03-04T09:00:00.000Z", change: state("One") },
    ];
    const { outbox, clock, sent, add, states } = setUp();
    add(state("Later"));
    outbox.restore(kept);
    await clock.pass(0);
    expect(sent).toEqual(["state-issue One C-1"]);
    // What is read from the device a moment too late must not be done again.
    outbox.restore(kept);
    await clock.pass(undoWindow);
    expect(sent).toEqual(["state-issue One C-1", "state-issue Later C-1"]);
    expect(states()).toEqual([]);
  });

  it("forgets everything when the agent goes", async () => {
    const { outbox, clock, sent, add, device } = setUp();
    add(close);
    outbox.clear();
    await clock.pass(undoWindow * 2);
    expect([sent, outbox.changes(), device.size]).toEqual([[], [], 0]);
  });
});

it("loses nothing, does nothing twice and keeps the order, whatever network and service do", async () => {
  const step = fc.oneof(
    fc.constant("add" as const),
    fc.constant("undo" as const),
    fc.constant("offline" as const),
    fc.constant("online" as const),
    fc.integer({ min: 1, max: 20_000 }),
  );
  const answer = fc.constantFrom<Outcome>(
    done,
    down,
    { kind: "rate-limited", retryAfterSeconds: 9 },
    { kind: "forbidden" },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.array(answer, { maxLength: 40 }), async (steps, answers) => {
      const acknowledged: string[] = [];
      const refused: string[] = [];
      const added: string[] = [];
      const undone: string[] = [];
      const { outbox, clock, world, add } = setUp(
        [...answers, done],
        (made) => acknowledged.push(made.id),
        (made) => refused.push(made.id),
      );
      for (const one of steps) {
        if (one === "add") {
          add(state(`Issue ${added.length}`));
          added.push(`change-${added.length + 1}`);
        } else if (one === "undo") {
          const last = outbox.changes().findLast(({ canUndo }) => canUndo);
          if (last) undone.push(last.id);
          if (last) outbox.undo(last.id);
        } else if (typeof one === "number") await clock.pass(one);
        else {
          world.online = one === "online";
          outbox.retry();
        }
      }
      world.online = true;
      outbox.retry();
      await clock.pass(10_000_000);
      expect(acknowledged).toEqual(added.filter((id) => !undone.includes(id) && !refused.includes(id)));
    }),
    { numRuns: 60 },
  );
});
