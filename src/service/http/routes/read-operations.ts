import { operationsOverview } from "../../../contract/operations-overview.ts";
import { defineOperation, noBody, noParams, noQuery } from "../operation.ts";

export const readOperations = defineOperation({
  id: "readOperations",
  method: "GET",
  path: "/v1/operations",
  summary: "How the installation does: events, queue, waiting times, conflicts and retention; nothing about a person",
  callers: { agents: false, scope: "events:write" },
  params: noParams,
  query: noQuery,
  body: noBody,
  takesIfMatch: false,
  answers: {
    200: { description: "As of now; counts are those of the process that answers", schema: operationsOverview },
  },
  refuses: [],
  async handle({ operations }, { call }) {
    return { ok: true, status: 200, body: await operations.overview(call.organization) };
  },
});
