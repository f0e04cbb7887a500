import * as z from "zod/mini";
import { interactionSummary } from "./interaction.ts";

export const interactionsPage = z.object({
  items: z.array(interactionSummary),
  nextCursor: z.nullable(z.string()),
  total: z.int(),
});
export type InteractionsPage = z.infer<typeof interactionsPage>;
