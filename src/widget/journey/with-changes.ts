import type { ReturningCustomer } from "../../contract/lookup.ts";
import type { ShownChange } from "./changes.ts";
import type { Situation } from "./situation.ts";

/** The situation as the agent has changed it, whether the service knows of it yet or not. */
export function withChanges(situation: Situation, changes: readonly ShownChange[]): Situation {
  if (situation.kind !== "returning") return situation;
  const { customer, freshness, caller, callers } = situation;
  const made = changes.filter(({ customerId, state }) => customerId === customer.customerId && state !== "refused");
  const wrong = made.findLast(saysWrongPerson);
  if (wrong) {
    const { type, identifierId } = customer.matchedBy;
    return {
      kind: "hidden",
      customerId: customer.customerId,
      matchedBy: { type, identifierId },
      change: wrong,
      freshness,
      ...(caller && { caller }),
      ...(callers && { callers }),
    };
  }
  return made.length === 0 ? situation : { ...situation, customer: made.reduce(changed, customer) };
}

/** The agent says that it is not this customer. */
export function saysWrongPerson({ state, change }: ShownChange): boolean {
  return state !== "refused" && change.kind === "not-this-person";
}

function changed(customer: ReturningCustomer, { at, change }: ShownChange): ReturningCustomer {
  switch (change.kind) {
    case "state-issue":
      return { ...customer, activeIssue: change.issue, activeIssueSince: customer.activeIssueSince ?? at };
    case "close-issue":
      return { ...customer, activeIssue: null, activeIssueSince: null };
    case "tell": {
      const told = { value: change.value, channel: null, conversationId: null, collectedAt: at };
      return { ...customer, collectedData: { ...customer.collectedData, [change.key]: told } };
    }
    case "not-this-person":
    case "undo-merge":
      return customer;
  }
}
