import type { ReturningCustomer } from "../../contract/lookup.ts";
import type { Locale } from "../locale/locale.ts";
import { selectTold } from "../panels/already-told/select-told.ts";
import { formatBrief } from "../panels/brief/format-brief.ts";
import { selectBrief } from "../panels/brief/select-brief.ts";
import { selectIssue } from "../panels/open-issue/select-issue.ts";
import { formatDue } from "../panels/promises/format-due.ts";
import { selectPromises } from "../panels/promises/select-promises.ts";
import { selectMood } from "../panels/sentiment/select-mood.ts";

interface SelectedJourney {
  readonly issue: ReturnType<typeof selectIssue>;
  readonly promises: ReturnType<typeof selectPromises>;
  readonly mood: ReturnType<typeof selectMood>;
  readonly told: ReturnType<typeof selectTold>;
  readonly brief: ReturnType<typeof selectBrief>;
  readonly pieces: ReturnType<typeof formatBrief>;
}

/** What the parts say of one customer. */
export function selectJourney(customer: ReturningCustomer, now: number, locale: Locale): SelectedJourney {
  const issue = selectIssue(customer);
  const promises = selectPromises(customer.recentInteractions, now);
  const mood = selectMood(customer.sentimentHistory);
  const brief = selectBrief({
    customer,
    issue,
    promises,
    moodIsFalling: mood?.trend === "falling",
    now,
    daysBetween: locale.daysBetween,
  });
  const due = formatDue(brief.promise?.dueAt ?? null, now, locale);
  return {
    issue,
    promises,
    mood,
    told: selectTold(customer.collectedData, customer.displayName, now),
    brief,
    pieces: formatBrief(brief, due, now, locale),
  };
}
