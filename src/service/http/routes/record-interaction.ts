import { interactionAnswer, interactionRequest } from "../../../contract/writes.ts";
import { defineOperation, json, noParams, noQuery } from "../operation.ts";

export const recordInteraction = defineOperation({
  id: "recordInteraction",
  method: "POST",
  path: "/v1/interactions",
  summary:
    "Takes one ended interaction from any channel or bot; the same conversation again never doubles, the later revisedAt wins",
  callers: { agents: false, scope: "contexts:write" },
  params: noParams,
  query: noQuery,
  body: { schema: interactionRequest, mediaTypes: json },
  takesIfMatch: false,
  answers: {
    201: { description: "Recorded and durable", schema: interactionAnswer },
    200: { description: "Already known, or anonymous and not stored (both members null)", schema: interactionAnswer },
  },
  refuses: ["erased", "version_conflict"],
  async handle({ customers }, { call, body }) {
    const recorded = await customers.recordInteraction(call, body);
    if (!recorded.ok) return recorded;
    const { created, customerId, version } = recorded.value;
    return { ok: true, status: created ? 201 : 200, body: { customerId, version } };
  },
});
