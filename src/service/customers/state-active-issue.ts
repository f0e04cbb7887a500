import type { UnifiedInteractionContext } from "../../contract/record.ts";
import { act } from "./act.ts";
import type { Call, Outcome } from "./call.ts";
import type { CustomersContext } from "./context.ts";
import type { GroupDraft } from "./group-draft.ts";

/** An agent states the open issue, or closes it with null. Closing what is not open is remembered, since an older interaction may still come, but changes nothing to see. */
export function stateActiveIssue(
  context: CustomersContext,
  call: Call,
  customerId: string,
  issue: string | null,
  ifMatch: number | null,
): Promise<Outcome<UnifiedInteractionContext>> {
  return act(context, call, {
    customerId,
    ifMatch,
    name: issue === null ? "close_issue" : "state_issue",
    action: (place) => ({ kind: "statement", place, issue }),
    isVisible: (before, after) => issue !== null || isOpen(before) !== isOpen(after),
  });
}

function isOpen(draft: GroupDraft): boolean {
  return draft.head(draft.survivorId).issue.last !== null;
}
