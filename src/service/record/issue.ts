import * as z from "zod/mini";
import type { InteractionSummary } from "../../contract/interaction.ts";
import { comparePlaces, isBefore, type Place } from "./order.ts";

/** What one interaction or agent statement does to the open issue, at its place in time. */
export type IssueEvent = { readonly place: Place } & (
  | { readonly effect: "opens"; readonly text: string | null }
  | { readonly effect: "closes" }
);

const place = z.object({ at: z.string(), id: z.string() });

/** Enough of the events to know the open issue: the last closing one, and of those that opened after it the first and the last. */
export const issueState = z.object({
  closed: z.nullable(place),
  first: z.nullable(place),
  last: z.nullable(z.object({ place, text: z.nullable(z.string()) })),
});
export type IssueState = z.infer<typeof issueState>;

export const noIssue: IssueState = { closed: null, first: null, last: null };

/** UNRESOLVED and ESCALATED open the issue, RESOLVED closes it, ABANDONED says nothing about it. */
export function interactionIssueEvent(summary: InteractionSummary): IssueEvent | null {
  const at = { at: summary.startTime, id: summary.conversationId };
  switch (summary.resolutionStatus) {
    case "UNRESOLVED":
    case "ESCALATED":
      return { place: at, effect: "opens", text: summary.intent };
    case "RESOLVED":
      return { place: at, effect: "closes" };
    case "ABANDONED":
      return null;
    default:
      return summary.resolutionStatus satisfies never;
  }
}

/** The state with one more event, or null when only {@link foldIssue} over the events can tell. */
export function addIssueEvent(state: IssueState, event: IssueEvent): IssueState | null {
  const { closed, first, last } = state;
  if (closed && comparePlaces(event.place, closed) <= 0) return state;
  if (event.effect === "opens") {
    return {
      closed,
      first: first && isBefore(first, event.place) ? first : event.place,
      last: last && isBefore(event.place, last.place) ? last : { place: event.place, text: event.text },
    };
  }
  if (!first || !last || isBefore(last.place, event.place)) return { closed: event.place, first: null, last: null };
  if (isBefore(event.place, first)) return { closed: event.place, first, last };
  return null;
}

/** The state without an event that was counted, or null when only {@link foldIssue} over the remaining events can tell. */
export function removeIssueEvent(state: IssueState, event: IssueEvent): IssueState | null {
  const { closed, first, last } = state;
  const isAt = (other: Place | undefined | null): boolean => other != null && comparePlaces(event.place, other) === 0;
  if (event.effect === "closes") return isAt(closed) ? null : state;
  if (closed && isBefore(event.place, closed)) return state;
  if (isAt(first) && isAt(last?.place)) return { closed, first: null, last: null };
  return isAt(first) || isAt(last?.place) ? null : state;
}

/** The state of all events, given newest first; reads no further than the last closing one. */
export async function foldIssue(newestFirst: AsyncIterable<IssueEvent>): Promise<IssueState> {
  let first: IssueState["first"] = null;
  let last: IssueState["last"] = null;
  for await (const event of newestFirst) {
    if (event.effect === "closes") return { closed: event.place, first, last };
    first = event.place;
    last ??= { place: event.place, text: event.text };
  }
  return { closed: null, first, last };
}
