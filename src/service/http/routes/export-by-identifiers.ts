import { exportsAnswer } from "../../../contract/customer-export.ts";
import { identifiersRequest } from "../../../contract/writes.ts";
import { defineOperation, json, noParams, noQuery } from "../operation.ts";

export const exportByIdentifiers = defineOperation({
  id: "exportByIdentifiers",
  method: "POST",
  path: "/v1/exports",
  summary: "The export of whoever these identifiers belong to, when the customer id is not known",
  callers: { agents: false, scope: "privacy" },
  params: noParams,
  query: noQuery,
  body: { schema: identifiersRequest, mediaTypes: json },
  takesIfMatch: false,
  answers: { 200: { description: "One export a person, none when nobody is known", schema: exportsAnswer } },
  refuses: ["ambiguous"],
  async handle({ customers }, { call, body }) {
    const exported = await customers.exportByIdentifiers(call, body.identifiers);
    return exported.ok ? { ok: true, status: 200, body: { exports: exported.value } } : exported;
  },
});
