import { collectedDataPatch } from "../../../contract/customer.ts";
import { unifiedInteractionContext } from "../../../contract/record.ts";
import { answerRecord, defineOperation, noQuery } from "../operation.ts";
import { customerParams } from "../parameters.ts";

export const patchCollectedData = defineOperation({
  id: "patchCollectedData",
  method: "PATCH",
  path: "/v1/customers/{customerId}/collected-data",
  summary: "Sets or removes what the customer has told, as JSON Merge Patch of plain values; null removes",
  callers: { agents: true, scope: "contexts:write" },
  params: customerParams,
  query: noQuery,
  body: { schema: collectedDataPatch, mediaTypes: ["application/json", "application/merge-patch+json"] },
  takesIfMatch: true,
  answers: { 200: { description: "The record after the change", schema: unifiedInteractionContext, hasETag: true } },
  refuses: ["not_found", "erased", "version_conflict", "precondition_failed"],
  async handle({ customers }, { call, params, body, ifMatch }) {
    return answerRecord(await customers.patchCollectedData(call, params.customerId, body, ifMatch));
  },
});
