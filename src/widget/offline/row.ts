import * as z from "zod/mini";

/** Of a row, not of the database: an older or newer widget's rows are left out one by one. */
export const schemaVersion = 1;

const bytes = z.custom<ArrayBuffer>((value) => value instanceof ArrayBuffer || tagOf(value) === "[object ArrayBuffer]");

/** One customer's journey at rest. Nothing in it can be read or guessed without the key. */
export const journeyRow = z.object({
  /** HMAC of the customer's id. */
  id: z.string(),
  schemaVersion: z.literal(schemaVersion),
  /** HMAC of organisation and agent under the day's key: a row of another owner is unreadable and goes. */
  owner: z.string(),
  /** HMACs of the conversations and identifiers that lead to this customer. */
  references: z.array(z.string()),
  /** Epoch milliseconds. */
  usedAt: z.number(),
  expiresAt: z.number(),
  iv: bytes,
  sealed: bytes,
});
export type JourneyRow = z.infer<typeof journeyRow>;

/** An ArrayBuffer of another realm (a test's, a frame's) is one all the same. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}
