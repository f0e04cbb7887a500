import * as z from "zod/mini";
import { limits } from "./limits.ts";
import { channel } from "./primitives.ts";

const value = z.string().check(z.maxLength(limits.identifierLength));

/** What a caller knows a customer by. A value that no rule can normalise is skipped, never an error. */
export const identifier = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("customerId"), value }),
  z.strictObject({ type: z.literal("phone"), value }),
  z.strictObject({ type: z.literal("email"), value }),
  z.strictObject({ type: z.literal("externalContact"), value }),
  z.strictObject({ type: z.literal("channel"), value, channel }),
]);
export type Identifier = z.infer<typeof identifier>;
export type IdentifierType = Identifier["type"];

export const identifierType = z.enum(["customerId", "phone", "email", "externalContact", "channel"]);

export const identifiers = z.array(identifier).check(z.maxLength(limits.identifiersPerRequest));
