import type { CollectedValues } from "../../../contract/customer.ts";
import { limits } from "../../../contract/limits.ts";

/** Of a participant's attributes those that the organisation allows to be kept. What is not plain, blank or over the limits is left out. */
export function collectedFrom(
  attributes: readonly Readonly<Record<string, unknown>>[],
  allowed: readonly string[],
): CollectedValues {
  const keys = allowed.filter((key) => key.length > 0 && key.length <= limits.collectedKeyLength);
  const kept = keys.flatMap((key) => {
    const values = attributes.map((of) => plain(Object.hasOwn(of, key) ? of[key] : undefined));
    const value = values.findLast((candidate) => candidate !== null) ?? null;
    return value === null ? [] : [[key, value] as const];
  });
  return Object.fromEntries(kept.slice(0, limits.collectedKeysPerRequest));
}

function plain(value: unknown): string | number | boolean | null {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || value.length > limits.collectedTextLength) return null;
  return value.trim() === "" ? null : value.trim();
}
