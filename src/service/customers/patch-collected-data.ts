import type { CollectedDataPatch } from "../../contract/customer.ts";
import { limits } from "../../contract/limits.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import { groupTellings } from "../record/context.ts";
import { act } from "./act.ts";
import { invalid, type Call, type Outcome } from "./call.ts";
import type { CustomersContext } from "./context.ts";
import type { GroupDraft } from "./group-draft.ts";
import { countCollectedKeys } from "./place-interaction.ts";

/** Keys that were ever told, removed ones included: a removal must be remembered, and memory is bounded. */
const rememberedKeys = 1000;

/** JSON Merge Patch: sets plain values at this moment, null removes a key. */
export function patchCollectedData(
  context: CustomersContext,
  call: Call,
  customerId: string,
  patch: CollectedDataPatch,
  ifMatch: number | null,
): Promise<Outcome<UnifiedInteractionContext>> {
  return act(context, call, {
    customerId,
    ifMatch,
    name: "patch_collected_data",
    action: (place) => ({ kind: "patch", place, values: patch }),
    refuse(before, after) {
      const keys = countCollectedKeys(after);
      const isTooMany = keys > limits.collectedKeysPerRecord && keys > countCollectedKeys(before);
      return isTooMany || Object.keys(groupTellings(after.members())).length > rememberedKeys ? tooManyKeys : null;
    },
    isVisible: (before) => Object.entries(patch).some(([key, value]) => value !== null || hasValue(before, key)),
  });
}

function hasValue(draft: GroupDraft, key: string): boolean {
  const told = groupTellings(draft.members());
  return Object.hasOwn(told, key) && told[key]?.value !== null;
}

const tooManyKeys = invalid(
  "",
  `would give the record more than ${limits.collectedKeysPerRecord} keys`,
  `A record holds at most ${limits.collectedKeysPerRecord} collected keys; remove some with null first.`,
);
