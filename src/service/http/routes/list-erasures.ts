import { pageQuery } from "../../../contract/customer.ts";
import { erasuresPage } from "../../../contract/operations-overview.ts";
import { answer, defineOperation, noBody, noParams } from "../operation.ts";

export const listErasures = defineOperation({
  id: "listErasures",
  method: "GET",
  path: "/v1/erasures",
  summary: "The receipts of erasures without whom they were about, newest first, as long as the audit is kept",
  callers: { agents: false, scope: "privacy" },
  params: noParams,
  query: pageQuery,
  body: noBody,
  takesIfMatch: false,
  answers: { 200: { description: "One page; nextCursor is null on the last", schema: erasuresPage } },
  refuses: [],
  async handle({ customers }, { call, query }) {
    return answer(await customers.listErasures(call, query));
  },
});
