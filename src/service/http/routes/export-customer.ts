import { customerExport } from "../../../contract/customer-export.ts";
import { answer, defineOperation, noBody, noQuery } from "../operation.ts";
import { customerParams } from "../parameters.ts";

export const exportCustomer = defineOperation({
  id: "exportCustomer",
  method: "GET",
  path: "/v1/customers/{customerId}/export",
  summary: "Everything held on the person, machine-readable (GDPR Art. 15 and 20)",
  callers: { agents: false, scope: "privacy" },
  params: customerParams,
  query: noQuery,
  body: noBody,
  takesIfMatch: false,
  answers: { 200: { description: "The export", schema: customerExport } },
  refuses: ["not_found", "erased"],
  async handle({ customers }, { call, params }) {
    return answer(await customers.exportCustomer(call, params.customerId));
  },
});
