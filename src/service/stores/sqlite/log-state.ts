import * as z from "zod/mini";

/** How a checkpoint deals with others: PASSIVE goes as far as they let it, RESTART holds writers so that the next of them begins the log anew. */
export const checkpointMode = z.enum(["PASSIVE", "RESTART"]);
export type CheckpointMode = z.infer<typeof checkpointMode>;

/** https://sqlite.org/pragma.html#pragma_wal_checkpoint: pages in the log and how many of them are in the file too; -1 without a log. */
export const logState = z.object({ busy: z.int(), log: z.int(), checkpointed: z.int() });
export type LogState = z.infer<typeof logState>;
