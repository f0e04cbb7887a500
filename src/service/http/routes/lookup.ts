import { lookupAnswer, lookupRequest } from "../../../contract/lookup.ts";
import { defineOperation, json, noParams, noQuery } from "../operation.ts";

export const lookup = defineOperation({
  id: "lookup",
  method: "POST",
  path: "/v1/contexts/lookup",
  summary:
    "Finds the customer of a conversation: the identifiers are tried in the order given, the first that finds a record wins",
  callers: { agents: true, scope: "contexts:read" },
  params: noParams,
  query: noQuery,
  body: { schema: lookupRequest, mediaTypes: json },
  takesIfMatch: false,
  answers: { 200: { description: "Who it is, or that nobody is known by these identifiers", schema: lookupAnswer } },
  refuses: [],
  async handle({ customers, metrics }, { call, body }) {
    const { outcome, conflicts, json: bytes } = await customers.lookupJson(call, body);
    metrics.countLookup(outcome);
    for (const { type } of conflicts) metrics.countConflict(type);
    return { ok: true, status: 200, json: bytes };
  },
});
