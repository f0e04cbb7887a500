import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { InteractionSummary } from "../../../contract/interaction.ts";

/** The rows to show now, and how many newer ones wait until the agent wants them. */
interface Arrivals {
  readonly rows: readonly InteractionSummary[];
  readonly waiting: number;
  /** How many have arrived since the rows were live, to be told to who listens instead of looking. */
  readonly arrived: number;
  readonly accept: () => void;
  /** Of the element that holds the rows. */
  readonly ref: RefObject<HTMLOListElement | null>;
}

/**
 * Keeps what is being read where it is: once the rows have been live, newer interactions wait while the agent reads on,
 * and come in by themselves otherwise. The first live answer replaces remembered rows without asking.
 */
export function useArrivals(
  recent: readonly InteractionSummary[],
  { live, reading }: { readonly live: boolean; readonly reading: boolean },
): Arrivals {
  const ref = useRef<HTMLOListElement>(null);
  const [held, setHeld] = useState({ rows: recent, live, arrived: 0 });
  if (!held.live && (held.rows !== recent || live)) setHeld({ rows: recent, live, arrived: 0 });

  const shown = held.live ? held.rows : recent;
  const current = new Map(recent.map((one) => [one.conversationId, one]));
  const known = new Set(shown.map(({ conversationId }) => conversationId));
  const waiting = recent.filter((one) => !known.has(one.conversationId) && isNewer(one, shown[0])).length;
  const accept = (): void => setHeld({ rows: recent, live: held.live, arrived: held.arrived + waiting });

  const counted = useRef(0);
  useLayoutEffect(() => {
    const more = waiting > counted.current;
    counted.current = waiting;
    // Decided when it arrives: what waits is not let in because the agent has stopped reading meanwhile.
    if (more && !reading && !isReadIn(ref.current)) accept();
    // oxlint-disable-next-line react/exhaustive-deps -- only an arrival decides
  }, [waiting]);

  return {
    ref,
    rows: waiting === 0 ? recent : shown.map((one) => current.get(one.conversationId) ?? one),
    waiting,
    arrived: held.arrived + waiting,
    accept,
  };
}

function isNewer(one: InteractionSummary, newest: InteractionSummary | undefined): boolean {
  return newest === undefined || one.startTime >= newest.startTime;
}

/** Whether the agent is somewhere in the rows: has scrolled to them, put the focus into them or marked a part of them. */
function isReadIn(rows: Element | null): boolean {
  if (rows === null) return false;
  const { activeElement } = document;
  const selection = getSelection();
  return (
    window.scrollY > 0 ||
    rows.contains(activeElement) ||
    (selection !== null && !selection.isCollapsed && rows.contains(selection.anchorNode))
  );
}
