import { act, render, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { LookupAnswer } from "../../../src/contract/lookup.ts";
import { WithJourney } from "../../../src/widget/app/App.tsx";
import type { ShownJourney } from "../../../src/widget/app/shown-journey.ts";
import type { Configuration } from "../../../src/widget/genesys/configuration.ts";
import type { ConversationOutcome } from "../../../src/widget/genesys/genesys.ts";
import type { Situation } from "../../../src/widget/journey/situation.ts";
import type { UicOutcome } from "../../../src/widget/journey/uic.ts";
import { aConversation, type CallerFacts, conversationId } from "../support/conversations.ts";
import { aCustomer } from "../support/customers.ts";
import { aTabKey, freshIndexedDb, storedRows } from "../support/device.ts";
import { aWorld, ok, signedIn, type World } from "../support/fake-connections.ts";

const phone = "tel:+94771234567";
const firstContact: LookupAnswer = { status: "first_contact", recentInteractions: [], tried: ["phone"] };
const remembered = { customer: aCustomer({ displayName: "Nimali (remembered)" }), at: "2026-03-04T08:00:00.000Z" };

beforeEach(() => {
  freshIndexedDb();
});

interface Shown {
  readonly now: () => ShownJourney;
  /** Every situation that was on screen, in order. */
  readonly kinds: () => string[];
  readonly until: (kind: Situation["kind"], name?: string) => Promise<void>;
  readonly leave: () => void;
}

function show(world: World, search?: string): Shown {
  const launch = world.launch(search);
  const seen: string[] = [];
  let current: ShownJourney | undefined;
  const { unmount } = render(
    <WithJourney launch={launch}>
      {(journey) => {
        current = journey;
        const label = labelOf(journey.situation);
        if (seen.at(-1) !== label) seen.push(label);
        return null;
      }}
    </WithJourney>,
  );
  const now = (): ShownJourney => {
    if (!current) throw new Error("Nothing was shown.");
    return current;
  };
  return {
    now,
    kinds: () => seen,
    until: (kind, name) =>
      waitFor(() => expect(labelOf(now().situation)).toBe(name === undefined ? kind : `${kind} ${name}`)),
    leave: unmount,
  };
}

function labelOf(situation: Situation): string {
  if (situation.kind !== "returning") return situation.kind;
  const { freshness, customer } = situation;
  const how = freshness.kind === "stale" ? freshness.because : freshness.kind;
  return `returning ${customer.displayName} ${how}`;
}

function found(...callers: readonly CallerFacts[]): ConversationOutcome {
  return { kind: "found", conversation: aConversation(...callers) };
}

/** Lets time pass when nothing is at work on the device: the database answers in real time, its time limit is the fake clock's. */
async function passSeconds(world: World, seconds: number): Promise<void> {
  await waitFor(() => expect(world.clock.waiting()).toEqual([]));
  await world.clock.pass(seconds * 1000);
}

function settled<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  return Promise.withResolvers<T>();
}

describe("a launch", () => {
  it("takes two round trips after the sign-in: conversation, lookup", async () => {
    const world = aWorld();
    const { until, kinds } = show(world);
    await until("signing-in");
    expect(world.asked).toEqual([]);
    act(() => world.become(signedIn));
    await until("returning", "Nimali Perera live");
    expect(world.asked.filter((one) => one === "conversation" || one === "lookup")).toEqual(["conversation", "lookup"]);
    expect(world.lookups).toEqual([{ conversationId, identifiers: [{ type: "phone", value: phone }] }]);
    expect(kinds()).toEqual(["signing-in", "loading", "returning Nimali Perera live"]);
  });

  it("shows what was remembered before anyone was asked, and replaces it in one step", async () => {
    const world = aWorld({ remembered });
    const { until, kinds } = show(world);
    await until("returning", "Nimali (remembered) remembered");
    expect(world.asked).toEqual([]);
    act(() => world.become(signedIn));
    await until("returning", "Nimali Perera live");
    expect(kinds()).toEqual(["returning Nimali (remembered) remembered", "returning Nimali Perera live"]);
  });

  it("shows what was remembered before the configuration has arrived, by that of before, and sends nothing until then", async () => {
    const configuration = settled<Configuration>();
    const world = aWorld({ remembered });
    const present = await world.configuration;
    if (present.kind !== "configured") throw new Error("The world is configured.");
    world.configurationBefore = present.config;
    world.configuration = configuration.promise;
    const { until, kinds } = show(world);
    act(() => world.become(signedIn));
    await until("returning", "Nimali (remembered) remembered");
    expect(world.asked).toEqual([]);
    await act(async () => configuration.resolve(present));
    await until("returning", "Nimali Perera live");
    expect(kinds()).toEqual(["returning Nimali (remembered) remembered", "returning Nimali Perera live"]);
  });

  it("shows nothing that was remembered to an address that the configuration of before does not allow", async () => {
    const world = aWorld({ remembered });
    const present = await world.configuration;
    if (present.kind !== "configured") throw new Error("The world is configured.");
    world.configurationBefore = present.config;
    const { until, kinds } = show(
      world,
      `gcHostOrigin=https://evil.example&gcTargetEnv=prod-euw1&gcConversationId=${conversationId}`,
    );
    await until("refused-launch");
    expect(kinds()).toEqual(["refused-launch"]);
  });

  it("sends nothing when its parameters are hostile, and says which", async () => {
    const world = aWorld({ remembered });
    const { until, now } = show(
      world,
      `gcHostOrigin=https://evil.example&gcTargetEnv=prod-euw1&gcConversationId=${conversationId}`,
    );
    await until("refused-launch");
    expect(now().situation).toMatchObject({ refusal: { parameter: "gcHostOrigin", fault: "not-allowed" } });
    act(() => world.become(signedIn));
    expect(world.asked).toEqual([]);
    now().actions.retry();
    expect(world.asked).toEqual(["reload"]);
  });

  it("sends nothing without a configuration", async () => {
    const world = aWorld({ configuration: { kind: "misconfigured", fault: "missing", issues: ["Not there."] } });
    const { until } = show(world);
    await until("misconfigured");
    expect(world.asked).toEqual([]);
  });
});

describe("the cascade", () => {
  it("runs again when attributes arrive late, and the panel keeps what it shows until then", async () => {
    const world = aWorld();
    const { until, kinds } = show(world);
    act(() => world.become(signedIn));
    await until("returning", "Nimali Perera live");
    world.conversation = found({ phone, attributes: { customerId: "C-2" } });
    const late = settled<UicOutcome<LookupAnswer>>();
    world.lookup = () => late.promise;
    act(() => world.changeConversation());
    await waitFor(() => expect(world.lookups).toHaveLength(2));
    expect(world.lookups[1]?.identifiers).toEqual([
      { type: "customerId", value: "C-2" },
      { type: "phone", value: phone },
    ]);
    await act(async () => late.resolve(ok(aCustomer({ customerId: "C-2", displayName: "Dilan" }))));
    await until("returning", "Dilan live");
    expect(kinds().slice(-2)).toEqual(["returning Nimali Perera live", "returning Dilan live"]);
  });

  it("asks nobody about an anonymous caller, and starts when the first identifier arrives", async () => {
    const world = aWorld({ conversation: found({}) });
    const { until, kinds } = show(world);
    act(() => world.become(signedIn));
    await until("anonymous");
    expect(world.lookups).toEqual([]);
    world.conversation = found({ phone });
    act(() => world.changeConversation());
    await until("returning", "Nimali Perera live");
    expect(kinds().slice(-2)).toEqual(["anonymous", "returning Nimali Perera live"]);
  });

  it("looks again when the agent asks, although nothing had failed", async () => {
    const world = aWorld({ conversation: found({}) });
    const { until, now } = show(world);
    act(() => world.become(signedIn));
    await until("anonymous");
    world.conversation = found({ phone });
    act(() => now().actions.retry());
    await until("returning", "Nimali Perera live");
    expect(world.asked.filter((one) => one === "conversation")).toHaveLength(2);
  });

  it("does not look up again when the conversation changed otherwise", async () => {
    const world = aWorld();
    const { until } = show(world);
    act(() => world.become(signedIn));
    await until("returning", "Nimali Perera live");
    act(() => world.changeConversation());
    act(() => world.changeConversation());
    act(() => world.changeConversation());
    await waitFor(() => expect(world.asked.filter((one) => one === "conversation")).toHaveLength(3));
    expect(world.lookups).toHaveLength(1);
  });

  it("never shows the answer about one caller late, when another was chosen meanwhile", async () => {
    const first = settled<UicOutcome<LookupAnswer>>();
    const world = aWorld({
      conversation: found({ id: "p-a", phone }, { id: "p-b", phone: "tel:+94770000000" }),
      lookup: ({ identifiers }) =>
        identifiers[0]?.value === phone ? first.promise : ok(aCustomer({ displayName: "B" })),
    });
    const { until, kinds, now } = show(world);
    act(() => world.become(signedIn));
    await waitFor(() => expect(world.lookups).toHaveLength(1));
    act(() => now().actions.chooseCaller("p-b"));
    await until("returning", "B live");
    await act(async () => first.resolve(ok(aCustomer({ displayName: "A" }))));
    expect(kinds()).toEqual(["signing-in", "loading", "returning B live"]);
    expect(now().situation).toMatchObject({ callers: [{ participantId: "p-a" }, { participantId: "p-b" }] });
    act(() => now().actions.chooseCaller("p-a"));
    await until("returning", "A live");
    expect(kinds().slice(-2)).not.toContain("loading B");
  });

  it("shows the candidate that the agent chose, for this interaction only", async () => {
    const candidate = { customerId: "C-7", displayName: "Ruwan", activeIssue: null, lastInteractionAt: null };
    const world = aWorld({
      lookup: ({ identifiers }) =>
        ok<LookupAnswer>(
          identifiers[0]?.type === "customerId"
            ? aCustomer({ customerId: "C-7", displayName: "Ruwan" })
            : {
                status: "ambiguous",
                candidates: [{ ...candidate, interactionCount: 3 }],
                recentInteractions: [],
                tried: ["phone"],
              },
        ),
    });
    const { until, now, kinds } = show(world);
    act(() => world.become(signedIn));
    await until("ambiguous");
    act(() => now().actions.chooseCandidate("C-7"));
    await until("returning", "Ruwan live");
    expect(kinds().slice(-3)).toEqual(["ambiguous", "loading", "returning Ruwan live"]);
    expect(world.lookups.at(-1)).toEqual({
      conversationId,
      identifiers: [{ type: "customerId", value: "C-7" }],
    });
    const next = show(Object.assign(aWorld(), { lookup: world.lookup, session: world.session }));
    await next.until("signing-in");
    expect(next.kinds().join(" ")).not.toContain("Ruwan");
  });
});

describe("when something fails", () => {
  it("the last known record stays while the service is down, and is replaced when it is back", async () => {
    const world = aWorld();
    const { until, now } = show(world);
    act(() => world.become(signedIn));
    await until("returning", "Nimali Perera live");
    world.lookup = () => ({ kind: "unreachable" });
    await passSeconds(world, 6);
    act(() => world.focus());
    await until("returning", "Nimali Perera service-unreachable");
    expect(now().situation).toMatchObject({ freshness: { retryAt: world.clock.now() + 3000 } });
    world.lookup = () => ok(aCustomer({ displayName: "Nimali again" }));
    act(() => now().actions.retry());
    await until("returning", "Nimali again live");
  });

  it("a token that is refused is renewed once, and the panel stays", async () => {
    const world = aWorld();
    const { until, kinds } = show(world);
    act(() => world.become(signedIn));
    await until("returning", "Nimali Perera live");
    world.lookup = () => ({ kind: "unauthenticated" });
    await passSeconds(world, 6);
    act(() => world.focus());
    await waitFor(() => expect(world.rejected).toEqual(["token-1"]));
    act(() => world.become({ kind: "signing-in" }));
    world.lookup = () => ok(aCustomer({ displayName: "Nimali renewed" }));
    act(() => world.become({ kind: "signed-in", session: { accessToken: "token-2", expiresAt: null } }));
    await until("returning", "Nimali renewed live");
    expect(kinds().slice(2)).toEqual(["returning Nimali Perera live", "returning Nimali renewed live"]);
  });

  it("tokens that are refused again and again are not renewed for ever", async () => {
    const world = aWorld({ lookup: () => ({ kind: "unauthenticated" }) });
    const { until } = show(world);
    for (let number = 1; number <= 5; number += 1) {
      const session = { accessToken: `token-${number}`, expiresAt: null };
      await act(async () => world.become({ kind: "signed-in", session }));
      await waitFor(() => expect(world.rejected.length).toBeGreaterThanOrEqual(Math.min(number, 3)));
    }
    await until("no-permission");
    expect(world.rejected).toEqual(["token-1", "token-2", "token-3"]);
  });

  it.each([
    ["forbidden", "no-permission"],
    ["erased", "erased"],
    ["not-found", "first-contact"],
  ] as const)("an answer that is %s takes the customer away, on the device too", async (kind, situation) => {
    const world = aWorld();
    const { until, now, leave } = show(world);
    act(() => world.become(signedIn));
    await until("returning", "Nimali Perera live");
    await waitFor(async () => {
      expect(now().surroundings.rememberedOnDevice).toBe(true);
      expect(await storedRows()).toHaveLength(1);
    });
    world.lookup = () => ({ kind });
    await passSeconds(world, 6);
    act(() => world.focus());
    await until(situation);
    await waitFor(async () => expect(await storedRows()).toEqual([]));
    leave();
    const service = settled<UicOutcome<LookupAnswer>>();
    world.lookup = () => service.promise;
    const next = show(world);
    await waitFor(() => expect(next.now().surroundings.rememberedOnDevice).toBe(true));
    await next.until("loading");
    expect(next.kinds().join()).not.toContain("Nimali");
  });

  it("what was taken away does not come back from memory when the service fails later", async () => {
    const world = aWorld({ remembered, lookup: () => ({ kind: "erased" }) });
    const { until, now } = show(world);
    act(() => world.become(signedIn));
    await until("erased");
    world.lookup = () => ({ kind: "unreachable" });
    act(() => now().actions.retry());
    await until("unavailable");
    expect(now().situation).toMatchObject({ because: "service-unreachable" });
  });

  it("nobody else is shown when the interaction names its customer and the service fails", async () => {
    const world = aWorld({
      remembered,
      conversation: found({ phone, attributes: { customerId: "C-2" } }),
      lookup: () => ({ kind: "unreachable" }),
    });
    const { until, kinds } = show(world);
    act(() => world.become(signedIn));
    await until("unavailable");
    expect(kinds().at(-1)).toBe("unavailable");
  });

  it("going offline is said at once, and coming back reads again what had failed", async () => {
    const world = aWorld({ conversation: { kind: "unreachable" } });
    const { until } = show(world);
    act(() => world.become(signedIn));
    await until("unavailable");
    act(() => world.goOnline(false));
    world.conversation = found({ phone });
    act(() => world.goOnline(true));
    await until("returning", "Nimali Perera live");
    act(() => world.goOnline(false));
    await until("returning", "Nimali Perera offline");
    expect(world.lookups).toHaveLength(1);
  });

  it("a customer who is only known by this device is shown as that while the service is down", async () => {
    const world = aWorld();
    const first = show(world);
    act(() => world.become(signedIn));
    await first.until("returning", "Nimali Perera live");
    await waitFor(async () => {
      expect(first.now().surroundings.rememberedOnDevice).toBe(true);
      expect(await storedRows()).toHaveLength(1);
    });
    first.leave();
    world.lookup = () => ({ kind: "unreachable" });
    const second = show(world);
    await second.until("returning", "Nimali Perera service-unreachable");
  });
});

describe("the device's memory", () => {
  it("asks for agent and key once for a tab, beside the conversation", async () => {
    const world = aWorld();
    const first = show(world);
    act(() => world.become(signedIn));
    await waitFor(() => expect(first.now().surroundings.rememberedOnDevice).toBe(true));
    const second = show(world);
    await waitFor(() => expect(second.now().surroundings.rememberedOnDevice).toBe(true));
    expect(world.asked.filter((one) => one === "agent" || one === "cache key")).toEqual(["agent", "cache key"]);
  });

  it("is said to be missing where there is no key to be had", async () => {
    const world = aWorld({ uic: { cacheKey: () => Promise.resolve({ kind: "unreachable" }) } });
    const { now, until } = show(world);
    act(() => world.become(signedIn));
    await until("returning", "Nimali Perera live");
    await waitFor(() => expect(now().surroundings.rememberedOnDevice).toBe(false));
  });

  it("hides what another agent of this tab saw, as soon as that is known", async () => {
    const conversation = settled<ConversationOutcome>();
    const world = aWorld({ remembered, agentId: "another agent", conversation: conversation.promise });
    world.session.setItem("customer-journey.cache-key", JSON.stringify(aTabKey({ issuedTo: "another token" })));
    const { until, kinds } = show(world);
    await until("returning", "Nimali (remembered) remembered");
    act(() => world.become(signedIn));
    await until("loading");
    expect(kinds()).toEqual(["returning Nimali (remembered) remembered", "loading"]);
  });

  it("is emptied, like the panel, by signing out", async () => {
    const world = aWorld();
    const { until, now } = show(world);
    act(() => world.become(signedIn));
    await until("returning", "Nimali Perera live");
    await waitFor(() => expect(now().surroundings.rememberedOnDevice).toBe(true));
    act(() => now().actions.signOutAndForget());
    await until("sign-in-needed");
    await waitFor(() => expect(world.session.length).toBe(0));
    world.lookup = () => ok(firstContact);
    act(() => world.become(signedIn));
    await until("first-contact");
  });
});
