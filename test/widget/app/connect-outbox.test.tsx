import { act, render, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { WithJourney } from "../../../src/widget/app/App.tsx";
import type { ShownJourney } from "../../../src/widget/app/shown-journey.ts";
import type { Change } from "../../../src/widget/journey/changes.ts";
import { undoWindow } from "../../../src/widget/journey/outbox.ts";
import type { UicOutcome } from "../../../src/widget/journey/uic.ts";
import { aCustomer } from "../support/customers.ts";
import { freshIndexedDb, storedChanges } from "../support/device.ts";
import { aWorld, ok, signedIn, type World } from "../support/fake-connections.ts";

const close: Change = { kind: "close-issue", issue: "Billing dispute" };

const down = (): UicOutcome<never> => ({ kind: "unreachable" });

beforeEach(() => {
  freshIndexedDb();
});

/** A widget of this world, live and with its device unlocked. */
async function live(world: World) {
  const launch = world.launch();
  let current: ShownJourney | undefined;
  const { unmount } = render(
    <WithJourney launch={launch}>
      {(journey) => {
        current = journey;
        return null;
      }}
    </WithJourney>,
  );
  const now = (): ShownJourney => {
    if (!current) throw new Error("Nothing was shown.");
    return current;
  };
  act(() => world.become(signedIn));
  await waitFor(() => {
    expect(now().situation.kind).toBe("returning");
    expect(now().surroundings.rememberedOnDevice).toBe(true);
  });
  const issue = () => {
    const { situation } = now();
    return situation.kind === "returning" ? situation.customer.activeIssue : undefined;
  };
  return { now, issue, leave: unmount };
}

/** Does it and lets the device keep it: the database answers in real time, its time limit is the fake clock's. */
async function make(now: () => ShownJourney, change: Change): Promise<void> {
  act(() => now().actions.change("C-1001", change));
  await waitFor(async () => expect(await storedChanges()).toHaveLength(1));
}

/** Lets time pass when nothing is at work on the device. */
async function pass(world: World, milliseconds: number): Promise<void> {
  await waitFor(() => expect(world.clock.waiting().filter((wait) => wait <= 3000)).toEqual([]));
  await act(() => world.clock.pass(milliseconds));
}

const changesOf = (world: World) => world.asked.filter((one) => one.includes("issue") || one.includes("person"));

describe("what the agent does in a widget", () => {
  it("is on screen at once, is sent when it can no longer be undone, and stays when the service agrees", async () => {
    const world = aWorld();
    const { now, issue } = await live(world);
    act(() => now().actions.change("C-1001", close));
    expect(issue()).toBeNull();
    expect(changesOf(world)).toEqual([]);
    await pass(world, undoWindow);
    await waitFor(() => expect(now().surroundings.changes).toEqual([]));
    expect(changesOf(world)).toEqual(["close-issue of C-1001"]);
    expect(now().situation).toMatchObject({ customer: { activeIssue: null, version: 8 } });
  });

  it("is taken back with its reason when the service refuses, and looked up anew", async () => {
    const world = aWorld({ change: () => ({ kind: "forbidden" }) });
    const { now, issue } = await live(world);
    await make(now, close);
    await pass(world, undoWindow);
    await waitFor(() => expect(now().surroundings.changes).toMatchObject([{ state: "refused", refusal: "forbidden" }]));
    expect(issue()).toBe("Billing dispute");
    await waitFor(() => expect(world.lookups).toHaveLength(2));
    act(() => now().actions.undo("change-1"));
    expect(now().surroundings.changes).toEqual([]);
  });

  it("waits offline and is sent once when the network is back", async () => {
    const world = aWorld();
    const { now } = await live(world);
    act(() => world.goOnline(false));
    await make(now, close);
    await pass(world, undoWindow * 10);
    expect(now().surroundings.changes).toMatchObject([{ state: "waiting", canUndo: true }]);
    expect(changesOf(world)).toEqual([]);
    act(() => world.goOnline(true));
    await waitFor(() => expect(now().surroundings.changes).toEqual([]));
    expect(changesOf(world)).toEqual(["close-issue of C-1001"]);
  });

  it("hides who it is not, and looks up whom the interaction leads to without them", async () => {
    const world = aWorld();
    const { now } = await live(world);
    act(() => now().actions.change("C-1001", { kind: "not-this-person", identifierId: "idn_1" }));
    expect(now().situation.kind).toBe("hidden");
    world.lookup = () => ok({ status: "first_contact", recentInteractions: [], tried: ["phone"] });
    await pass(world, undoWindow);
    await waitFor(() => expect(now().situation.kind).toBe("first-contact"));
    expect(changesOf(world)).toEqual(["not-this-person of C-1001"]);
  });

  it.each([
    ["the page goes", "hide"],
    ["the host ends the widget", "stop"],
  ] as const)("is sent at the last moment when %s", async (_, end) => {
    const world = aWorld();
    const { now } = await live(world);
    act(() => now().actions.change("C-1001", close));
    act(() => world[end]());
    expect(changesOf(world)).toEqual(["at the last moment close-issue of C-1001"]);
  });
});

describe("what waits on the device", () => {
  it("is unreadable there, shown by the next widget of the interaction, and sent once", async () => {
    const world = aWorld({ change: down });
    const first = await live(world);
    await make(first.now, close);
    await pass(world, undoWindow);
    await waitFor(async () => expect(await storedChanges()).toHaveLength(1));
    expect(JSON.stringify(await storedChanges())).not.toMatch(/Billing|C-1001|close/);
    first.leave();
    world.stop();

    const next = aWorld({ change: down });
    next.session.setItem("customer-journey.cache-key", world.session.getItem("customer-journey.cache-key") ?? "");
    const second = await live(next);
    await waitFor(() => expect(second.issue()).toBeNull());
    expect(second.now().surroundings.changes).toMatchObject([{ state: "waiting" }]);
    next.change = () => ok(null);
    act(() => next.focus());
    await waitFor(() => expect(second.now().surroundings.changes).toEqual([]));
    await waitFor(async () => expect(await storedChanges()).toEqual([]));
  });

  it("is gone with everything else when the agent signs out", async () => {
    const world = aWorld({ change: down });
    const { now } = await live(world);
    await make(now, close);
    await pass(world, undoWindow);
    await waitFor(async () => expect(await storedChanges()).toHaveLength(1));
    act(() => now().actions.signOutAndForget());
    await waitFor(async () => expect(await storedChanges()).toEqual([]));
    expect(now().surroundings.changes).toEqual([]);
  });

  it("is never sent in the name of another agent", async () => {
    const world = aWorld({ change: down });
    const { now } = await live(world);
    await make(now, close);
    await pass(world, undoWindow);
    await waitFor(async () => expect(await storedChanges()).toHaveLength(1));
    const before = changesOf(world).length;
    act(() => world.become({ kind: "signing-in" }));
    world.agentId = "b9e00000-0000-4000-8000-000000000002";
    world.change = () => ok(null);
    act(() => world.become({ kind: "signed-in", session: { accessToken: "token-of-another", expiresAt: null } }));
    await waitFor(() => expect(now().surroundings.changes).toEqual([]));
    await pass(world, 120_000);
    expect(changesOf(world)).toHaveLength(before);
  });

  it("of an interaction that is over is sent by another widget of the agent", async () => {
    const world = aWorld({ change: down });
    const first = await live(world);
    await make(first.now, close);
    await pass(world, undoWindow);
    await waitFor(async () => expect(await storedChanges()).toHaveLength(1));
    first.leave();
    world.stop();

    const elsewhere = aWorld({ lookup: () => ok(aCustomer({ customerId: "C-2" })), ownConversation: "c-other" });
    elsewhere.session.setItem("customer-journey.cache-key", world.session.getItem("customer-journey.cache-key") ?? "");
    const second = await live(elsewhere);
    await waitFor(() => expect(changesOf(elsewhere)).toEqual(["close-issue of C-1001"]));
    expect(second.now().surroundings.changes).toEqual([]);
    await waitFor(async () => expect(await storedChanges()).toEqual([]));
  });
});
