import { activeIssueRequest } from "../../../contract/customer.ts";
import { unifiedInteractionContext } from "../../../contract/record.ts";
import { answerRecord, defineOperation, json, noQuery } from "../operation.ts";
import { customerParams } from "../parameters.ts";

export const stateActiveIssue = defineOperation({
  id: "stateActiveIssue",
  method: "PUT",
  path: "/v1/customers/{customerId}/active-issue",
  summary: "States the customer's open issue",
  callers: { agents: true, scope: "contexts:write" },
  params: customerParams,
  query: noQuery,
  body: { schema: activeIssueRequest, mediaTypes: json },
  takesIfMatch: true,
  answers: { 200: { description: "The record after the change", schema: unifiedInteractionContext, hasETag: true } },
  refuses: ["not_found", "erased", "version_conflict", "precondition_failed"],
  async handle({ customers }, { call, params, body, ifMatch }) {
    return answerRecord(await customers.stateActiveIssue(call, params.customerId, body.issue, ifMatch));
  },
});
