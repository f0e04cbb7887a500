import * as z from "zod/mini";
import { id, utcTime } from "./primitives.ts";
import { unifiedInteractionContext } from "./record.ts";

export const mergeRequest = z.strictObject({ from: id });

/** What a merge did, or with `dryRun` would do (then without `mergeId`). */
export const mergeAnswer = z.object({
  mergeId: z.optional(z.string()),
  mergedAt: utcTime,
  moved: z.object({ interactions: z.int(), identifiers: z.int() }),
  record: unifiedInteractionContext,
});
export type MergeAnswer = z.infer<typeof mergeAnswer>;
