// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { createTurns, type Turns } from "../../../src/widget/genesys/turns.ts";
import { createFakeClock, settled, type FakeClock } from "./fake-clock.ts";

const deliveryMilliseconds = 40;

let clock: FakeClock;
let widgets: Set<{ readonly from: string; readonly listener: (message: unknown) => void }>;

beforeEach(() => {
  clock = createFakeClock();
  widgets = new Set();
});

/** The turns of one widget on a channel that takes its time, as between processes. */
const turnsOf = (id: string, locks: Pick<LockManager, "request"> | null = null, isHeard = true): Turns =>
  createTurns({
    locks,
    isHeard,
    clock,
    newId: () => id,
    scope: "scope",
    tell(topic, message) {
      clock.after(deliveryMilliseconds, () => {
        for (const { from, listener } of widgets) if (topic === "turn" && from !== id) listener(message);
      });
    },
    hear(_, listener) {
      const entry = { from: id, listener };
      widgets.add(entry);
      return () => {
        widgets.delete(entry);
      };
    },
  });

const { signal } = new AbortController();
const holding = () => {
  const inside = new Set<string>();
  let most = 0;
  const order: string[] = [];
  const work = (id: string, milliseconds: number) => async () => {
    inside.add(id);
    order.push(id);
    most = Math.max(most, inside.size);
    await new Promise<void>((resolve) => {
      clock.after(milliseconds, resolve);
    });
    inside.delete(id);
  };
  return { work, order, most: () => most };
};

describe("turns by asking around", () => {
  it("are one at a time for widgets that ask at the same moment", async () => {
    const { work, order, most } = holding();
    for (const id of ["c", "a", "d", "b"]) void turnsOf(id).hold("name", signal, work(id, 500));
    await clock.pass(30_000);
    expect(order.toSorted()).toEqual(["a", "b", "c", "d"]);
    expect(most()).toBe(1);
  });

  it.each([10, 60, 100, 140, 160, 300])("are one at a time for a widget that asks %d ms later", async (later) => {
    for (const [first, second] of [
      ["a", "b"],
      ["b", "a"],
    ] as const) {
      const { work, order, most } = holding();
      void turnsOf(first).hold("name", signal, work(first, 500));
      await clock.pass(later);
      void turnsOf(second).hold("name", signal, work(second, 500));
      await clock.pass(10_000);
      expect(order).toHaveLength(2);
      expect(most()).toBe(1);
    }
  });

  it("of another name do not wait", async () => {
    const { work, most } = holding();
    void turnsOf("a").hold("one", signal, work("a", 5000));
    void turnsOf("b").hold("other", signal, work("b", 5000));
    await clock.pass(1000);
    expect(most()).toBe(2);
  });

  it("pass on when the work fails, and when its frame is gone without a word", async () => {
    const failed = turnsOf("a").hold("name", signal, () => Promise.reject(new Error("broken")));
    const caught = failed.catch((failure: unknown) => failure);
    await clock.pass(200);
    expect(await caught).toBeInstanceOf(Error);
    const { work, order } = holding();
    void turnsOf("b").hold("name", signal, work("b", 1e9));
    await clock.pass(200);
    void turnsOf("c").hold("name", signal, work("c", 10));
    await clock.pass(5000);
    expect(order).toEqual(["b"]);
    for (const widget of widgets) if (widget.from === "b") widgets.delete(widget);
    await clock.pass(5000);
    expect(order).toEqual(["b", "c"]);
  });

  it("are not waited for once that was aborted", async () => {
    const { work, order } = holding();
    void turnsOf("a").hold("name", signal, work("a", 1000));
    await clock.pass(200);
    const abort = new AbortController();
    const waiting = turnsOf("b").hold("name", abort.signal, work("b", 10));
    await clock.pass(200);
    abort.abort();
    await waiting;
    await clock.pass(20_000);
    expect(order).toEqual(["a"]);
    expect(widgets.size).toBe(0);
  });
});

describe("turns where the browser denies its locks", () => {
  const denied = { request: () => Promise.reject(new DOMException("The request was denied.", "SecurityError")) };

  it("are asked for", async () => {
    const { work, most } = holding();
    for (const id of ["a", "b"]) void turnsOf(id, denied).hold("name", signal, work(id, 500));
    await clock.pass(5000);
    expect(most()).toBe(1);
  });

  it("are everyone's at once where nobody hears anybody either", async () => {
    const { work, most } = holding();
    for (const id of ["a", "b"]) void turnsOf(id, denied, false).hold("name", signal, work(id, 500));
    await settled();
    expect(most()).toBe(2);
  });
});
