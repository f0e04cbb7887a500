import { isInstant, toUtc } from "../../../contract/primitives.ts";

/** Milliseconds since the epoch of a time as Genesys Cloud writes it, which is UTC and sometimes without leading zeros; null when it cannot be read. */
export function readTime(text: string | undefined): number | null {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})T(\d{1,2}):(\d{1,2})(?::(\d{1,2})([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/u.exec(
    text?.trim() ?? "",
  );
  if (!parts) return null;
  const [, year = "", month = "", day = "", hour = "", minute = "", second = "0", fraction = "", offset = "Z"] = parts;
  const full = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${fraction.slice(0, 10)}${offset}`;
  return isInstant(full) ? Date.parse(toUtc(full)) : null;
}

function two(part: string): string {
  return part.padStart(2, "0");
}

/** The item with the latest time. Items whose time cannot be read keep their place in the list. */
export function latest<T>(items: readonly T[], timeOf: (item: T) => number | null): T | undefined {
  return inOrder(items, timeOf).at(-1);
}

/** The items by time, as far as both times can be read; else as they stood. */
export function inOrder<T>(items: readonly T[], timeOf: (item: T) => number | null): readonly T[] {
  let last = Number.NEGATIVE_INFINITY;
  const placed = items.map((item) => {
    last = timeOf(item) ?? last;
    return { item, at: last };
  });
  return placed.toSorted((one, other) => one.at - other.at || 0).map(({ item }) => item);
}
