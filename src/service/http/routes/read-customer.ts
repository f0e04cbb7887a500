import { unifiedInteractionContext } from "../../../contract/record.ts";
import { answerRecord, defineOperation, noBody, noQuery } from "../operation.ts";
import { customerParams } from "../parameters.ts";

export const readCustomer = defineOperation({
  id: "readCustomer",
  method: "GET",
  path: "/v1/customers/{customerId}",
  summary: "The whole record; the id of a merged-away customer answers with the survivor",
  callers: { agents: true, scope: "contexts:read" },
  params: customerParams,
  query: noQuery,
  body: noBody,
  takesIfMatch: false,
  answers: { 200: { description: "The record", schema: unifiedInteractionContext, hasETag: true } },
  refuses: ["not_found", "erased"],
  async handle({ customers }, { call, params }) {
    return answerRecord(await customers.read(call, params.customerId));
  },
});
