import type { UnifiedInteractionContext } from "../../contract/record.ts";
import { auditRecord } from "./audit-record.ts";
import { done, type Call, type Outcome } from "./call.ts";
import type { CustomersContext } from "./context.ts";
import { findPresent, toRecord, wholeRecord } from "./present.ts";

export async function read(
  context: CustomersContext,
  call: Call,
  customerId: string,
): Promise<Outcome<UnifiedInteractionContext>> {
  const found = await findPresent(context, call, customerId, wholeRecord);
  if (!found.ok) return found;
  const record = toRecord(found.value);
  context.store.audit(call.organization.id, auditRecord(context, call, record.customerId, "read"));
  return done(record);
}
