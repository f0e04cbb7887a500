import { useState } from "react";
import type { InteractionSummary } from "../../../contract/interaction.ts";

/** The rows to show now, and how many newer ones wait until the agent wants them. */
export interface Arrivals {
  readonly rows: readonly InteractionSummary[];
  readonly waiting: number;
  readonly accept: () => void;
}

/**
 * Keeps what is being read where it is: once the rows have been live, newer interactions wait.
 * The first live answer replaces remembered rows without asking.
 */
export function useArrivals(recent: readonly InteractionSummary[], live: boolean): Arrivals {
  const [held, setHeld] = useState({ rows: recent, live });
  if (!held.live && (held.rows !== recent || live)) setHeld({ rows: recent, live });

  const shown = held.live ? held.rows : recent;
  const current = new Map(recent.map((one) => [one.conversationId, one]));
  const known = new Set(shown.map(({ conversationId }) => conversationId));
  const waiting = recent.filter((one) => !known.has(one.conversationId) && isNewer(one, shown[0])).length;
  return {
    rows: waiting === 0 ? recent : shown.map((one) => current.get(one.conversationId) ?? one),
    waiting,
    accept: () => setHeld({ rows: recent, live: held.live }),
  };
}

function isNewer(one: InteractionSummary, newest: InteractionSummary | undefined): boolean {
  return newest === undefined || one.startTime >= newest.startTime;
}
