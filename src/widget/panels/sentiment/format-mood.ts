import type { Locale } from "../../locale/locale.ts";
import type { Mood, MoodPoint } from "./select-mood.ts";

/** `Falling: 2 of the last 3 negative` */
export function formatMood({ trend, points }: Mood, locale: Locale): string {
  const last = points.slice(-3);
  const of = last.length;
  const count = (sentiment: MoodPoint["sentiment"]) => last.filter((point) => point.sentiment === sentiment).length;
  const [latest] = points;
  if (trend === "single" && latest) {
    return locale.text("mood.sentence", {
      trend: locale.capitalised(locale.text(`mood.${latest.sentiment}`)),
      detail: locale.text("mood.single"),
    });
  }
  const negative = count("NEGATIVE");
  const positive = count("POSITIVE");
  const detail =
    negative > 0 && (trend !== "rising" || positive === 0)
      ? locale.text("mood.lastNegative", { count: negative, of })
      : positive > 0
        ? locale.text("mood.lastPositive", { count: positive, of })
        : locale.text(count("MIXED") > 0 ? "mood.lastMixed" : "mood.lastNeutral");
  return locale.text("mood.sentence", { trend: locale.text(`mood.${trend}`), detail });
}

export function formatPoint({ at, sentiment }: MoodPoint, now: number, locale: Locale): string {
  return locale.text("mood.point", { when: locale.moment(at, now), sentiment: locale.text(`mood.${sentiment}`) });
}
