import { answerEmpty, defineOperation, noBody, noQuery } from "../operation.ts";
import { deadLetterParams } from "../parameters.ts";

export const replayDeadLetter = defineOperation({
  id: "replayDeadLetter",
  method: "POST",
  path: "/v1/dead-letters/{id}/replay",
  summary: "Tries a dead letter again at once, with all its tries",
  callers: { agents: false, scope: "events:write" },
  params: deadLetterParams,
  query: noQuery,
  body: noBody,
  takesIfMatch: false,
  answers: { 202: { description: "It waits to be tried, and no longer stands in the list" } },
  refuses: ["not_found"],
  async handle({ inbox }, { call, params }) {
    return answerEmpty(202, await inbox.replayDeadLetter(call.organization, params.id));
  },
});
