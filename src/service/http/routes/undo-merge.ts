import { unifiedInteractionContext } from "../../../contract/record.ts";
import { answerRecord, defineOperation, noBody, noQuery } from "../operation.ts";
import { mergeParams } from "../parameters.ts";

export const undoMerge = defineOperation({
  id: "undoMerge",
  method: "DELETE",
  path: "/v1/customers/{customerId}/merges/{mergeId}",
  summary:
    "Takes a merge apart: both records come back, with what happened since on the side that its identifiers belong to",
  callers: { agents: true, scope: "contexts:write" },
  params: mergeParams,
  query: noQuery,
  body: noBody,
  takesIfMatch: true,
  answers: {
    200: { description: "The record of the customer that was named", schema: unifiedInteractionContext, hasETag: true },
  },
  refuses: ["not_found", "erased", "version_conflict", "precondition_failed"],
  async handle({ customers }, { call, params, ifMatch }) {
    return answerRecord(await customers.undoMerge(call, params.customerId, params.mergeId, ifMatch));
  },
});
