import type { Identifier } from "../../contract/identifier.ts";
import type { RowCipher } from "./row-cipher.ts";

/** What leads to a remembered customer: an interaction seen before, or an identifier of a live caller. */
export type Reference = { readonly conversationId: string } | Identifier;

export function nameOfReference(reference: Reference, cipher: RowCipher): Promise<string> {
  return cipher.nameFor(
    "reference",
    "conversationId" in reference
      ? JSON.stringify(["conversation", reference.conversationId])
      : JSON.stringify([reference.type, "channel" in reference ? reference.channel : null, reference.value]),
  );
}
