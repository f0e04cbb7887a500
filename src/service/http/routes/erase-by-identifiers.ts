import { erasuresAnswer, erasuresRequest } from "../../../contract/writes.ts";
import { defineOperation, json, noParams, noQuery } from "../operation.ts";

export const eraseByIdentifiers = defineOperation({
  id: "eraseByIdentifiers",
  method: "POST",
  path: "/v1/erasures",
  summary: "Erases whoever these identifiers belong to, when the customer id is not known; with dryRun it only counts",
  callers: { agents: false, scope: "privacy" },
  params: noParams,
  query: noQuery,
  body: { schema: erasuresRequest, mediaTypes: json },
  takesIfMatch: false,
  answers: { 200: { description: "One receipt a person, none when nobody is known", schema: erasuresAnswer } },
  refuses: ["ambiguous", "version_conflict"],
  async handle({ customers }, { call, body }) {
    const erased = await customers.eraseByIdentifiers(call, body.identifiers, body.dryRun ?? false);
    return erased.ok ? { ok: true, status: 200, body: { receipts: erased.value } } : erased;
  },
});
