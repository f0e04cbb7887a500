import * as z from "zod/mini";
import { limits } from "../../../contract/limits.ts";
import { eventsAnswer } from "../../../contract/writes.ts";
import { defineOperation, json, noParams, noQuery } from "../operation.ts";

/** What an envelope holds is judged by the inbox: Genesys Cloud may add members at any time. */
const envelope = z.looseObject({});
const eventsRequest = z.union([z.array(envelope).check(z.maxLength(limits.eventsPerRequest)), envelope]);

export const acceptGenesysEvents = defineOperation({
  id: "acceptGenesysEvents",
  method: "POST",
  path: "/v1/events/genesys",
  summary: "Takes one Amazon EventBridge envelope, or at most 100, as Genesys Cloud sends them; accepted means durable",
  callers: { agents: false, scope: "events:write" },
  params: noParams,
  query: noQuery,
  body: { schema: eventsRequest, mediaTypes: json },
  takesIfMatch: false,
  answers: { 202: { description: "How many were accepted, and how many are of no use", schema: eventsAnswer } },
  refuses: [],
  async handle({ inbox }, { call, body }) {
    const accepted = await inbox.accept(call.organization, Array.isArray(body) ? body : [body]);
    return accepted.ok ? { ok: true, status: 202, body: accepted.value } : accepted;
  },
});
