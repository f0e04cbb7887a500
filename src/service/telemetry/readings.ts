import type { Registry } from "prom-client";
import type { Percentiles } from "../../contract/operations-overview.ts";

/** What a counter has come to, by one of its labels. */
export async function countsOf(registry: Registry, name: string, label: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { labels, value } of (await registry.getSingleMetric(name)?.get())?.values ?? []) {
    const key = String(labels[label]);
    counts[key] = (counts[key] ?? 0) + value;
  }
  return counts;
}

/** The value of a metric without labels; 0 for one that nobody registered. */
export async function valueOf(registry: Registry, name: string): Promise<number> {
  return (await registry.getSingleMetric(name)?.get())?.values[0]?.value ?? 0;
}

interface Bucket {
  /** Upper bound, which belongs to the bucket. */
  readonly bound: number;
  /** How many lie in this bucket and all before it. */
  readonly upTo: number;
}

/** Percentiles of one series of a histogram, each in the unit of the metric times `scale`. */
export async function percentilesOf(
  registry: Registry,
  name: string,
  { labels = {}, scale = 1 }: { readonly labels?: Readonly<Record<string, string>>; readonly scale?: number } = {},
): Promise<Percentiles> {
  const { values = [] } = (await registry.getSingleMetric(name)?.get()) ?? {};
  const series = values.filter((one) => Object.entries(labels).every(([label, value]) => one.labels[label] === value));
  const buckets = series
    .flatMap(({ labels: { le }, value }) => (le === undefined ? [] : [{ bound: Number(le), upTo: value }]))
    .filter(({ bound }) => Number.isFinite(bound))
    .toSorted((one, other) => one.bound - other.bound);
  const count = series.find((one) => "metricName" in one && one.metricName === `${name}_count`)?.value ?? 0;
  const at = (share: number): number | null => {
    const found = quantile(buckets, count, share);
    return found === null ? null : found * scale;
  };
  return { count, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** As Prometheus' histogram_quantile does it: evenly spread within a bucket, and what is beyond the last bound counts as that bound. */
export function quantile(buckets: readonly Bucket[], count: number, share: number): number | null {
  if (count === 0) return null;
  const rank = share * count;
  const index = buckets.findIndex(({ upTo }) => upTo >= rank);
  const bucket = buckets[index];
  if (!bucket) return buckets.at(-1)?.bound ?? null;
  const before = buckets[index - 1] ?? { bound: 0, upTo: 0 };
  const inside = bucket.upTo - before.upTo;
  return before.bound + (inside === 0 ? 0 : ((rank - before.upTo) / inside) * (bucket.bound - before.bound));
}
