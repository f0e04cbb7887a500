const longestSeconds = 60;

/** Seconds that a `Retry-After` header asks for (a number or an HTTP date), 0 to 60; null when absent or unreadable. */
export function retryAfterSeconds(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  if (text === "") return null;
  const seconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : (httpDate(text) - now) / 1000;
  return Number.isNaN(seconds) ? null : Math.min(longestSeconds, Math.max(0, Math.ceil(seconds)));
}

/** Epoch milliseconds of an HTTP date, NaN for anything else: `Date.parse` alone reads "-5" and "12 apples" as years. */
export function httpDate(text: string): number {
  return /^[A-Z][a-z]{2,8},? .*GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}
