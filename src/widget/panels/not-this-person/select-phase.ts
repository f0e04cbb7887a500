import type { Situation } from "../../journey/situation.ts";

/**
 * `named`: the CRM's id decided, so that nothing can be unlinked; `soon`: it is unlinked when the moment to undo is over;
 * `unlinked`: whom the interaction leads to now is being looked up; `again`: another identifier leads to the same customer.
 */
type Phase = "named" | "soon" | "waiting" | "unlinked" | "again";

export function selectPhase({ change, matchedBy }: Extract<Situation, { kind: "hidden" }>): Phase {
  if (matchedBy.identifierId === null) return "named";
  if (change.state === "undoable") return "soon";
  if (change.state === "waiting") return "waiting";
  const unlinked = change.change.kind === "not-this-person" ? change.change.identifierId : null;
  return change.state === "settled" && unlinked !== matchedBy.identifierId ? "again" : "unlinked";
}
