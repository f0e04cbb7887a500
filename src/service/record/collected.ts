import * as z from "zod/mini";
import type { CollectedValues } from "../../contract/customer.ts";
import type { InteractionSummary } from "../../contract/interaction.ts";
import { channel, plainValue, type Channel, type PlainValue } from "../../contract/primitives.ts";
import type { CollectedData } from "../../contract/record.ts";
import { isBefore, type Place } from "./order.ts";
import { conversationOf } from "./party.ts";

/** One value of one key as it was told at one place in time; null is an agent's removal, which older tellings do not undo. */
export const telling = z.object({
  value: z.nullable(plainValue),
  channel: z.nullable(channel),
  conversationId: z.nullable(z.string()),
  at: z.string(),
  id: z.string(),
});
export type Telling = z.infer<typeof telling>;

/** The newest telling of each key. */
export const tellings = z.record(z.string(), telling);
export type Tellings = Readonly<Record<string, Telling>>;

export interface TellingSource {
  readonly place: Place;
  readonly channel: Channel | null;
  readonly conversationId: string | null;
}

export const interactionSource = (summary: InteractionSummary): TellingSource => ({
  place: { at: summary.startTime, id: summary.conversationId },
  channel: summary.channel,
  conversationId: conversationOf(summary.conversationId),
});

export function tell(source: TellingSource, values: Readonly<Record<string, PlainValue | null>>): Tellings {
  return fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      { value, channel: source.channel, conversationId: source.conversationId, ...source.place },
    ]),
  );
}

export const interactionTellings = (summary: InteractionSummary, values: CollectedValues): Tellings =>
  tell(interactionSource(summary), values);

/** Of each key the newest telling of either side: the same whatever order it is called in. */
export function newestTellings(a: Tellings, b: Tellings): Tellings {
  const newer = Object.entries(b).filter(([key, told]) => {
    const other = a[key];
    return !Object.hasOwn(a, key) || other === undefined || isBefore(other, told);
  });
  return newer.length === 0 ? a : fromEntries([...Object.entries(a), ...newer]);
}

/**
 * Takes away what a source told before and adds what it tells now.
 * `unknown` names the keys whose newest remaining telling only the facts themselves can tell.
 */
export function replaceTellings(
  known: Tellings,
  before: Tellings,
  now: Tellings,
): { readonly tellings: Tellings; readonly unknown: readonly string[] } {
  const taken = Object.entries(before).filter(([key, told]) => {
    const newest = Object.hasOwn(known, key) ? known[key] : undefined;
    if (newest?.id !== told.id || newest.at !== told.at) return false;
    const next = Object.hasOwn(now, key) ? now[key] : undefined;
    return !next || isBefore(next, told);
  });
  const unknown = new Set(taken.map(([key]) => key));
  const replaced = new Set(Object.keys(before));
  const kept = Object.entries(known).filter(([key, told]) => {
    if (unknown.has(key)) return false;
    return !(replaced.has(key) && told.id === before[key]?.id && told.at === before[key]?.at);
  });
  const settled = Object.entries(now).filter(([key]) => !unknown.has(key));
  return { tellings: newestTellings(fromEntries(kept), fromEntries(settled)), unknown: [...unknown] };
}

export function countLiveKeys(known: Tellings): number {
  return Object.values(known).filter(({ value }) => value !== null).length;
}

/** As the record shows it: keys in one order, removed ones left out. */
export function showTellings(known: Tellings): CollectedData {
  const shown: [string, CollectedData[string]][] = [];
  for (const key of Object.keys(known).toSorted()) {
    const told = known[key];
    if (!told || told.value === null) continue;
    const { value, conversationId, at } = told;
    shown.push([key, { value, channel: told.channel, conversationId, collectedAt: at }]);
  }
  return fromEntries(shown);
}

/** Keys come from customers and callers: one named `__proto__` must stay a key. */
function fromEntries<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries);
}
