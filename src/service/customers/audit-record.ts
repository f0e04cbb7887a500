import type { AuditRecord } from "../stores/store.ts";
import type { Call } from "./call.ts";
import { timeOf, type CustomersContext } from "./context.ts";

/** Who did what to which customer, and never the data. */
export function auditRecord(
  context: CustomersContext,
  call: Call,
  customerId: string,
  action: string,
  conversationId: string | null = null,
): AuditRecord {
  return {
    id: context.newId("aud_"),
    at: timeOf(context),
    actor: { type: call.actor.type, id: call.actor.id },
    action,
    conversationId,
    requestId: call.requestId,
    customerId,
  };
}
