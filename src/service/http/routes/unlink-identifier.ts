import { answerEmpty, defineOperation, noBody, noQuery } from "../operation.ts";
import { linkedIdentifierParams } from "../parameters.ts";

export const unlinkIdentifier = defineOperation({
  id: "unlinkIdentifier",
  method: "DELETE",
  path: "/v1/customers/{customerId}/identifiers/{identifierId}",
  summary: "Takes one identifier away from a customer",
  callers: { agents: true, scope: "contexts:write" },
  params: linkedIdentifierParams,
  query: noQuery,
  body: noBody,
  takesIfMatch: true,
  answers: { 204: { description: "It is no longer linked" } },
  refuses: ["not_found", "erased", "version_conflict", "precondition_failed"],
  async handle({ customers }, { call, params, ifMatch }) {
    return answerEmpty(204, await customers.unlinkIdentifier(call, params.customerId, params.identifierId, ifMatch));
  },
});
