import { cacheKey } from "../../../contract/cache-key.ts";
import { defineOperation, noBody, noParams, noQuery } from "../operation.ts";

export const readCacheKey = defineOperation({
  id: "readCacheKey",
  method: "GET",
  path: "/v1/agents/me/cache-key",
  summary: "The key under which this agent's browser encrypts what it remembers until the end of the UTC day",
  callers: { agents: true, scope: null },
  params: noParams,
  query: noQuery,
  body: noBody,
  takesIfMatch: false,
  answers: { 200: { description: "The key of today", schema: cacheKey } },
  refuses: [],
  async handle({ cacheKeys }, { call }) {
    return { ok: true, status: 200, body: cacheKeys.keyOf(call.organization.id, call.actor.id) };
  },
});
