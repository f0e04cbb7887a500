import { pageQuery } from "../../../contract/customer.ts";
import { deadLettersPage } from "../../../contract/writes.ts";
import { answer, defineOperation, noBody, noParams } from "../operation.ts";

export const listDeadLetters = defineOperation({
  id: "listDeadLetters",
  method: "GET",
  path: "/v1/dead-letters",
  summary: "What the pipeline could not finish, why, and how often it tried; the latest failure first",
  callers: { agents: false, scope: "events:write" },
  params: noParams,
  query: pageQuery,
  body: noBody,
  takesIfMatch: false,
  answers: { 200: { description: "One page; nextCursor is null on the last", schema: deadLettersPage } },
  refuses: [],
  async handle({ inbox }, { call, query }) {
    return answer(await inbox.listDeadLetters(call.organization, query));
  },
});
