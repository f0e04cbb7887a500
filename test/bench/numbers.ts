export interface Timing {
  readonly median: number;
  readonly p99: number;
}

/** Milliseconds of many repetitions, in short. */
export function timingOf(milliseconds: readonly number[]): Timing {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  return { median: at(sorted, 0.5), p99: at(sorted, 0.99) };
}

export function median(values: readonly number[]): number {
  return at(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
