import { auditPage, pageQuery } from "../../../contract/customer.ts";
import { answer, defineOperation, noBody } from "../operation.ts";
import { customerParams } from "../parameters.ts";

export const listAudit = defineOperation({
  id: "listAudit",
  method: "GET",
  path: "/v1/customers/{customerId}/audit",
  summary:
    "Who read, changed, merged, exported or erased, when and in which conversation, newest first; after an erasure too",
  callers: { agents: false, scope: "privacy" },
  params: customerParams,
  query: pageQuery,
  body: noBody,
  takesIfMatch: false,
  answers: { 200: { description: "One page; nextCursor is null on the last", schema: auditPage } },
  refuses: ["not_found"],
  async handle({ customers }, { call, params, query }) {
    return answer(await customers.listAudit(call, params.customerId, query));
  },
});
