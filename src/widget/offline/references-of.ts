import type { Identifier } from "../../contract/identifier.ts";
import type { ReturningCustomer } from "../../contract/lookup.ts";
import type { Reference } from "./reference.ts";

/** Whom of which interaction a widget shows. */
export interface Sought {
  readonly conversationId: string;
  /** Whether a widget of this interaction shows them first. */
  readonly isFirstCaller: boolean;
  readonly subject: { readonly identifiers: readonly Identifier[]; readonly chosen: boolean } | null;
}

/**
 * What may lead to a remembered customer, surest first. A customer id decides alone, as it does in a lookup: behind it,
 * the phone of a family, or what the interaction was taken for before, would show the wrong person.
 */
export function recallReferences(sought: Sought): readonly Reference[] {
  const named = sought.subject?.identifiers.filter(({ type }) => type === "customerId") ?? [];
  return named.length > 0 ? named : everyReference(sought);
}

/** Everything that leads to whoever was remembered here. */
export function everyReference(sought: Sought): readonly Reference[] {
  return [...ofConversation(sought), ...(sought.subject?.identifiers ?? [])];
}

/** What leads to this customer from now on: the interaction, the identifier that matched, and their id. */
export function rememberReferences(sought: Sought, customer: ReturningCustomer): readonly Reference[] {
  const matched = sought.subject?.identifiers[customer.matchedBy.index];
  return [...ofConversation(sought), ...(matched ? [matched] : []), { type: "customerId", value: customer.customerId }];
}

/** The next widget of the interaction shows its first customer, and asks again who an ambiguous one is. */
function ofConversation({ conversationId, isFirstCaller, subject }: Sought): readonly Reference[] {
  return isFirstCaller && subject?.chosen !== true ? [{ conversationId }] : [];
}
