import { unifiedInteractionContext } from "../../../contract/record.ts";
import { answerRecord, defineOperation, noBody, noQuery } from "../operation.ts";
import { customerParams } from "../parameters.ts";

export const closeActiveIssue = defineOperation({
  id: "closeActiveIssue",
  method: "DELETE",
  path: "/v1/customers/{customerId}/active-issue",
  summary: "Closes the customer's open issue; closing where none is open changes nothing",
  callers: { agents: true, scope: "contexts:write" },
  params: customerParams,
  query: noQuery,
  body: noBody,
  takesIfMatch: true,
  answers: { 200: { description: "The record after the change", schema: unifiedInteractionContext, hasETag: true } },
  refuses: ["not_found", "erased", "version_conflict", "precondition_failed"],
  async handle({ customers }, { call, params, ifMatch }) {
    return answerRecord(await customers.stateActiveIssue(call, params.customerId, null, ifMatch));
  },
});
