import * as z from "zod/mini";
import { readTime } from "../facts/times.ts";
import type { Day } from "./days.ts";
import type { Fate } from "./tally.ts";

/** Conversations that are worked on at once: their writes share syncs to disk. */
const atOnce = 8;

const spanning = z.object({ conversationId: z.string(), conversationStart: z.string() });

/** A conversation that went on for days is in the job of each of them; the newest is read first. */
export function seenBefore(): (candidate: unknown, day: Day) => boolean {
  const seen = new Set<string>();
  return (candidate, day) => {
    const read = spanning.safeParse(candidate);
    if (!read.success) return false;
    const { conversationId, conversationStart } = read.data;
    if (seen.has(conversationId)) return true;
    if ((readTime(conversationStart) ?? day.from) < day.from) seen.add(conversationId);
    return false;
  };
}

/** In no order, some at once; null when one of them did not come to its end. */
export async function takeAll(
  candidates: readonly unknown[],
  take: (candidate: unknown) => Promise<Fate | null>,
): Promise<readonly Fate[] | null> {
  const fates: (Fate | null)[] = [];
  const left = candidates.values();
  const work = async (): Promise<void> => {
    for (const candidate of left) {
      const fate = await take(candidate);
      fates.push(fate);
      if (fate === null) return;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const known = fates.filter((fate) => fate !== null);
  return known.length === candidates.length ? known : null;
}
