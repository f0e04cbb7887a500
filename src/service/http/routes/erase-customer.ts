import { erasureReceipt } from "../../../contract/customer.ts";
import { answer, defineOperation, noBody } from "../operation.ts";
import { customerParams, dryRunQuery } from "../parameters.ts";

export const eraseCustomer = defineOperation({
  id: "eraseCustomer",
  method: "DELETE",
  path: "/v1/customers/{customerId}",
  summary: "Erases the person (GDPR Art. 17); with dryRun it only counts",
  callers: { agents: false, scope: "privacy" },
  params: customerParams,
  query: dryRunQuery,
  body: noBody,
  takesIfMatch: true,
  answers: { 200: { description: "The receipt; erasing again answers the first one", schema: erasureReceipt } },
  refuses: ["not_found", "erased", "version_conflict", "precondition_failed"],
  async handle({ customers }, { call, params, query, ifMatch }) {
    const dryRun = query.dryRun ?? false;
    return answer(await customers.erase(call, { customerId: params.customerId, dryRun, ifMatch }));
  },
});
