import type { StartRequest } from "../../src/desk/control/requests.ts";
import { demoPeople } from "../../src/desk/installation/people.ts";
import type { Medium } from "../../src/desk/interactions/interaction.ts";

/** What the desk starts when one of the demo's people gets in touch on a medium. */
export function contactOf(
  person: "nimali" | "sunil" | "mathilde" | "layla" | "tikiri" | "dias" | "unknown" | "anonymous",
  medium: Medium,
): StartRequest {
  const { name, contacts = [] } = demoPeople.find(({ id }) => id === person) ?? {};
  const contact = contacts.find((one) => one.medium === medium);
  if (contact === undefined) throw new Error(`The demo's ${person} has no contact by ${medium}; choose another.`);
  const { customer, subject } = contact;
  return { medium, name, customers: [customer], ...(subject !== undefined && { subject }) };
}
