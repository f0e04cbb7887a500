import { pageQuery } from "../../../contract/customer.ts";
import { interactionsPage } from "../../../contract/interactions-page.ts";
import { answer, defineOperation, noBody } from "../operation.ts";
import { customerParams } from "../parameters.ts";

export const listInteractions = defineOperation({
  id: "listInteractions",
  method: "GET",
  path: "/v1/customers/{customerId}/interactions",
  summary: "All interactions, newest first, through the window and on into the archive",
  callers: { agents: true, scope: "contexts:read" },
  params: customerParams,
  query: pageQuery,
  body: noBody,
  takesIfMatch: false,
  answers: { 200: { description: "One page; nextCursor is null on the last", schema: interactionsPage } },
  refuses: ["not_found", "erased"],
  async handle({ customers }, { call, params, query }) {
    return answer(await customers.listInteractions(call, params.customerId, query));
  },
});
