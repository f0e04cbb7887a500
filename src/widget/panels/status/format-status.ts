import type { Following, Freshness } from "../../journey/situation.ts";
import type { Locale } from "../../locale/locale.ts";

/** The line at the foot of the panel. */
export interface Status {
  readonly tone: "live" | "checking" | "off";
  readonly state: string;
  readonly time: string;
}

/** `now` is the service's clock, `clock` this machine's, by which retries are set. */
export function formatStatus(
  freshness: Freshness,
  following: Following,
  now: number,
  clock: number,
  locale: Locale,
): Status {
  const time = locale.asOf(freshness.at, now);
  switch (freshness.kind) {
    case "live":
      return {
        tone: following === "live" ? "live" : "checking",
        state: locale.text(`footer.${following}`),
        time: locale.text(following === "live" ? "footer.updated" : "footer.lookedUp", { time }),
      };
    case "remembered":
      return { tone: "checking", state: locale.text("footer.remembered"), time: locale.text("footer.asOf", { time }) };
    case "stale": {
      const retry = formatRetry(freshness.retryAt, clock, locale);
      return {
        tone: "off",
        state: [locale.text(`footer.${freshness.because}`), retry].filter((part) => part !== null).join(" · "),
        time: locale.text("footer.asOf", { time }),
      };
    }
  }
}

/** `trying again in 8s`; null when nothing is tried by itself. */
export function formatRetry(retryAt: number | null, clock: number, locale: Locale): string | null {
  if (retryAt === null) return null;
  const seconds = Math.max(1, Math.ceil((retryAt - clock) / 1000));
  return locale.text("footer.tryingAgain", { seconds: locale.seconds(seconds) });
}
