// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import type { Disposer, SignInState } from "../../../../src/widget/genesys/genesys.ts";
import { createCustomerChanges, type CustomerChanges } from "../../../../src/widget/journey/live/customer-changes.ts";
import { createFakeTab, type FakeFrame, type FakeTab, type FakeTabOptions } from "../../genesys/fake-browser.ts";
import { createFakeClock, settled, type FakeClock } from "../../genesys/fake-clock.ts";
import { launchAddress } from "../../genesys/sign-in/fake-login.ts";
import { aRecord } from "../../support/customers.ts";
import { type FakeService, fakeService } from "./fake-service.ts";

interface Widget {
  readonly frame: FakeFrame;
  readonly changes: CustomerChanges;
  /** What it was told, as `C-1001:8`. */
  readonly told: string[];
  show(customerId: string, version?: number): Disposer;
  become(state: SignInState): void;
  /** The frame is gone without a word. */
  vanish(): void;
}

let clock: FakeClock;
let service: FakeService;
let rejected: string[];
let chance: number;
let tab: FakeTab;

beforeEach(() => {
  clock = createFakeClock();
  service = fakeService();
  rejected = [];
  chance = 0.5;
  tab = createFakeTab({ clock });
});

const signedIn = (accessToken: string): SignInState => ({
  kind: "signed-in",
  session: { accessToken, expiresAt: null },
});

function openWidget(inTab = tab): Widget {
  const frame = inTab.openFrame(launchAddress);
  let state = signedIn("token-1");
  const listeners = new Set<() => void>();
  const told: string[] = [];
  const changes = createCustomerChanges({
    baseUrl: "",
    environment: "mypurecloud.ie",
    fetch: service.fetch,
    clock: frame.clock,
    widgets: frame.widgets,
    random: () => chance,
    signIn: {
      state: () => state,
      subscribe(listener) {
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
        };
      },
      reject: (token) => rejected.push(token),
    },
  });
  return {
    frame,
    changes,
    told,
    show(customerId, version = 7) {
      let present = version;
      return changes.follow(
        customerId,
        () => present,
        (change) => {
          if (change.kind !== "context") return void told.push(`${customerId} ${change.kind}`);
          if (change.record.version <= present) return undefined;
          present = change.record.version;
          return void told.push(`${customerId}:${present}`);
        },
      );
    },
    become(next) {
      state = next;
      for (const listener of listeners) listener();
    },
    vanish: () => frame.close(),
  };
}

/** Time for the widgets to find each other and to open what they need. */
const findEachOther = (): Promise<void> => clock.pass(500);

async function accepted(): Promise<void> {
  await findEachOther();
  service.last().accept();
  await settled();
}

describe("ten widgets", () => {
  it("have one stream about all of their customers", async () => {
    const widgets = Array.from({ length: 10 }, () => openWidget());
    widgets.forEach((widget, place) => widget.show(`C-${place % 7}`));
    await accepted();
    expect(service.streams).toHaveLength(1);
    expect(
      service
        .last()
        .customers.map(({ customerId }) => customerId)
        .toSorted(),
    ).toEqual(Array.from({ length: 7 }, (_, place) => `C-${place}`));
    service.last().say(aRecord({ customerId: "C-3", version: 8 }));
    await settled();
    expect(widgets.map(({ told }) => told.join(" "))).toEqual(["", "", "", "C-3:8", "", "", "", "", "", ""]);
    expect(widgets.map(({ changes }, place) => changes.isLive(`C-${place % 7}`))).toEqual(Array(10).fill(true));
  });

  it("follow twenty customers and say honestly that the rest are not live", async () => {
    const widget = openWidget();
    for (let place = 0; place < 22; place += 1) widget.show(`C-${place}`);
    await accepted();
    expect(service.last().customers).toHaveLength(20);
    expect([widget.changes.isLive("C-19"), widget.changes.isLive("C-20")]).toEqual([true, false]);
  });

  it("have one each where nobody hears anybody", async () => {
    const deaf = createFakeTab({ clock, channels: "denied" });
    for (const widget of [openWidget(deaf), openWidget(deaf)]) widget.show("C-1001");
    await findEachOther();
    expect(service.open()).toHaveLength(2);
  });

  it.each<Omit<FakeTabOptions, "clock">>([{ locks: "denied", storage: "denied" }, { locks: "absent" }])(
    "have one where the browser gives %o",
    async (options) => {
      const inTab = createFakeTab({ clock, ...options });
      const widgets = [openWidget(inTab), openWidget(inTab), openWidget(inTab)];
      for (const widget of widgets) widget.show("C-1001");
      await clock.pass(5000);
      service.last().accept();
      await settled();
      expect(service.streams).toHaveLength(1);
      expect(widgets.map(({ changes }) => changes.isLive("C-1001"))).toEqual([true, true, true]);
    },
  );
});

describe("a newcomer", () => {
  it("joins a new stream that resumes where the old one was, which stays until then", async () => {
    openWidget().show("C-1", 3);
    await accepted();
    const first = service.last();
    first.say(aRecord({ customerId: "C-1", version: 5 }));
    await settled();
    openWidget().show("C-2", 9);
    await findEachOther();
    expect([service.streams.length, first.isClosed()]).toEqual([2, false]);
    expect(service.last().customers).toEqual([
      { customerId: "C-1", version: 5 },
      { customerId: "C-2", version: 9 },
    ]);
    service.last().accept();
    await settled();
    expect([first.isClosed(), service.last().isClosed()]).toEqual([true, false]);
  });

  it("with a customer who is followed already needs no other stream, and is told what it missed", async () => {
    const first = openWidget();
    first.show("C-1", 3);
    await accepted();
    service.last().say(aRecord({ customerId: "C-1", version: 5 }));
    await settled();
    const [behind, abreast] = [openWidget(), openWidget()];
    behind.show("C-1", 4);
    abreast.show("C-1", 5);
    await findEachOther();
    expect(service.streams).toHaveLength(1);
    expect([first.told, behind.told, abreast.told]).toEqual([["C-1:5"], ["C-1:5"], []]);
    expect(abreast.changes.isLive("C-1")).toBe(true);
  });

  it("asks again with the oldest version that is on screen", async () => {
    openWidget().show("C-1", 6);
    openWidget().show("C-1", 4);
    await findEachOther();
    expect(service.last().customers).toEqual([{ customerId: "C-1", version: 4 }]);
  });
});

describe("the leader", () => {
  it("is replaced at once when it closes, and nothing is missed", async () => {
    const [leader, other] = [openWidget(), openWidget()];
    leader.show("C-1", 3);
    other.show("C-1", 3);
    await accepted();
    service.last().say(aRecord({ customerId: "C-1", version: 4 }));
    await settled();
    leader.vanish();
    leader.changes.dispose();
    await findEachOther();
    expect(other.changes.isLive("C-1")).toBe(false);
    expect(service.last().customers).toEqual([{ customerId: "C-1", version: 4 }]);
    service.last().accept();
    await settled();
    expect([service.open().length, other.changes.isLive("C-1")]).toEqual([1, true]);
    service.last().say(aRecord({ customerId: "C-1", version: 6 }));
    await settled();
    expect(other.told).toEqual(["C-1:4", "C-1:6"]);
  });

  it("stops following whom nobody shows any more, and lets go of the stream when there is nobody left", async () => {
    const [one, two] = [openWidget(), openWidget()];
    const leaveOne = one.show("C-1");
    const leaveTwo = two.show("C-2");
    await accepted();
    leaveOne();
    await findEachOther();
    expect(service.open()).toHaveLength(1);
    leaveTwo();
    await findEachOther();
    expect(service.open()).toEqual([]);
  });

  it("forgets a widget that is gone without a word", async () => {
    openWidget().show("C-1");
    const gone = openWidget();
    gone.show("C-2");
    await accepted();
    gone.vanish();
    for (let round = 0; round < 6; round += 1) {
      await clock.pass(20_000);
      service.last().write(":\n\n");
    }
    service.last().end();
    await clock.pass(2000);
    expect(service.last().customers.map(({ customerId }) => customerId)).toEqual(["C-1"]);
  });
});

describe("a stream that is lost", () => {
  it("is opened anew after a random part of a pause that doubles to a minute, and is not live until then", async () => {
    const widget = openWidget();
    widget.show("C-1", 3);
    chance = 0.999_999;
    await findEachOther();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt += 1) {
      const asked = service.streams.length;
      service.last().refuse(503);
      await settled();
      const from = clock.now();
      for (let tenth = 0; tenth < 700 && service.streams.length === asked; tenth += 1) await clock.pass(100);
      waits.push(Math.round((clock.now() - from) / 1000));
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(widget.changes.isLive("C-1")).toBe(false);
    service.last().accept();
    await settled();
    expect(widget.changes.isLive("C-1")).toBe(true);
  });

  it("is opened as soon as chance wants it", async () => {
    chance = 0;
    openWidget().show("C-1");
    await accepted();
    await clock.pass(11_000);
    service.last().end();
    await clock.pass(1);
    expect(service.streams).toHaveLength(2);
  });

  it.each([429, 503])("waits as long as %i asks for, whatever happens meanwhile", async (status) => {
    chance = 0;
    const widget = openWidget();
    widget.show("C-1");
    await findEachOther();
    service.last().refuse(status, { "retry-after": "30" });
    await settled();
    widget.show("C-2");
    widget.changes.retryNow();
    await clock.pass(29_000);
    expect(service.streams).toHaveLength(1);
    await clock.pass(1100);
    expect(service.streams).toHaveLength(2);
  });

  it("is live all the same where the service holds none open and says when to come back, until it does not answer", async () => {
    const widget = openWidget();
    widget.show("C-1", 3);
    await accepted();
    for (const version of [4, 5, 6]) {
      service.last().write("retry: 4000\n\n");
      service.last().say(aRecord({ customerId: "C-1", version }));
      service.last().end();
      await settled();
      expect(widget.changes.isLive("C-1")).toBe(true);
      await clock.pass(3900);
      expect(service.last().isClosed()).toBe(true);
      await clock.pass(2100);
      expect(service.last().customers).toEqual([{ customerId: "C-1", version }]);
      if (version < 6) service.last().accept();
      await settled();
    }
    expect(widget.told).toEqual(["C-1:4", "C-1:5", "C-1:6"]);
    service.last().refuse(503);
    await settled();
    expect(widget.changes.isLive("C-1")).toBe(false);
  });

  it("is tried at once when the network is back", async () => {
    chance = 0.9;
    const [, other] = [openWidget(), openWidget()];
    other.show("C-1");
    await findEachOther();
    for (let attempt = 0; attempt < 7; attempt += 1) {
      service.last().refuse(500);
      await clock.pass(60_000);
    }
    const asked = service.streams.length;
    service.last().refuse(500);
    await settled();
    other.changes.retryNow();
    await clock.pass(10);
    expect(service.streams).toHaveLength(asked + 1);
  });
});

describe("a token", () => {
  it("that is renewed opens the stream anew, and the old one stays until it stands", async () => {
    const widget = openWidget();
    widget.show("C-1", 3);
    await accepted();
    const first = service.last();
    widget.become(signedIn("token-2"));
    await settled();
    expect([service.last().token, first.isClosed()]).toEqual(["Bearer token-2", false]);
    service.last().accept();
    await settled();
    expect([first.isClosed(), widget.changes.isLive("C-1")]).toEqual([true, true]);
  });

  it("that is refused is renewed, and not tried again", async () => {
    const widget = openWidget();
    widget.show("C-1");
    await findEachOther();
    service.last().refuse(401);
    await clock.pass(300_000);
    expect([rejected, service.streams.length]).toEqual([["token-1"], 1]);
    widget.become(signedIn("token-2"));
    await settled();
    expect(service.last().token).toBe("Bearer token-2");
  });

  it("that may not do this is left alone", async () => {
    openWidget().show("C-1");
    await findEachOther();
    service.last().refuse(403);
    await clock.pass(300_000);
    expect([rejected, service.streams.length]).toEqual([[], 1]);
  });

  it("that is gone takes the stream with it", async () => {
    const widget = openWidget();
    widget.show("C-1");
    await accepted();
    widget.become({ kind: "agent-needed", reason: "signed-out" });
    await settled();
    expect([service.open(), widget.changes.isLive("C-1")]).toEqual([[], false]);
  });
});

it("ends with the widget, its timers too", async () => {
  const widget = openWidget();
  widget.show("C-1");
  await accepted();
  widget.changes.dispose();
  await settled();
  expect(service.open()).toEqual([]);
  const asked = service.streams.length;
  await clock.pass(600_000);
  expect(service.streams).toHaveLength(asked);
});

it("tells everyone who shows a customer that they were erased or merged", async () => {
  const [one, two] = [openWidget(), openWidget()];
  one.show("C-1");
  two.show("C-2");
  await accepted();
  service.last().write(`event: erased\ndata: {"customerId":"C-1"}\n\n`);
  service.last().write(`event: merged\ndata: {"customerId":"C-9","from":"C-2"}\n\n`);
  await settled();
  expect([one.told, two.told]).toEqual([["C-1 erased"], ["C-2 merged"]]);
});
