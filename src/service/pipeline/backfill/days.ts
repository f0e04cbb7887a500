const dayMilliseconds = 24 * 60 * 60_000;

/** A day in UTC, or the part of it that is asked for: one job's interval. Milliseconds since the epoch. */
export interface Day {
  /** `2026-11-21` */
  readonly name: string;
  readonly from: number;
  readonly until: number;
}

/**
 * The days to read, the newest first: they say most to the next agent, and a run that is stopped early has been of most use.
 * What is newer than `availableUntil` no job has; what is older than the organisation keeps would only be purged again.
 */
export function daysToRead(
  past: { readonly days: number; readonly keptDays: number },
  times: { readonly now: number; readonly availableUntil: number },
): readonly Day[] {
  const until = Math.min(times.now, times.availableUntil);
  const from = Math.max(
    startOfDay(times.now - past.days * dayMilliseconds),
    times.now - past.keptDays * dayMilliseconds,
  );
  if (from >= until) return [];
  const [first, last] = [startOfDay(from), startOfDay(until - 1)];
  const count = (last - first) / dayMilliseconds + 1;
  return Array.from({ length: count }, (_, index) => last - index * dayMilliseconds).map((start) => ({
    name: new Date(start).toISOString().slice(0, 10),
    from: Math.max(start, from),
    until: Math.min(start + dayMilliseconds, until),
  }));
}

function startOfDay(time: number): number {
  return Math.floor(time / dayMilliseconds) * dayMilliseconds;
}
