const longest = 24 * 60 * 60_000;

/** Milliseconds that a `Retry-After` header asks for, in seconds or as a date; null when it asks for nothing that can be read. At most a day. */
export function readRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  const wait = /^\d+$/u.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(wait) || text === "" ? null : Math.min(Math.max(wait, 0), longest);
}
