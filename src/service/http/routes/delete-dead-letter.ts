import { answerEmpty, defineOperation, noBody, noQuery } from "../operation.ts";
import { deadLetterParams } from "../parameters.ts";

export const deleteDeadLetter = defineOperation({
  id: "deleteDeadLetter",
  method: "DELETE",
  path: "/v1/dead-letters/{id}",
  summary: "Gives a dead letter up for good",
  callers: { agents: false, scope: "events:write" },
  params: deadLetterParams,
  query: noQuery,
  body: noBody,
  takesIfMatch: false,
  answers: { 204: { description: "It is gone" } },
  refuses: ["not_found"],
  async handle({ inbox }, { call, params }) {
    return answerEmpty(204, await inbox.deleteDeadLetter(call.organization, params.id));
  },
});
