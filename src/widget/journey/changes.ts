import * as z from "zod/mini";
import { id, plainValue, utcTime } from "../../contract/primitives.ts";

/** What an agent does to a customer. Each can be sent again without harm: the service takes it once. */
export const change = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("state-issue"), issue: z.string() }),
  /** `issue` is what was closed, to be shown and reopened. */
  z.object({ kind: z.literal("close-issue"), issue: z.string() }),
  /** A value that the customer corrected or confirmed. */
  z.object({ kind: z.literal("tell"), key: z.string(), value: plainValue }),
  /** Null where the CRM's id decided: nothing can be unlinked, and the history is only hidden. */
  z.object({ kind: z.literal("not-this-person"), identifierId: z.nullable(z.string()) }),
  z.object({ kind: z.literal("undo-merge"), mergeId: z.string() }),
]);
export type Change = z.infer<typeof change>;

/** A change that the service has not acknowledged, as it is kept. */
export const keptChange = z.object({
  id: z.string(),
  /** The interaction in whose panel it was made. */
  conversationId: z.string(),
  customerId: id,
  /** When the agent made it. */
  at: utcTime,
  change,
});
export type KeptChange = z.infer<typeof keptChange>;

/** Why the service will not do it, whenever it is asked. */
export type Refusal = "forbidden" | "erased" | "conflict" | "not-found" | "invalid";

/** A change as the panel shows it. */
export interface ShownChange extends KeptChange {
  /**
   * `undoable`: it is sent when the moment to undo it is over; `waiting`: it is sent as soon as that is possible;
   * `settled`: done, and kept since it still decides what is shown.
   */
  readonly state: "undoable" | "waiting" | "sending" | "settled" | "refused";
  /** Nothing of it has left this panel yet. */
  readonly canUndo: boolean;
  /** With `refused` only. */
  readonly refusal: Refusal | null;
}
