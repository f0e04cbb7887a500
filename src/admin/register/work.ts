import * as z from "zod/mini";
import type { Answer } from "../genesys/answer.ts";
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
