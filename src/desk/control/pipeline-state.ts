import * as z from "zod/mini";
import { deadLettersPage } from "../../contract/writes.ts";

const count = z.number();

/** How the running service's pipeline stands. Null where the service does not answer. */
export const pipelineState = z.object({
  counts: z.nullable(
    z.object({
      /** Since the service started. */
      accepted: count,
      ignored: count,
      /** Tries to make a record of a conversation, by how they ended. */
      tries: z.record(z.string(), count),
      /** Jobs that are due, or will be looked at again. */
      waiting: count,
      overdueSeconds: count,
      dead: count,
    }),
  ),
  /** The latest, and whether there are more. */
  deadLetters: z.nullable(z.object({ items: deadLettersPage.shape.items, more: z.boolean() })),
});
export type PipelineState = z.infer<typeof pipelineState>;
export type DeadLetter = NonNullable<PipelineState["deadLetters"]>["items"][number];
