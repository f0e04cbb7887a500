import { act, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { UnifiedInteractionContext } from "../../../src/contract/record.ts";
import { App } from "../../../src/widget/app/App.tsx";
import { conversationId } from "../support/conversations.ts";
import { aCustomer, anInteraction, aRecord } from "../support/customers.ts";
import { freshIndexedDb, storedRows } from "../support/device.ts";
import { aWorld, ok, signedIn, type World } from "../support/fake-connections.ts";

beforeEach(() => {
  freshIndexedDb();
});

const chat = anInteraction({
  conversationId: "0d7a4c5e-3f3c-4b1a-9a51-1f0c7f3f0a02",
  channel: "chat",
  intent: "Refund not received",
  startTime: "2026-03-04T09:10:00.000Z",
});

async function show(over: Partial<World> = {}): Promise<World> {
  const world = aWorld(over);
  const launch = world.launch();
  render(<App launch={launch} languageTag="en-us" now={() => world.clock.now()} />);
  act(() => world.become(signedIn));
  await screen.findByText("Live");
  return world;
}

/** What the service tells of the customer on screen. */
async function told(world: World, record: Partial<UnifiedInteractionContext>): Promise<void> {
  await act(async () => {
    world.tellChange({ kind: "context", customerId: "C-1001", record: aRecord(record) });
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  });
}

const recent = () =>
  within(screen.getByRole("region", { name: "Recent interactions" }))
    .getAllByRole("heading", { level: 3 })
    .map((heading) => heading.closest("li"));

describe("a record that arrives", () => {
  it("changes what is on screen without another question, and counts as just read", async () => {
    const world = await show();
    expect(world.followed()).toEqual(["C-1001:7"]);
    const asked = world.asked.length;
    await world.clock.pass(60_000);
    await told(world, { version: 8, interactions: [chat, anInteraction()], interactionCount: 2 });
    await waitFor(() => expect(recent()).toHaveLength(2));
    expect(recent()[0]).toHaveTextContent("Refund not received");
    expect(screen.queryByRole("button", { name: "Mark resolved" })).toBeNull();
    expect(world.followed()).toEqual(["C-1001:8"]);
    expect(world.asked).toHaveLength(asked);
    expect(screen.getByText(/^Updated/)).toBeVisible();
  });

  it("is kept on this device", async () => {
    const world = await show();
    await waitFor(async () => expect(await storedRows()).toHaveLength(1));
    await waitFor(() => expect(world.clock.waiting()).toEqual([]));
    await world.clock.pass(60_000);
    await told(world, { version: 8 });
    const now = world.clock.now();
    await waitFor(async () => expect(await storedRows()).toEqual([expect.objectContaining({ usedAt: now })]));
  });

  it("that is older than what is on screen changes nothing", async () => {
    const world = await show();
    await told(world, { version: 6, displayName: "Somebody else" });
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Nimali Perera");
  });

  it("is announced once, politely", async () => {
    const world = await show();
    await told(world, { version: 8, interactions: [chat, anInteraction()], interactionCount: 2 });
    const said = await screen.findByText("1 new interaction");
    expect(said).toHaveAttribute("aria-live", "polite");
    expect(screen.queryByRole("button", { name: "1 new" })).toBeNull();
  });

  it("waits behind a line while the agent reads, and is announced all the same", async () => {
    const world = await show();
    const [first] = recent();
    await userEvent.click(within(first!).getByRole("button", { name: /Billing dispute/ }));
    await told(world, { version: 8, interactions: [chat, anInteraction()], interactionCount: 2 });
    const line = await screen.findByRole("button", { name: "1 new" });
    expect(recent()).toHaveLength(1);
    expect(screen.getByText("1 new interaction")).toHaveAttribute("aria-live", "polite");
    await userEvent.click(line);
    expect(recent()).toHaveLength(2);
  });

  it("has the customer looked up again when it says less than a lookup: who matched, who is elsewhere", async () => {
    const elsewhere = { value: "1", channel: "chat", conversationId: "other", collectedAt: "2026-03-04T09:00:00.000Z" };
    const phone = {
      id: "idn_1",
      type: "phone",
      channel: null,
      display: "•••",
      verified: true,
      linkedAt: "2026-03-04T09:00:00.000Z",
      linkedBy: "pipeline",
    } as const;
    const identifiers = [phone];
    const world = await show({ lookup: () => ok(aCustomer({ identifiers })) });
    await told(world, { version: 8, identifiers });
    expect(world.lookups).toHaveLength(1);
    await told(world, {
      version: 9,
      identifiers,
      collectedData: { basket: { ...elsewhere, channel: "chat" } },
    });
    await waitFor(() => expect(world.lookups).toHaveLength(2));
    await told(world, { version: 10, identifiers: [] });
    await waitFor(() => expect(world.lookups).toHaveLength(3));
  });
});

describe("a customer who is", () => {
  it("erased is gone from the screen and from this device at once", async () => {
    const world = await show();
    await waitFor(async () => expect(await storedRows()).toHaveLength(1));
    act(() => world.tellChange({ kind: "erased", customerId: "C-1001" }));
    await screen.findByRole("heading", { name: "This customer was erased" });
    await waitFor(async () => expect(await storedRows()).toEqual([]));
    expect(world.followed()).toEqual([]);
  });

  it("merged away is followed as the survivor", async () => {
    const world = await show();
    world.lookup = () => ok(aCustomer({ customerId: "C-2", displayName: "Nimali P.", version: 20 }));
    act(() => world.tellChange({ kind: "merged", customerId: "C-1001", survivor: "C-2" }));
    await waitFor(() => expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Nimali P."));
    expect(world.followed()).toEqual(["C-2:20"]);
  });
});

describe("the indicator", () => {
  it("says live only while the stream stands, and what holds otherwise", async () => {
    const world = await show();
    act(() => world.stream(false));
    expect(await screen.findByText("Connecting…")).toBeVisible();
    await act(() => world.clock.pass(5000));
    expect(screen.getByText("Updates when you look again")).toBeVisible();
    act(() => world.stream(true));
    expect(await screen.findByText("Live")).toBeVisible();
    act(() => world.goOnline(false));
    expect(await screen.findByText("Offline")).toBeVisible();
    act(() => world.goOnline(true));
    expect(world.asked).toContain("stream");
  });

  it("never says live of a caller without a record: nobody is followed", async () => {
    const world = aWorld({ lookup: () => ok({ status: "first_contact", recentInteractions: [], tried: ["phone"] }) });
    const launch = world.launch();
    render(<App launch={launch} languageTag="en-us" now={() => world.clock.now()} />);
    act(() => world.become(signedIn));
    expect(await screen.findByText("Updates when you look again")).toBeVisible();
    expect(world.followed()).toEqual([]);
  });
});

describe("while another interaction is in front", () => {
  it("what happens to the customer is counted and said in our own words, until the widget is looked at", async () => {
    const world = await show();
    act(() => world.blur());
    await told(world, {
      version: 8,
      activeIssue: "Billing dispute",
      interactions: [{ ...chat, intent: "**bold** <b>x</b>" }, anInteraction()],
    });
    await told(world, {
      version: 9,
      activeIssue: "[Refund](https://evil.example)",
      interactions: [chat, anInteraction()],
    });
    expect(world.told).toEqual([
      "bootstrapped",
      "attention 1",
      "Customer Journey: This customer has a new interaction.",
      "attention 2",
    ]);
    act(() => world.focus());
    expect(world.told.at(-1)).toBe("attention 0");
  });

  it("an erasure and a merge are said too", async () => {
    const world = await show();
    act(() => world.blur());
    world.lookup = () => ok(aCustomer({ version: 8 }));
    await act(async () => world.tellChange({ kind: "merged", customerId: "C-1001", survivor: "C-2" }));
    await act(async () => world.tellChange({ kind: "erased", customerId: "C-1001" }));
    expect(world.told).toEqual([
      "bootstrapped",
      "attention 1",
      "Customer Journey: This customer was merged with another.",
      "attention 2",
      "Customer Journey: This customer was erased",
    ]);
  });

  it("the end of this very interaction is no news, nor is a change without any", async () => {
    const world = await show();
    act(() => world.blur());
    await told(world, {
      version: 8,
      activeIssue: "Billing dispute",
      interactions: [{ ...chat, conversationId }, anInteraction()],
    });
    await told(world, { version: 9, activeIssue: "Billing dispute", interactions: [anInteraction()] });
    expect(world.told).toEqual(["bootstrapped"]);
  });

  it("nothing is said while the widget itself is in front", async () => {
    const world = await show();
    await told(world, { version: 8, interactions: [chat, anInteraction()] });
    expect(world.told).toEqual(["bootstrapped"]);
  });
});
