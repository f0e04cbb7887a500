import { QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Identifier } from "../../../src/contract/identifier.ts";
import { createQueryClient } from "../../../src/widget/app/query-client.ts";
import { systemClock } from "../../../src/widget/genesys/clock.ts";
import type { ConversationOutcome } from "../../../src/widget/genesys/genesys.ts";
import { conversationQuery, type JourneySources, lookupQuery } from "../../../src/widget/journey/journey-queries.ts";
import {
  conversationRefresher,
  refreshAll,
  refreshFailed,
  refreshOld,
  refreshWithNewToken,
} from "../../../src/widget/journey/refresh.ts";
import type { UicOutcome } from "../../../src/widget/journey/uic.ts";
import { aConversation, conversationId } from "../support/conversations.ts";
import { aCustomer } from "../support/customers.ts";
import { silentUic } from "../support/silent-uic.ts";

const found: ConversationOutcome = { kind: "found", conversation: aConversation({ phone: "tel:+94771234567" }) };
const refused = (): Promise<UicOutcome<never>> => Promise.resolve({ kind: "unreachable" });

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-03-04T09:15:00.000Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

function sourcesOf(over: {
  readonly conversation?: () => Promise<ConversationOutcome>;
  readonly lookup?: JourneySources["uic"]["lookup"];
}): JourneySources & { readonly rejected: string[] } {
  const rejected: string[] = [];
  return {
    rejected,
    platform: {
      readConversation: over.conversation ?? (() => Promise.resolve(found)),
      readAgent: () => Promise.resolve(null),
    },
    uic: silentUic({ lookup: over.lookup ?? refused }),
    session: () => ({ accessToken: "token-1", expiresAt: null }),
    reject: (accessToken) => rejected.push(accessToken),
    clock: systemClock,
    random: () => 0.5,
  };
}

const subject = {
  participantId: "p-1",
  identifiers: [{ type: "phone", value: "+94771234567" }],
  chosen: false,
} as const;

async function knownWith(identifiers: readonly Identifier[]) {
  const client = createQueryClient();
  const answered = sourcesOf({
    lookup: () => Promise.resolve({ kind: "ok", value: aCustomer(), at: Date.now() }),
  });
  await client.fetchQuery(lookupQuery(answered, conversationId, subject));
  const later = { ...subject, identifiers };
  return (await client.fetchQuery(lookupQuery(sourcesOf({}), conversationId, later))).known?.value ?? null;
}

describe("the lookup", () => {
  it("is read again by itself when it said it would be, and not before", async () => {
    const outcomes: UicOutcome<ReturnType<typeof aCustomer>>[] = [
      { kind: "rate-limited", retryAfterSeconds: 20 },
      { kind: "unreachable" },
      { kind: "ok", value: aCustomer(), at: Date.parse("2026-03-04T09:15:23.000Z") },
    ];
    let asked = 0;
    const sources = sourcesOf({
      lookup() {
        asked += 1;
        return Promise.resolve(outcomes[asked - 1] ?? { kind: "malformed" });
      },
    });
    const observer = new QueryObserver(createQueryClient(), lookupQuery(sources, conversationId, subject));
    const stop = observer.subscribe(() => {});
    const after = async (milliseconds: number) => {
      await vi.advanceTimersByTimeAsync(milliseconds);
      return [asked, observer.getCurrentResult().data?.failure?.kind ?? "none"];
    };
    expect(await after(0)).toEqual([1, "rate-limited"]);
    expect(await after(19_990)).toEqual([1, "rate-limited"]);
    expect(await after(20)).toEqual([2, "unreachable"]);
    expect(await after(2980)).toEqual([2, "unreachable"]);
    expect(await after(20)).toEqual([3, "none"]);
    expect(await after(3_600_000)).toEqual([3, "none"]);
    stop();
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
  });

  describe("with new identifiers while the service does not answer", () => {
    const phone = { type: "phone", value: "+94771234567" } as const;
    const email = { type: "email", value: "nimali@example.com" } as const;

    it("keeps the customer that was known by those before", async () => {
      expect(await knownWith([phone, email])).toEqual(aCustomer());
      expect(await knownWith([{ type: "customerId", value: aCustomer().customerId }, phone])).toEqual(aCustomer());
    });

    it("keeps nobody where a customer id names somebody else", async () => {
      expect(await knownWith([{ type: "customerId", value: "C-somebody-else" }, phone])).toBeNull();
    });

    it("keeps nobody where an identifier was taken away", async () => {
      expect(await knownWith([email])).toBeNull();
    });
  });

  it("asks nobody about a caller without identifiers", async () => {
    let asked = 0;
    const sources = sourcesOf({
      lookup() {
        asked += 1;
        return refused();
      },
    });
    const anonymous = { participantId: "p-1", identifiers: [], chosen: false };
    const reading = await createQueryClient().fetchQuery(lookupQuery(sources, conversationId, anonymous));
    expect(reading.known?.value).toEqual({ status: "first_contact", recentInteractions: [], tried: [] });
    expect(asked).toBe(0);
  });
});

describe("the conversation", () => {
  it("hands a token that was refused back, once for each refusal", async () => {
    const sources = sourcesOf({ conversation: () => Promise.resolve({ kind: "unauthenticated" }) });
    await createQueryClient().fetchQuery(conversationQuery(sources, conversationId));
    expect(sources.rejected).toEqual(["token-1"]);
  });

  it("is left alone as long as Genesys Cloud asks, whatever changes meanwhile, unless the agent asks", async () => {
    let asked = 0;
    const sources = sourcesOf({
      conversation() {
        asked += 1;
        return Promise.resolve({ kind: "rate-limited", retryAfterSeconds: 30 });
      },
    });
    const client = createQueryClient();
    const stop = new QueryObserver(client, conversationQuery(sources, conversationId)).subscribe(() => {});
    await vi.advanceTimersByTimeAsync(0);
    conversationRefresher(client, conversationId, Date.now)();
    await refreshFailed(client, Date.now());
    await refreshOld(client, Date.now() + 10_000);
    await refreshWithNewToken(client, Date.now());
    await vi.advanceTimersByTimeAsync(29_900);
    expect(asked).toBe(1);
    await refreshAll(client);
    expect(asked).toBe(2);
    stop();
  });

  it("is read one at a time while it changes, and once more after the last change", async () => {
    let running = 0;
    let most = 0;
    let asked = 0;
    const sources = sourcesOf({
      async conversation() {
        asked += 1;
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => {
          setTimeout(resolve, 100);
        });
        running -= 1;
        return found;
      },
    });
    const client = createQueryClient();
    const stop = new QueryObserver(client, conversationQuery(sources, conversationId)).subscribe(() => {});
    await vi.advanceTimersByTimeAsync(100);
    const changed = conversationRefresher(client, conversationId, Date.now);
    for (let change = 0; change < 10; change += 1) {
      changed();
      await vi.advanceTimersByTimeAsync(15);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(most).toBe(1);
    expect(asked).toBeLessThanOrEqual(4);
    expect(asked).toBeGreaterThanOrEqual(3);
    stop();
  });
});
