import type { InteractionSummary } from "../../../contract/interaction.ts";

/** Something a customer was promised and may still be waiting for. */
export interface Promised {
  readonly conversationId: string;
  readonly text: string;
  readonly dueAt: string | null;
  readonly overdue: boolean;
}

/** What was promised long ago is no longer what this contact is about. */
const oldestMilliseconds = 45 * 86_400_000;

/**
 * What is still owed, as far as the recent interactions (newest first) tell: overdue first, then by date, undated last.
 * A later interaction that resolved the same subject has kept the promise.
 */
export function selectPromises(recent: readonly InteractionSummary[], now: number): readonly Promised[] {
  const promises = recent.flatMap((interaction, place) =>
    isSettled(interaction, recent.slice(0, place))
      ? []
      : interaction.followUps.map(({ text, dueAt }) => ({
          promise: {
            conversationId: interaction.conversationId,
            text,
            dueAt,
            overdue: dueAt !== null && Date.parse(dueAt) < now,
          },
          at: Date.parse(dueAt ?? interaction.startTime),
        })),
  );
  return promises
    .filter(({ promise, at }) => promise.text.trim() !== "" && now - at < oldestMilliseconds)
    .toSorted((one, other) => rank(one.promise) - rank(other.promise))
    .map(({ promise }) => promise);
}

function isSettled({ intent }: InteractionSummary, later: readonly InteractionSummary[]): boolean {
  return later.some((one) => one.resolutionStatus === "RESOLVED" && one.intent === intent);
}

function rank({ dueAt }: Promised): number {
  return dueAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(dueAt);
}
