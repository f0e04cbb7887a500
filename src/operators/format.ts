const numbers = new Intl.NumberFormat("en-GB");
const times = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

export const formatCount = (count: number): string => numbers.format(count);

/** In the operator's own time zone. */
export const formatTime = (utc: string): string => times.format(new Date(utc));

/** Two units at most: `420 ms`, `1.5 s`, `2 min 5 s`, `3 h 10 min`, `2 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${String(Math.round(milliseconds))} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${String(Math.round(seconds * 10) / 10)} s`;
  const whole = Math.round(seconds);
  for (const [name, size, smaller, part] of units) {
    if (whole < size) continue;
    const rest = Math.floor((whole % size) / part);
    return `${String(Math.floor(whole / size))} ${name}${rest === 0 ? "" : ` ${String(rest)} ${smaller}`}`;
  }
  return `${String(whole)} s`;
}

const units = [
  ["d", 86_400, "h", 3600],
  ["h", 3600, "min", 60],
  ["min", 60, "s", 1],
] as const;

const words: Readonly<Record<string, string>> = {
  recorded: "Recorded",
  unchanged: "Nothing new",
  anonymous: "Anonymous, skipped",
  no_customer: "No customer in it",
  erased: "Erased, not recorded",
  failed: "Tried again later",
  postponed: "Postponed",
  dead: "Became a dead letter",
  lost: "Taken over by another worker",
  first_contact: "First contact",
  ambiguous: "Several share it",
  customerId: "Customer id",
  phone: "Phone",
  email: "Email",
  externalContact: "External contact",
  channel: "Channel identity",
};

/** What the service counts under one word, in words of people. */
export const nameOf = (label: string): string => words[label] ?? label;
