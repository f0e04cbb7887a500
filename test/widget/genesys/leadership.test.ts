// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { takeTheLead } from "../../../src/widget/genesys/leadership.ts";
import { createFakeClock, settled, type FakeClock } from "./fake-clock.ts";

interface Widget {
  readonly id: string;
  /** While it is frozen, none of its timers runs and it hears nothing; its locks stay its own. */
  isFrozen: boolean;
  isLeading: boolean;
  stop(): void;
}

let clock: FakeClock;
let widgets: Map<Widget, ((topic: string, message: unknown) => void)[]>;
let tails: Map<string, Promise<void>>;

beforeEach(() => {
  clock = createFakeClock();
  widgets = new Map();
  tails = new Map();
});

function openWidget(id: string, { isHeard = true, locks = true } = {}): Widget {
  const ended = new AbortController();
  const listeners: ((topic: string, message: unknown) => void)[] = [];
  const late: (() => void)[] = [];
  let frozen = false;
  const widget: Widget = {
    id,
    get isFrozen() {
      return frozen;
    },
    set isFrozen(next) {
      frozen = next;
      if (!next) for (const action of late.splice(0)) action();
    },
    isLeading: false,
    stop: () => ended.abort(),
  };
  const whenAwake = (action: () => void): void => {
    if (widget.isFrozen) late.push(action);
    else action();
  };
  widgets.set(widget, listeners);
  takeTheLead(
    "work",
    {
      clock: { now: () => clock.now(), after: (wait, action) => clock.after(wait, () => whenAwake(action)) },
      widgets: {
        id,
        isHeard,
        tell(topic, message) {
          for (const [other, heard] of widgets) {
            if (other !== widget && !other.isFrozen) for (const listener of heard) listener(topic, message);
          }
        },
        hear(topic, listener) {
          const entry = (said: string, message: unknown) => {
            if (said === topic) listener(message);
          };
          listeners.push(entry);
          return () => listeners.splice(listeners.indexOf(entry), 1);
        },
        async hold(name, signal, work) {
          const before = locks ? tails.get(name) : undefined;
          const mine = Promise.withResolvers<void>();
          const free = (before ?? Promise.resolve()).then(() => mine.promise);
          tails.set(name, free);
          const aborted = new Promise<true>((resolve) => signal.addEventListener("abort", () => resolve(true)));
          const isAborted = (await Promise.race([before, aborted])) === true;
          if (!isAborted && !signal.aborted) await work();
          mine.resolve();
        },
      },
    },
    ended.signal,
    async (signal) => {
      widget.isLeading = true;
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      widget.isLeading = false;
    },
  );
  return widget;
}

const leaders = () => [...widgets.keys()].filter(({ isLeading }) => isLeading).map(({ id }) => id);

describe("the lead", () => {
  it("is one widget's, and the next one's when it closes", async () => {
    const [first] = ["a", "b", "c"].map((id) => openWidget(id));
    await clock.pass(300_000);
    expect(leaders()).toEqual(["a"]);
    first?.stop();
    await settled();
    expect(leaders()).toEqual(["b"]);
  });

  it("passes on when who has it falls silent with its lock in hand, and is not taken back when it wakes up", async () => {
    const [first] = ["a", "b", "c"].map((id) => openWidget(id));
    await clock.pass(60_000);
    if (first) first.isFrozen = true;
    await clock.pass(120_000);
    expect(leaders()).toEqual(["a", "b"]);
    if (first) first.isFrozen = false;
    await clock.pass(30_000);
    expect(leaders()).toEqual(["b"]);
    await clock.pass(600_000);
    expect(leaders()).toEqual(["b"]);
  });

  it("of an older term is given up by a newcomer who finds its lock free", async () => {
    const [first] = ["a", "b"].map((id) => openWidget(id));
    await clock.pass(1000);
    if (first) first.isFrozen = true;
    await clock.pass(120_000);
    first?.stop();
    if (first) widgets.delete(first);
    tails.delete("work 0");
    openWidget("c");
    await clock.pass(30_000);
    expect(leaders()).toEqual(["b"]);
  });

  it("ends at one where two began it in the same term", async () => {
    for (const id of ["a", "c", "b"]) openWidget(id, { locks: false });
    await clock.pass(60_000);
    expect(leaders()).toEqual(["c"]);
  });

  it("is everyone's where nobody hears anybody", async () => {
    for (const id of ["a", "b"]) openWidget(id, { isHeard: false });
    await clock.pass(300_000);
    expect(leaders()).toEqual(["a", "b"]);
  });

  it("is wanted no more by who has ended", async () => {
    const [, second, third] = ["a", "b", "c"].map((id) => openWidget(id));
    await settled();
    second?.stop();
    third?.stop();
    await clock.pass(300_000);
    expect(leaders()).toEqual(["a"]);
  });
});
