import type { Locale } from "../../locale/locale.ts";

/** `2 days overdue`, `due tomorrow`; null when no date was named. */
export function formatDue(dueAt: string | null, now: number, locale: Locale): string | null {
  if (dueAt === null) return null;
  const late = locale.daysBetween(dueAt, now);
  if (late > 0) return locale.text("due.overdue", { count: late });
  if (Date.parse(dueAt) < now) return locale.text("due.overdueToday", { time: locale.time(dueAt) });
  return late === 0 ? locale.text("due.today") : locale.text("due.on", { when: locale.when(dueAt, now) });
}
