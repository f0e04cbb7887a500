import { channelUserRequest, resolvedIdentity } from "../../../contract/writes.ts";
import { answer, defineOperation, json, noParams, noQuery } from "../operation.ts";

export const resolveIdentity = defineOperation({
  id: "resolveIdentity",
  method: "POST",
  path: "/v1/identities/resolve",
  summary: "The canonical customer id of a channel-specific id",
  callers: { agents: true, scope: "contexts:read" },
  params: noParams,
  query: noQuery,
  body: { schema: channelUserRequest, mediaTypes: json },
  takesIfMatch: false,
  answers: { 200: { description: "Who it is", schema: resolvedIdentity } },
  refuses: ["not_found", "erased"],
  async handle({ customers }, { call, body }) {
    return answer(await customers.resolveIdentity(call, body));
  },
});
