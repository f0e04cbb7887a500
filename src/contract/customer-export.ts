import * as z from "zod/mini";
import { auditEntry, collectedValues } from "./customer.ts";
import { interactionSummary } from "./interaction.ts";
import { plainValue, utcTime } from "./primitives.ts";
import { unifiedInteractionContext } from "./record.ts";
import { session } from "./writes.ts";

/** Everything held on one person, as of `exportedAt`. */
export const customerExport = z.object({
  exportedAt: utcTime,
  record: unifiedInteractionContext,
  /** Window and archive, newest first, each with the data that came with it. */
  interactions: z.array(z.object({ interaction: interactionSummary, collectedData: collectedValues })),
  /** What agents stated of the open issue (null closed it) and of collected data (null removed it), newest first. */
  agentActions: z.array(
    z.object({
      at: utcTime,
      issue: z.optional(z.nullable(z.string())),
      collectedData: z.optional(z.record(z.string(), z.nullable(plainValue))),
    }),
  ),
  sessions: z.array(session),
  /** Who read and changed it, newest first. */
  audit: z.array(auditEntry),
});
export type CustomerExport = z.infer<typeof customerExport>;

export const exportsAnswer = z.object({ exports: z.array(customerExport) });
