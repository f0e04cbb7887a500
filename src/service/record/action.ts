import * as z from "zod/mini";
import { plainValue } from "../../contract/primitives.ts";

const place = z.object({ at: z.string(), id: z.string() });

/** What was done to a record outside interactions: the issue stated or closed (null), or collected values set and removed (null). */
export const agentAction = z.discriminatedUnion("kind", [
  z.object({ place, kind: z.literal("statement"), issue: z.nullable(z.string()) }),
  z.object({ place, kind: z.literal("patch"), values: z.record(z.string(), z.nullable(plainValue)) }),
]);
export type AgentAction = z.infer<typeof agentAction>;
