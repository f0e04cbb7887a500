import * as z from "zod/mini";
import type { Answer, PlatformFailure } from "../genesys/answer.ts";
import type { Platform, PlatformRequest } from "../genesys/platform.ts";

/** One thing that is made, changed, taken away or left as it is. */
export interface Change {
  readonly sign: "+" | "~" | "-" | "=";
  readonly what: string;
  /** What changes, a line each. */
  readonly lines?: readonly string[];
}

/** What every step works with. In a dry run nothing is written, and every change is told all the same. */
export interface Work {
  readonly platform: Platform;
  readonly isDry: boolean;
  readonly tell: (change: Change) => void;
  /** What is left for the administrator, a sentence each. */
  readonly byHand: (sentence: string) => void;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** For answers of which nothing is wanted. */
export const anything: z.ZodMiniType = z.unknown();

/** Writes and tells it, or only tells it; `instead` is what a dry run goes on with. */
export async function write<T>(
  work: Work,
  change: Change,
  request: PlatformRequest<T>,
  instead: T,
): Promise<Answer<T>> {
  const answer: Answer<T> = work.isDry ? { ok: true, value: instead } : await work.platform.ask(request);
  if (answer.ok) work.tell(change);
  return answer;
}

const tries = 6;
const pauseMilliseconds = 3000;

/**
 * What was just made or taken away takes some seconds to be known everywhere in Genesys Cloud, and so long it refuses
 * what depends on it.
 */
export async function untilKnown<T>(work: Work, run: () => Promise<Answer<T>>): Promise<Answer<T>> {
  let answer = await run();
  for (let attempt = 1; attempt < tries && !answer.ok && isRefusal(answer.failure); attempt += 1) {
    await work.wait(pauseMilliseconds);
    answer = await run();
  }
  return answer;
}

function isRefusal({ kind }: PlatformFailure): boolean {
  return kind === "forbidden" || kind === "refused" || kind === "conflict";
}
