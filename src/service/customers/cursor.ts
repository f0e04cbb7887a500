import * as z from "zod/mini";
import type { Place } from "../record/order.ts";

const place = z.tuple([z.string().check(z.maxLength(30)), z.string().check(z.maxLength(160))]);

/** Names the last item given out, so that what is inserted meanwhile shifts nothing. */
export function writeCursor({ at, id }: Place): string {
  return Buffer.from(JSON.stringify([at, id])).toString("base64url");
}

/** Null for a text that no listing gave out. */
export function readCursor(text: string): Place | null {
  try {
    const parsed = place.safeParse(JSON.parse(Buffer.from(text, "base64url").toString()));
    return parsed.success ? { at: parsed.data[0], id: parsed.data[1] } : null;
  } catch {
    return null;
  }
}
