import { type Conversation, type ConversationCustomer, customersOf } from "../../contract/genesys-conversation.ts";
import type { Identifier } from "../../contract/identifier.ts";
import type { Caller } from "./situation.ts";

/** A customer of the live interaction: what is shown, and what is looked up. */
export interface LiveCaller {
  readonly caller: Caller;
  readonly identifiers: readonly Identifier[];
}

/** Every customer of the interaction; the first is the one shown unless the agent chooses another. */
export function callersOf(conversation: Conversation): readonly LiveCaller[] {
  return customersOf(conversation).map((customer) => ({
    caller: toCaller(customer),
    identifiers: customer.identifiers,
  }));
}

function toCaller({ participantId, name, channel, identifiers }: ConversationCustomer): Caller {
  const first = (type: Identifier["type"]) => identifiers.find((one) => one.type === type)?.value ?? null;
  const phone = first("phone");
  const email = first("email");
  return {
    participantId,
    name,
    channel,
    phone: phone === null ? null : maskedPhone(phone),
    email: email === null ? null : maskedEmail(email),
    has: [...new Set(identifiers.map(({ type }) => type))],
  };
}

/** `tel:+94771234567` as `+94 ••• ••• 567`; a number too short to hide anything shows nothing of itself. */
export function maskedPhone(value: string): string {
  const digits = value
    .replace(/^(?:tel|sips?):/i, "")
    .replace(/[;@].*$/, "")
    .replace(/[^\d+]/g, "");
  return digits.length < 8 ? "•••" : `${digits.slice(0, 3)} ••• ••• ${digits.slice(-3)}`;
}

/** `nimali@example.com` as `n•••@example.com`. */
export function maskedEmail(value: string): string {
  const address = /<([^<>]+)>/.exec(value)?.[1] ?? value;
  const at = address.lastIndexOf("@");
  const [first = ""] = address;
  return at < 1 ? "•••" : `${first}•••${address.slice(at)}`;
}
