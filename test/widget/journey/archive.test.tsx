import { QueryClient } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import * as fc from "fast-check";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import type { InteractionSummary } from "../../../src/contract/interaction.ts";
import { ArchiveSource } from "../../../src/widget/journey/archive-source.ts";
import { useArchive, withArchive } from "../../../src/widget/journey/archive.ts";
import type { UicClient, UicOutcome } from "../../../src/widget/journey/uic.ts";
import { aCustomer, anInteraction } from "../support/customers.ts";
import { silentUic } from "../support/silent-uic.ts";

const all = Array.from({ length: 250 }, (_, place) =>
  anInteraction({
    conversationId: `c-${String(place).padStart(3, "0")}`,
    startTime: new Date(Date.parse("2026-03-01T00:00:00.000Z") - place * 3_600_000).toISOString(),
  }),
);
const customer = aCustomer({ recentInteractions: all.slice(0, 5), interactionCount: all.length });
const refused = (): Promise<UicOutcome<never>> => Promise.resolve({ kind: "unreachable" });

function read(pages: Pick<UicClient, "interactions">) {
  const uic = silentUic(pages);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return renderHook(() => useArchive(customer), {
    wrapper: ({ children }: { readonly children: ReactNode }) => (
      <ArchiveSource value={{ uic, client }}>{children}</ArchiveSource>
    ),
  }).result;
}

function pagesOfHundred(asked: (string | null)[]): Pick<UicClient, "interactions"> {
  return {
    interactions(_, cursor) {
      asked.push(cursor);
      const start = Number(cursor ?? 0);
      const nextCursor = start + 100 < all.length ? String(start + 100) : null;
      const value = { items: all.slice(start, start + 100), nextCursor, total: all.length };
      return Promise.resolve({ kind: "ok", value, at: 0 });
    },
  };
}

describe("the archive", () => {
  it("reads nothing before it is asked, then page by page to the end", async () => {
    const asked: (string | null)[] = [];
    const archive = read(pagesOfHundred(asked));
    expect(archive.current).toMatchObject({ state: "unread", total: 250, interactions: all.slice(0, 5) });
    expect(asked).toEqual([]);
    for (const [state, count] of [
      ["more", 100],
      ["more", 200],
      ["complete", 250],
    ] as const) {
      act(() => archive.current.readMore());
      await waitFor(() => expect(archive.current.interactions).toHaveLength(count));
      expect(archive.current.state).toBe(state);
    }
    act(() => archive.current.readMore());
    expect(asked).toEqual([null, "100", "200"]);
    expect(archive.current.interactions).toEqual(all);
  });

  it("keeps what it has when a page does not arrive, and tries that one again", async () => {
    const asked: (string | null)[] = [];
    const pages = pagesOfHundred(asked);
    let down = false;
    const archive = read({
      interactions: (...request) => (down ? refused() : pages.interactions(...request)),
    });
    act(() => archive.current.readMore());
    await waitFor(() => expect(archive.current.state).toBe("more"));
    down = true;
    act(() => archive.current.readMore());
    await waitFor(() => expect(archive.current.state).toBe("failed"));
    expect(archive.current.interactions).toHaveLength(100);
    down = false;
    act(() => archive.current.readMore());
    await waitFor(() => expect(archive.current.interactions).toHaveLength(200));
    expect(asked).toEqual([null, "100"]);
  });

  it("has each interaction once, in its latest version, newest first, in whatever order they came", () => {
    const one = fc.record({ place: fc.nat(9), revision: fc.nat(3) }).map(({ place, revision }) =>
      anInteraction({
        conversationId: `c-${place}`,
        startTime: `2026-03-0${1 + (place % 5)}T00:00:00.000Z`,
        revisedAt: `2026-03-10T00:00:0${revision}.000Z`,
        outcomeNotes: `revision ${revision}`,
      }),
    );
    fc.assert(
      fc.property(fc.array(one), fc.array(one), (recent, items) => {
        const shown = withArchive(recent, { pages: [{ items, nextCursor: null, total: 0 }] });
        expect(new Set(shown.map(({ conversationId }) => conversationId)).size).toBe(shown.length);
        expect(shown).toEqual(shown.toSorted((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1)));
        for (const { conversationId, revisedAt } of [...recent, ...items]) {
          const kept = shown.find((row) => row.conversationId === conversationId);
          expect((kept?.revisedAt ?? "") >= revisedAt).toBe(true);
        }
      }),
    );
  });
});

function keyOf({ startTime, conversationId }: InteractionSummary): string {
  return `${startTime} ${conversationId}`;
}
