import * as z from "zod/mini";

/** What became of a conversation that was read. */
export const fates = [
  /** A conversation that the store did not have. */
  "added",
  /** One that it had, with older or fewer facts. */
  "renewed",
  /** One that it had as it is, or as live events know it better. */
  "unchanged",
  "anonymous",
  "noCustomer",
  "erased",
  "expired",
  "ongoing",
  /** Cannot be read, or not now: the running service's pipeline has it as a job, and as a dead letter if it cannot either. */
  "handedOver",
  /** Cannot be read and has no id by which anybody could ask for it. */
  "unreadable",
] as const;
export type Fate = (typeof fates)[number];

const count = z._default(z.int().check(z.nonnegative()), 0);
export const tally = z.object({
  added: count,
  renewed: count,
  unchanged: count,
  anonymous: count,
  noCustomer: count,
  erased: count,
  expired: count,
  ongoing: count,
  handedOver: count,
  unreadable: count,
} satisfies Record<Fate, typeof count>);
export type Tally = Readonly<z.infer<typeof tally>>;

export const emptyTally: Tally = z.parse(tally, {});

export function plus(one: Tally, other: Tally): Tally {
  const sum = { ...one };
  for (const fate of fates) sum[fate] += other[fate];
  return sum;
}

export function tallyOf(all: readonly Fate[]): Tally {
  const counts = { ...emptyTally };
  for (const fate of all) counts[fate] += 1;
  return counts;
}

export function readIn(counts: Tally): number {
  return fates.reduce((sum, fate) => sum + counts[fate], 0);
}
