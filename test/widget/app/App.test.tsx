import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { App } from "../../../src/widget/app/App.tsx";
import { aCustomer } from "../support/customers.ts";
import { freshIndexedDb } from "../support/device.ts";
import { aWorld, ok, signedIn, type World } from "../support/fake-connections.ts";

const remembered = { customer: aCustomer(), at: "2026-03-04T08:00:00.000Z" };
const said = vi.fn<(...line: readonly unknown[]) => void>();

beforeEach(() => {
  freshIndexedDb();
  for (const level of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, level).mockImplementation(said);
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  said.mockClear();
});

function show(world: World) {
  const launch = world.launch();
  return render(<App launch={launch} languageTag="en-us" now={() => world.clock.now()} />, {
    onCaughtError: () => {},
  });
}

describe("the panel", () => {
  it("is one and the same from what was remembered to what is live, with the agent's place in it", async () => {
    const world = aWorld({ remembered });
    show(world);
    const heading = await screen.findByRole("heading", { name: "Nimali Perera" });
    const button = screen.getByRole("button", { name: "Mark resolved" });
    button.focus();
    act(() => world.become(signedIn));
    await screen.findByText("Live");
    expect(screen.getByRole("heading", { name: "Nimali Perera" })).toBe(heading);
    expect(document.activeElement).toBe(button);
    expect(said).not.toHaveBeenCalled();
  });

  it("shows first who it is, why and what was promised, and the rest once that is on screen", async () => {
    const painted = Promise.withResolvers<number>();
    const world = aWorld({ remembered, painted: () => painted.promise });
    const present = await world.configuration;
    if (present.kind !== "configured") throw new Error("The world is configured.");
    world.configurationBefore = present.config;
    world.configuration = new Promise(() => {});
    show(world);
    expect(await screen.findByRole("heading", { name: "Nimali Perera" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Mark resolved" })).toBeVisible();
    expect(screen.queryByRole("heading", { name: "Recent interactions" })).toBeNull();
    await act(async () => painted.resolve(120));
    expect(screen.getByRole("heading", { name: "Recent interactions" })).toBeVisible();
  });

  it("says that the widget is not remembered here where the device has no memory", async () => {
    const world = aWorld({ uic: { cacheKey: () => Promise.resolve({ kind: "forbidden" }) } });
    show(world);
    act(() => world.become(signedIn));
    await screen.findByText("Live");
    await userEvent.click(await screen.findByRole("button", { name: "Menu" }));
    expect(await screen.findByText(/not remembered on this device/i)).toBeVisible();
  });

  it("reads the archive when the agent asks for it", async () => {
    const world = aWorld({ lookup: () => ok(aCustomer({ interactionCount: 3 })) });
    show(world);
    act(() => world.become(signedIn));
    await userEvent.click(await screen.findByRole("button", { name: "Show all 3 interactions" }));
    await waitFor(() => expect(world.asked).toContain("interactions"));
  });

  it("says in words that something of ours failed, and offers to start anew", async () => {
    const world = aWorld({
      lookup: () => ok(Object.assign(aCustomer(), { recentInteractions: null })),
    });
    show(world);
    act(() => world.become(signedIn));
    await userEvent.click(await screen.findByRole("button", { name: /again|reload/i }));
    expect(world.asked).toContain("reload");
  });
});

describe("the host", () => {
  it("is told that the widget is there, and ends it", async () => {
    const world = aWorld();
    const { unmount } = show(world);
    act(() => world.become(signedIn));
    await screen.findByText("Live");
    expect(world.told).toEqual(["bootstrapped"]);
    world.stop();
    expect(world.asked.at(-1)).toBe("stopped");
    unmount();
    const before = world.asked.length;
    world.changeConversation();
    world.focus();
    await world.clock.pass(600_000);
    expect(world.asked).toHaveLength(before);
  });

  it("is shown nothing that could not be connected, but what was remembered stays", async () => {
    const world = aWorld({ remembered, cutOff: true });
    show(world);
    await screen.findByText(/Showing what was known/);
    expect(screen.getByRole("heading", { name: "Nimali Perera" })).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Retry" }));
    expect(world.asked).toEqual(["reload"]);
  });
});
