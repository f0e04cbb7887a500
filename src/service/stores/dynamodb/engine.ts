import { StoreUnavailable } from "../store-unavailable.ts";
import type { Objects } from "./objects.ts";
import type { RetryDeps } from "./retry.ts";
import type { Table } from "./table.ts";

/** What every part of this engine works with. */
export interface Engine extends RetryDeps {
  readonly table: Table;
  readonly objects: Objects;
  readonly newId: () => string;
}

/** Thrown while reading when others changed what was read in between. */
export class Superseded extends Error {}

const tries = 60;

/** Reads again until nobody changed anything in between. */
export async function untilSettled<T>({ random, wait }: RetryDeps, read: () => Promise<T>): Promise<T> {
  for (let tried = 0; tried < tries; tried += 1) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Superseded)) throw error;
    }
    if (tried > 2) await wait(random() * Math.min(2 ** tried, 50));
  }
  throw new StoreUnavailable("Others keep changing what is read; try again in a moment.");
}

const parallel = 16;

/** Runs the work for every item, some at a time. */
export async function forEachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += parallel) {
    results.push(...(await Promise.all(items.slice(from, from + parallel).map(work))));
  }
  return results;
}
