/**
 * The place of a fact in its customer's time: when it happened, then its id.
 * Interactions are placed by their conversation id, sessions and agent actions by ids that sort behind every conversation's of the same moment.
 */
export interface Place {
  readonly at: string;
  readonly id: string;
}

/** Negative when `a` is before `b`. Code units are compared, as every store compares bytes: the texts are ASCII. */
export function comparePlaces(a: Place, b: Place): number {
  return compareText(a.at, b.at) || compareText(a.id, b.id);
}

export function isBefore(a: Place, b: Place): boolean {
  return comparePlaces(a, b) < 0;
}

export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Sessions sort behind the conversations of the same moment, agent actions behind both. */
export const sessionPlaceId = (sessionId: string): string => `~${sessionId}`;

export const isSessionPlaceId = (id: string): boolean => /^~[^~]/.test(id);

/** Actions of one moment keep the order in which the customer's record took them. */
export const actionPlaceId = (sequence: number, uniqueId: string): string =>
  `~~${sequence.toString().padStart(12, "0")}.${uniqueId}`;
