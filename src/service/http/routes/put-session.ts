import { session, sessionRequest } from "../../../contract/writes.ts";
import { answer, defineOperation, json, noQuery } from "../operation.ts";
import { sessionParams } from "../parameters.ts";

export const putSession = defineOperation({
  id: "putSession",
  method: "PUT",
  path: "/v1/sessions/{sessionId}",
  summary:
    "Keeps a conversation that is still going on, on any channel; its data is replaced whole, and endedAt ends it",
  callers: { agents: false, scope: "contexts:write" },
  params: sessionParams,
  query: noQuery,
  body: { schema: sessionRequest, mediaTypes: json },
  takesIfMatch: false,
  answers: {
    200: { description: "The session; customerId is null for an anonymous one, which is not kept", schema: session },
  },
  refuses: ["erased", "version_conflict"],
  async handle({ customers }, { call, params, body }) {
    return answer(await customers.putSession(call, params.sessionId, body));
  },
});
