import type { IdentifierType } from "../../../contract/identifier.ts";

export interface Tried {
  readonly type: IdentifierType;
  /** `unusable`: it was on the interaction, but in no form that could be looked for. */
  readonly result: "no-match" | "absent" | "unusable";
}

const always = ["customerId", "phone", "email"] as const;
const alsoWhenThere = ["externalContact", "channel"] as const;

/** What was looked for, in the order of the cascade. */
export function selectTried(has: readonly IdentifierType[], tried: readonly IdentifierType[]): readonly Tried[] {
  return [...always, ...alsoWhenThere.filter((type) => has.includes(type) || tried.includes(type))].map((type) => ({
    type,
    result: tried.includes(type) ? "no-match" : has.includes(type) ? "unusable" : "absent",
  }));
}
