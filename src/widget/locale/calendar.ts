type Instant = string | number;

const minute = 60;
const hour = 60 * minute;
const dayLength = 86_400_000;

/** Times and spans in the agent's language and time zone. Days are calendar days, not spans of 24 hours. */
export interface Calendar {
  /** `14:02` */
  readonly time: (at: Instant) => string;
  /** `today`, `yesterday`, `2 days ago`, then `2 Oct`, then `2 Oct 2024`. */
  readonly when: (at: Instant, now: number) => string;
  /** `today 16:20`, `yesterday 16:20`, `Mon 16 Nov 09:15` within a week, then `2 Oct`, then `2 Oct 2024`. */
  readonly moment: (at: Instant, now: number) => string;
  /** `Mon 16 Nov`, with the year where it is another one. */
  readonly day: (at: Instant, now: number) => string;
  /** `Monday 16 November 2026, 09:15` */
  readonly full: (at: Instant) => string;
  /** `March 2019` */
  readonly month: (at: Instant) => string;
  /** `14:02` today, else the moment. */
  readonly asOf: (at: Instant, now: number) => string;
  /** `4 days`, `3 hours`, `12 minutes`. */
  readonly age: (since: Instant, now: number) => string;
  /** Calendar days from one instant to another; negative when the second comes first. */
  readonly daysBetween: (from: Instant, to: Instant) => number;
  /** `9 min`, `1 hr 5 min`, `40 sec`. */
  readonly duration: (seconds: number) => string;
  /** `8 s` */
  readonly seconds: (count: number) => string;
}

export function createCalendar(languageTag: string, timeZone?: string): Calendar {
  const zone = timeZone === undefined ? {} : { timeZone };
  const formatter = memoised(
    (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(languageTag, { ...options, ...zone }),
  );
  const unit = memoised(
    (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(languageTag, { style: "unit", ...options }),
  );
  const civil = memoised(
    (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-CA", { ...options, ...zone }),
  );
  const relative = new Intl.RelativeTimeFormat(languageTag, { numeric: "auto" });

  const dateParts = { day: "numeric", month: "short" } as const;
  const format = (at: Instant, options: Intl.DateTimeFormatOptions): string => formatter(options).format(new Date(at));
  const civilDay = (at: Instant): string =>
    civil({ year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(at));
  const daysBetween = (from: Instant, to: Instant): number =>
    Math.round((Date.parse(civilDay(to)) - Date.parse(civilDay(from))) / dayLength);
  const year = (at: Instant, now: number) =>
    civilDay(at).slice(0, 4) === civilDay(now).slice(0, 4) ? {} : ({ year: "numeric" } as const);
  const time = (at: Instant): string => format(at, { timeStyle: "short" });
  const date = (at: Instant, now: number): string => format(at, { ...dateParts, ...year(at, now) });
  const day = (at: Instant, now: number): string => format(at, { weekday: "short", ...dateParts, ...year(at, now) });
  const measured = (count: number, name: string, display: "long" | "short" | "narrow"): string =>
    unit({ unit: name, unitDisplay: display }).format(count);

  function moment(at: Instant, now: number): string {
    const ago = daysBetween(at, now);
    if (ago <= 0) return `${relative.format(0, "day")} ${time(at)}`;
    if (ago === 1) return `${relative.format(-1, "day")} ${time(at)}`;
    return ago < 7 ? `${day(at, now)} ${time(at)}` : date(at, now);
  }

  return {
    time,
    day,
    daysBetween,
    moment,
    when(at, now) {
      const ago = daysBetween(at, now);
      return ago < 7 && ago > -7 ? relative.format(-ago, "day") : date(at, now);
    },
    full: (at) => format(at, { dateStyle: "full", timeStyle: "short" }),
    month: (at) => format(at, { month: "long", year: "numeric" }),
    asOf: (at, now) => (daysBetween(at, now) <= 0 ? time(at) : moment(at, now)),
    age(since, now) {
      const count = daysBetween(since, now);
      if (count > 0) return measured(count, "day", "long");
      const past = Math.max(0, Math.floor((now - new Date(since).getTime()) / 1000));
      return past >= hour
        ? measured(Math.floor(past / hour), "hour", "long")
        : measured(Math.floor(past / minute), "minute", "long");
    },
    duration(length) {
      if (length < minute) return measured(Math.round(length), "second", "short");
      const minutes = Math.round(length / minute);
      if (minutes < 60) return measured(minutes, "minute", "short");
      const rest = minutes % 60;
      const hours = measured(Math.floor(minutes / 60), "hour", "short");
      return rest === 0 ? hours : `${hours} ${measured(rest, "minute", "short")}`;
    },
    seconds: (count) => measured(count, "second", "narrow"),
  };
}

/** Making a formatter costs far more than using one. */
function memoised<Options extends object, Made>(make: (options: Options) => Made): (options: Options) => Made {
  const made = new Map<string, Made>();
  return (options) => {
    const key = JSON.stringify(options);
    const known = made.get(key) ?? make(options);
    made.set(key, known);
    return known;
  };
}
