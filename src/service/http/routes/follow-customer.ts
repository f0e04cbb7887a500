import { unifiedInteractionContext } from "../../../contract/record.ts";
import { changeEvents } from "../change-events.ts";
import { defineOperation, noBody, noQuery } from "../operation.ts";
import { customerParams } from "../parameters.ts";

export const followCustomer = defineOperation({
  id: "followCustomer",
  method: "GET",
  path: "/v1/customers/{customerId}/changes",
  summary: "The present record at once and every newer one, as server-sent events whose id is the version",
  callers: { agents: true, scope: "contexts:read" },
  params: customerParams,
  query: noQuery,
  body: noBody,
  takesIfMatch: false,
  takesLastEventId: true,
  answers: { 200: { description: "The stream", schema: unifiedInteractionContext, isStream: true } },
  refuses: ["not_found", "erased"],
  async handle({ customers }, { call, params: { customerId }, lastEventId }) {
    const present = await customers.read(call, customerId);
    if (!present.ok) return present;
    const version = lastEventId !== null && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : undefined;
    const followed = [{ customerId, ...(version === undefined ? {} : { version }) }];
    return { ok: true, status: 200, events: (signal) => changeEvents(customers.follow(call, followed, signal), "one") };
  },
});
