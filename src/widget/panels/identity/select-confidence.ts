import type { ReturningCustomer } from "../../../contract/lookup.ts";

/**
 * How sure the match is. `certain`: the CRM or a flow named the customer; `high`: by what was verified to be theirs;
 * `medium`: by what was only seen with them; `low`: something on the interaction points to somebody else;
 * `chosen`: the agent said so.
 */
export type Confidence = "certain" | "high" | "medium" | "low" | "chosen";

export function selectConfidence(
  { matchedBy, identifiers, conflicts }: Pick<ReturningCustomer, "matchedBy" | "identifiers" | "conflicts">,
  isChosen: boolean,
): Confidence {
  if (isChosen) return "chosen";
  if (matchedBy.type === "customerId") return "certain";
  if (conflicts.length > 0) return "low";
  return identifiers.find(({ id }) => id === matchedBy.identifierId)?.verified === true ? "high" : "medium";
}
