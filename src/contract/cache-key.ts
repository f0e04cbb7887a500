import * as z from "zod/mini";
import { utcTime } from "./primitives.ts";

export const cacheKey = z.object({ keyId: z.string(), key: z.string(), expiresAt: utcTime });
export type CacheKey = z.infer<typeof cacheKey>;
