import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  newestTellings,
  replaceTellings,
  showTellings,
  tell,
  type Tellings,
} from "../../../src/service/record/collected.ts";

const source = fc.record({
  conversation: fc.integer({ min: 1, max: 4 }),
  day: fc.integer({ min: 1, max: 6 }),
  values: fc.dictionary(fc.constantFrom("a", "b", "__proto__", "constructor"), fc.constantFrom("1", "2", null), {
    maxKeys: 3,
  }),
});

const toTellings = ({
  conversation,
  day,
  values,
}: {
  conversation: number;
  day: number;
  values: Record<string, string | null>;
}) =>
  tell(
    { place: { at: `2026-03-0${day}`, id: `c${conversation}` }, channel: "chat", conversationId: `c${conversation}` },
    values,
  );

const fold = (all: Iterable<Tellings>): Tellings =>
  [...all].reduce<Tellings>((known, one) => newestTellings(known, one), {});
const text = (known: Tellings): string =>
  JSON.stringify(Object.entries(known).toSorted(([a], [b]) => (a < b ? -1 : 1)));

describe("collected data", () => {
  it("is the newest telling of each key, whatever order they are heard in and however often", () => {
    const property = fc.property(
      fc.uniqueArray(source, { selector: ({ conversation, day }) => `${conversation} ${day}`, maxLength: 8 }),
      fc.infiniteStream(fc.nat()),
      (drawn, numbers) => {
        const all = drawn.map(toTellings);
        const shuffled = [...all, ...all.slice(0, 3)]
          .map((one) => ({ one, turn: numbers.next().value ?? 0 }))
          .toSorted((a, b) => a.turn - b.turn)
          .map(({ one }) => one);
        expect(text(fold(shuffled))).toBe(text(fold(all)));
      },
    );
    fc.assert(property, { numRuns: 3000, seed: 3 });
  });

  it("follows the winning revision of each source, and asks only for what it cannot know", () => {
    const property = fc.property(fc.array(source, { maxLength: 12 }), (revisions) => {
      const current = new Map<number, Tellings>();
      let known: Tellings = {};
      for (const revision of revisions) {
        const now = toTellings(revision);
        const { tellings, unknown } = replaceTellings(known, current.get(revision.conversation) ?? {}, now);
        current.set(revision.conversation, now);
        const remaining = fold(current.values());
        const found = Object.fromEntries(Object.entries(remaining).filter(([key]) => unknown.includes(key)));
        known = newestTellings(tellings, found);
        expect(text(known)).toBe(text(remaining));
      }
    });
    fc.assert(property, { numRuns: 3000, seed: 4 });
  });

  it("shows keys in one order and leaves removed ones out, whatever they are called", () => {
    const told = tell(
      { place: { at: "2026-03-01", id: "c1" }, channel: null, conversationId: null },
      { b: 1, ["__proto__"]: 2, a: null },
    );
    expect(JSON.stringify(showTellings(told))).toBe(
      '{"__proto__":{"value":2,"channel":null,"conversationId":null,"collectedAt":"2026-03-01"},' +
        '"b":{"value":1,"channel":null,"conversationId":null,"collectedAt":"2026-03-01"}}',
    );
  });
});
