import type { AgentAction } from "./action.ts";
import { interactionTellings, newestTellings, replaceTellings, tell, type Tellings } from "./collected.ts";
import type { CustomerHead } from "./head.ts";
import type { Interaction } from "./interaction.ts";
import { addIssueEvent, interactionIssueEvent, removeIssueEvent, type IssueEvent, type IssueState } from "./issue.ts";
import { actionPlaceId, compareText, type Place } from "./order.ts";
import { replacePartyFact } from "./party.ts";

/** A head after a change. `unknown` names the collected keys whose newest telling must be looked up in the remaining facts. */
export interface AppliedHead {
  readonly head: CustomerHead;
  readonly unknown: readonly string[];
}

/** Replaces one interaction of a customer by another revision; null before for a new one, null after for one that goes. */
export function applyInteraction(
  head: CustomerHead,
  before: Interaction | null,
  after: Interaction | null,
): AppliedHead {
  const { tellings, unknown } = replaceTellings(
    head.collected,
    before ? interactionTellings(before.summary, before.values) : {},
    after ? interactionTellings(after.summary, after.values) : {},
  );
  return {
    head: {
      ...head,
      interactionCount: head.interactionCount + (after ? 1 : 0) - (before ? 1 : 0),
      oldestAt: after ? earliest(head.oldestAt, after.summary.startTime) : head.oldestAt,
      collected: tellings,
      parties: replacePartyFact(head.parties, before, after),
    },
    unknown,
  };
}

/** The group's issue after one event took another's place, or null when the remaining events must be read. */
export function replaceIssueEvent(
  state: IssueState,
  before: IssueEvent | null,
  after: IssueEvent | null,
): IssueState | null {
  const without = before ? removeIssueEvent(state, before) : state;
  if (!without || !after) return without;
  return addIssueEvent(without, after);
}

export function replaceInteractionIssue(
  state: IssueState,
  before: Interaction | null,
  after: Interaction | null,
): IssueState | null {
  return replaceIssueEvent(
    state,
    before ? interactionIssueEvent(before.summary) : null,
    after ? interactionIssueEvent(after.summary) : null,
  );
}

/** Adds a session, or what it told since. */
export function applySession(
  head: CustomerHead,
  before: Tellings | null,
  after: { readonly told: Tellings; readonly lastActivityAt: string } | null,
): AppliedHead {
  const { tellings, unknown } = replaceTellings(head.collected, before ?? {}, after?.told ?? {});
  return {
    head: {
      ...head,
      sessionCount: head.sessionCount + (after ? 1 : 0) - (before ? 1 : 0),
      restingSince: after ? earliest(head.restingSince, after.lastActivityAt) : head.restingSince,
      collected: tellings,
    },
    unknown,
  };
}

/** Where the next action of a group of customers stands in time: now, but never before an action that came before it. */
export function nextActionPlace(
  heads: readonly CustomerHead[],
  now: string,
  uniqueId: string,
): { readonly place: Place; readonly sequence: number } {
  const at = heads.reduce(
    (latest, { lastActionAt }) => (lastActionAt !== null && lastActionAt > latest ? lastActionAt : latest),
    now,
  );
  const sequence = 1 + Math.max(...heads.map(({ actionSequence }) => actionSequence));
  return { place: { at, id: actionPlaceId(sequence, uniqueId) }, sequence };
}

export function actionIssueEvent(action: AgentAction): IssueEvent | null {
  if (action.kind === "patch") return null;
  return action.issue === null
    ? { place: action.place, effect: "closes" }
    : { place: action.place, effect: "opens", text: action.issue };
}

export const actionTellings = (action: AgentAction): Tellings =>
  action.kind === "patch" ? tell({ place: action.place, channel: null, conversationId: null }, action.values) : {};

export function applyAction(head: CustomerHead, action: AgentAction, sequence: number): CustomerHead {
  return {
    ...head,
    lastActionAt: action.place.at,
    actionSequence: sequence,
    oldestAt: earliest(head.oldestAt, action.place.at),
    collected: newestTellings(head.collected, actionTellings(action)),
  };
}

function earliest(known: string | null, at: string): string {
  return known !== null && compareText(known, at) <= 0 ? known : at;
}
