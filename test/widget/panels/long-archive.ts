import type { InteractionSummary } from "../../../src/contract/interaction.ts";
import { channel } from "../../../src/contract/primitives.ts";
import type { UicClient } from "../../../src/widget/journey/uic.ts";
import { silentUic } from "../support/silent-uic.ts";
import { anInteraction, billingDispute } from "./fixtures.ts";

const outcomes = ["RESOLVED", "UNRESOLVED", "ABANDONED", "RESOLVED", "ESCALATED"] as const;
const subjects = ["Roaming", "Plan upgrade", "Invoice question", "São Paulo trip", null] as const;

/** So many interactions, newest first; the first five are the billing dispute. */
export function manyInteractions(count: number): readonly InteractionSummary[] {
  const older = Array.from({ length: Math.max(0, count - billingDispute.length) }, (_, place) =>
    anInteraction({
      conversationId: `old-${place}`,
      channel: channel.options[place % channel.options.length] ?? "voice",
      startTime: new Date(Date.parse("2026-09-01T10:00:00.000Z") - place * 43_200_000).toISOString(),
      durationSeconds: 60 + ((place * 37) % 900),
      resolutionStatus: outcomes[place % outcomes.length] ?? "RESOLVED",
      intent: subjects[place % subjects.length] ?? null,
      outcomeNotes: place % 3 === 0 ? "" : `Note ${place}: ${"what was said and done, ".repeat(1 + (place % 7))}`,
    }),
  );
  return [...billingDispute, ...older].slice(0, count);
}

/** A service that knows these interactions and nothing else. */
export function longArchive(count: number, pageSize = 100): UicClient {
  const all = manyInteractions(count);
  return silentUic({
    interactions(_customerId, cursor) {
      const from = Number(cursor ?? 0);
      const to = from + pageSize;
      return Promise.resolve({
        kind: "ok",
        at: 0,
        value: { items: all.slice(from, to), nextCursor: to < all.length ? String(to) : null, total: all.length },
      });
    },
  });
}
