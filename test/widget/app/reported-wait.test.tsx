import { act, render, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { WithJourney } from "../../../src/widget/app/App.tsx";
import { aConversation } from "../support/conversations.ts";
import { aCustomer } from "../support/customers.ts";
import { freshIndexedDb } from "../support/device.ts";
import { aWorld, ok, signedIn, type World } from "../support/fake-connections.ts";

const remembered = { customer: aCustomer(), at: "2026-03-04T08:00:00.000Z" };

beforeEach(() => {
  freshIndexedDb();
});

function show(world: World): { readonly kind: () => string } {
  const shown = { kind: "" };
  render(
    <WithJourney launch={world.launch()}>
      {({ situation }) => {
        shown.kind = "freshness" in situation ? `${situation.kind} ${situation.freshness.kind}` : situation.kind;
        return null;
      }}
    </WithJourney>,
  );
  return { kind: () => shown.kind };
}

const signIn = (world: World) => act(() => world.become(signedIn));

describe("how long the agent waited", () => {
  it("is told to the service once, by when the network's answer was on screen", async () => {
    const world = aWorld();
    const shown = show(world);
    signIn(world);
    await waitFor(() => expect(world.measured).toEqual([{ acceptToBriefMilliseconds: 481, source: "network" }]));
    act(() => world.goOnline(false));
    await waitFor(() => expect(shown.kind()).toBe("returning stale"));
    act(() => world.goOnline(true));
    await waitFor(() => expect(shown.kind()).toBe("returning live"));
    expect(world.measured).toHaveLength(1);
  });

  it("is by when the cache's brief was on screen, where there was one, and told once the network confirmed", async () => {
    const world = aWorld({ remembered });
    const shown = show(world);
    await waitFor(() => expect(shown.kind()).toBe("returning remembered"));
    expect(world.measured).toEqual([]);
    signIn(world);
    await waitFor(() => expect(world.measured).toEqual([{ acceptToBriefMilliseconds: 120, source: "cache" }]));
  });

  it("counts a first contact too, which is an answer as well", async () => {
    const world = aWorld({
      lookup: () => ok({ status: "first_contact", recentInteractions: [], tried: ["phone"] }),
    });
    show(world);
    signIn(world);
    await waitFor(() => expect(world.measured).toHaveLength(1));
  });

  it("is not told when the agent had to sign in themselves", async () => {
    const world = aWorld();
    const shown = show(world);
    act(() => world.become({ kind: "agent-needed", reason: "signed-out" }));
    await waitFor(() => expect(shown.kind()).toBe("sign-in-needed"));
    signIn(world);
    await waitFor(() => expect(shown.kind()).toBe("returning live"));
    expect(world.measured).toEqual([]);
  });

  it("is not told when the customer could be known only later", async () => {
    const world = aWorld({ conversation: { kind: "found", conversation: aConversation({}) } });
    const shown = show(world);
    signIn(world);
    await waitFor(() => expect(shown.kind()).toBe("anonymous"));
    world.conversation = { kind: "found", conversation: aConversation({ phone: "tel:+94771234567" }) };
    act(() => world.changeConversation());
    await waitFor(() => expect(shown.kind()).toBe("returning live"));
    expect(world.measured).toEqual([]);
  });
});
