import { channelUserRequest, session } from "../../../contract/writes.ts";
import { answer, defineOperation, json, noParams, noQuery } from "../operation.ts";

export const readLatestSession = defineOperation({
  id: "readLatestSession",
  method: "POST",
  path: "/v1/sessions/latest",
  summary: "The same user's most recent session across all channels",
  callers: { agents: true, scope: "contexts:read" },
  params: noParams,
  query: noQuery,
  body: { schema: channelUserRequest, mediaTypes: json },
  takesIfMatch: false,
  answers: { 200: { description: "The session, ended or not", schema: session } },
  refuses: ["not_found", "erased"],
  async handle({ customers }, { call, body }) {
    return answer(await customers.latestSession(call, body));
  },
});
