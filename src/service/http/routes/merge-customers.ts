import { mergeAnswer, mergeRequest } from "../../../contract/merge.ts";
import { defineOperation, json } from "../operation.ts";
import { customerParams, dryRunQuery } from "../parameters.ts";

export const mergeCustomers = defineOperation({
  id: "mergeCustomers",
  method: "POST",
  path: "/v1/customers/{customerId}/merges",
  summary: "Merges another customer into this one; with dryRun a preview of what would move, and nothing moves",
  callers: { agents: true, scope: "contexts:write" },
  params: customerParams,
  query: dryRunQuery,
  body: { schema: mergeRequest, mediaTypes: json },
  takesIfMatch: true,
  answers: {
    201: { description: "Merged; mergeId undoes it", schema: mergeAnswer, hasETag: true },
    200: { description: "The preview, without a mergeId", schema: mergeAnswer },
  },
  refuses: ["not_found", "erased", "version_conflict", "precondition_failed"],
  async handle({ customers }, { call, params, query, body, ifMatch }) {
    const dryRun = query.dryRun ?? false;
    const merged = await customers.merge(call, { customerId: params.customerId, from: body.from, dryRun, ifMatch });
    if (!merged.ok) return merged;
    if (dryRun) return { ok: true, status: 200, body: merged.value };
    return { ok: true, status: 201, body: merged.value, version: merged.value.record.version };
  },
});
