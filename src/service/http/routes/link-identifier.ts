import { linkRequest } from "../../../contract/customer.ts";
import { unifiedInteractionContext } from "../../../contract/record.ts";
import { answerRecord, defineOperation, json, noQuery } from "../operation.ts";
import { customerParams } from "../parameters.ts";

export const linkIdentifier = defineOperation({
  id: "linkIdentifier",
  method: "POST",
  path: "/v1/customers/{customerId}/identifiers",
  summary: "Links one identifier; with share also when another customer has it",
  callers: { agents: true, scope: "contexts:write" },
  params: customerParams,
  query: noQuery,
  body: { schema: linkRequest, mediaTypes: json },
  takesIfMatch: true,
  answers: { 201: { description: "The record after the change", schema: unifiedInteractionContext, hasETag: true } },
  refuses: ["not_found", "erased", "version_conflict", "already_linked", "precondition_failed"],
  async handle({ customers }, { call, params, body, ifMatch }) {
    return answerRecord(await customers.linkIdentifier(call, params.customerId, body, ifMatch), 201);
  },
});
