import type * as z from "zod/mini";
import { failed, PlatformError, type Answer } from "./answer.ts";

/** Asks the SDK, and reads its answer by a schema; what came to nothing is a value. */
export async function read<T extends z.ZodMiniType>(
  ask: () => Promise<unknown>,
  schema: T,
): Promise<Answer<z.output<T>>> {
  try {
    const answer = schema.safeParse(await ask());
    if (answer.success) return { ok: true, value: answer.data };
    const paths = answer.error.issues.map(({ path }) => path.map(String).join(".") || "the answer").join(", ");
    return failed({ kind: "unreadable", reason: `Genesys Cloud answered what cannot be read at ${paths}.` });
  } catch (error) {
    if (error instanceof PlatformError) return failed(error.failure);
    throw error;
  }
}
