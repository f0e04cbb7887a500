import { createClient } from "@redis/client";
import * as z from "zod";

/** Every key of one database with what it holds, as far as this engine uses Redis. */
export const redisDump = z.array(
  z.discriminatedUnion("type", [
    z.object({ key: z.string(), type: z.literal("string"), value: z.string() }),
    z.object({ key: z.string(), type: z.literal("hash"), value: z.record(z.string(), z.string()) }),
    z.object({ key: z.string(), type: z.literal("set"), value: z.array(z.string()) }),
    z.object({
      key: z.string(),
      type: z.literal("zset"),
      value: z.array(z.object({ value: z.string(), score: z.number() })),
    }),
  ]),
);

export async function restoreRedis(url: string, dump: z.infer<typeof redisDump>): Promise<void> {
  const client = await createClient({ url }).connect();
  for (const entry of dump) {
    if (entry.type === "string") await client.set(entry.key, entry.value);
    else if (entry.type === "hash") await client.hSet(entry.key, entry.value);
    else if (entry.type === "set") await client.sAdd(entry.key, entry.value);
    else await client.zAdd(entry.key, entry.value);
  }
  await client.close();
}
