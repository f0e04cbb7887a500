import type { Day } from "./days.ts";
import type { DayProgress, ProgressFile } from "./progress-file.ts";
import { emptyTally, plus, type Tally } from "./tally.ts";

/** What earlier runs and this one have read of the days that are asked for. */
export interface KnownProgress {
  of(day: Day): DayProgress;
  save(day: Day, progress: DayProgress): void;
  total(): Tally;
  daysRead(): number;
}

/** A day that was read while it was not over, or without the insights that are asked for now, is not read yet. */
export function progressOver(
  file: ProgressFile,
  organizationId: string,
  days: readonly Day[],
  withInsights: boolean,
): KnownProgress {
  const of = (day: Day): DayProgress => knownOf(file, organizationId, day, withInsights);
  return {
    of,
    save: (day, progress) => file.save(organizationId, day.name, progress),
    total: () => days.map((day) => of(day).tally).reduce(plus, emptyTally),
    daysRead: () => days.filter((day) => of(day).isRead).length,
  };
}

function knownOf(progress: ProgressFile, organizationId: string, day: Day, withInsights: boolean): DayProgress {
  const known = progress.day(organizationId, day.name);
  if (known && known.until >= day.until && known.withInsights === withInsights) return known;
  return {
    until: day.until,
    withInsights,
    isRead: false,
    jobId: null,
    cursor: null,
    takenUntil: 0,
    isOrdered: true,
    skipBefore: 0,
    tally: emptyTally,
  };
}
