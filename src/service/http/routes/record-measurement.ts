import { briefMeasurement } from "../../../contract/operations-overview.ts";
import { defineOperation, json, noParams, noQuery } from "../operation.ts";

export const recordMeasurement = defineOperation({
  id: "recordMeasurement",
  method: "POST",
  path: "/v1/measurements",
  summary: "Counts how long an agent waited for the brief; neither the agent nor the interaction is kept",
  callers: { agents: true, scope: null },
  params: noParams,
  query: noQuery,
  body: { schema: briefMeasurement, mediaTypes: json },
  takesIfMatch: false,
  answers: { 204: { description: "It is counted" } },
  refuses: [],
  async handle({ operations }, { body }) {
    operations.observeBrief(body);
    return { ok: true, status: 204 };
  },
});
