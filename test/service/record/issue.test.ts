import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addIssueEvent,
  foldIssue,
  noIssue,
  removeIssueEvent,
  type IssueEvent,
  type IssueState,
} from "../../../src/service/record/issue.ts";
import { comparePlaces } from "../../../src/service/record/order.ts";

const events = fc.uniqueArray(
  fc.record({ minute: fc.integer({ min: 0, max: 9 }), id: fc.integer({ min: 0, max: 4 }), opens: fc.boolean() }),
  { selector: ({ minute, id }) => `${minute} ${id}`, maxLength: 14 },
);

const toEvent = ({ minute, id, opens }: { minute: number; id: number; opens: boolean }): IssueEvent => {
  const place = { at: `2026-03-04T09:0${minute}:00.000Z`, id: `c${id}` };
  return opens ? { place, effect: "opens", text: `${minute} ${id}` } : { place, effect: "closes" };
};

async function* newestFirst(of: readonly IssueEvent[]): AsyncGenerator<IssueEvent> {
  yield* of.toSorted((a, b) => comparePlaces(b.place, a.place));
}

/** The rules as they are written: from the oldest to the newest, with nothing remembered but the issue. */
function plainly(of: readonly IssueEvent[]): { text: string | null; since: string } | null {
  let issue: { text: string | null; since: string } | null = null;
  for (const event of of.toSorted((a, b) => comparePlaces(a.place, b.place))) {
    if (event.effect === "closes") issue = null;
    else issue = reopened(issue, event.text, event.place.at);
  }
  return issue;
}

const reopened = (issue: { since: string } | null, text: string | null, at: string) => ({
  text,
  since: issue?.since ?? at,
});

const shown = ({ first, last }: IssueState) => (first && last ? { text: last.text, since: first.at } : null);

describe("the open issue", () => {
  it("worked out event by event is the one that all events together give, in any order of arrival", async () => {
    const property = fc.asyncProperty(events, fc.infiniteStream(fc.nat()), async (drawn, numbers) => {
      const arrived: IssueEvent[] = [];
      let state: IssueState = noIssue;
      const arrivals = drawn
        .map((one) => ({ event: toEvent(one), turn: numbers.next().value ?? 0 }))
        .toSorted((a, b) => a.turn - b.turn);
      for (const { event } of arrivals) {
        arrived.push(event);
        state = addIssueEvent(state, event) ?? (await foldIssue(newestFirst(arrived)));
        expect(shown(state)).toEqual(plainly(arrived));
      }
      expect(shown(await foldIssue(newestFirst(arrived)))).toEqual(plainly(arrived));
    });
    await fc.assert(property, { numRuns: 3000, seed: 1 });
  });

  it("stays right while events are taken away again, as revisions and retention do", async () => {
    const property = fc.asyncProperty(events, fc.infiniteStream(fc.nat()), async (drawn, numbers) => {
      let remaining = drawn.map(toEvent);
      let state = await foldIssue(newestFirst(remaining));
      while (remaining.length > 0) {
        const gone = remaining[(numbers.next().value ?? 0) % remaining.length];
        if (!gone) break;
        remaining = remaining.filter((event) => event !== gone);
        state = removeIssueEvent(state, gone) ?? (await foldIssue(newestFirst(remaining)));
        expect(shown(state)).toEqual(plainly(remaining));
      }
    });
    await fc.assert(property, { numRuns: 3000, seed: 2 });
  });

  it("reads back no further than the last event that closed it", async () => {
    const read: string[] = [];
    async function* watched(): AsyncGenerator<IssueEvent> {
      for (const [minute, opens] of [
        [9, true],
        [8, false],
        [7, true],
      ] as const) {
        read.push(String(minute));
        yield toEvent({ minute, id: 0, opens });
      }
    }
    expect(shown(await foldIssue(watched()))).toEqual({ text: "9 0", since: "2026-03-04T09:09:00.000Z" });
    expect(read).toEqual(["9", "8"]);
  });
});
