import { unifiedInteractionContext } from "../../../contract/record.ts";
import { changesRequest } from "../../../contract/writes.ts";
import { changeEvents, resumed } from "../change-events.ts";
import { defineOperation, json, noParams, noQuery } from "../operation.ts";

export const followCustomers = defineOperation({
  id: "followCustomers",
  method: "POST",
  path: "/v1/changes",
  summary: "The same for at most 20 customers on one stream; the id of an event is <customerId>:<version>",
  callers: { agents: true, scope: "contexts:read" },
  params: noParams,
  query: noQuery,
  body: { schema: changesRequest, mediaTypes: json },
  takesIfMatch: false,
  takesLastEventId: true,
  answers: { 200: { description: "The stream", schema: unifiedInteractionContext, isStream: true } },
  refuses: [],
  async handle({ customers }, { call, body, lastEventId }) {
    const followed = resumed(body.customers, lastEventId);
    return {
      ok: true,
      status: 200,
      events: (signal) => changeEvents(customers.follow(call, followed, signal), "several"),
    };
  },
});
