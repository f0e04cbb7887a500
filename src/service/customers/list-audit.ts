import type { AuditEntry, PageQuery } from "../../contract/customer.ts";
import { done, refusals, type Call, type Outcome } from "./call.ts";
import { headsOnly } from "./choose-target.ts";
import type { CustomersContext } from "./context.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { auditLimit } from "./expire.ts";

export interface AuditPage {
  items: AuditEntry[];
  nextCursor: string | null;
}

/** Who did what with a customer, newest first; after an erasure too. */
export async function listAudit(
  context: CustomersContext,
  call: Call,
  customerId: string,
  page: PageQuery,
): Promise<Outcome<AuditPage>> {
  const before = page.cursor === undefined ? null : readCursor(page.cursor);
  if (page.cursor !== undefined && !before) return refusals.foreignCursor;
  const tenant = call.organization.id;
  const found = await context.store.group(tenant, customerId, headsOnly);
  const ids = found?.state === "living" ? found.members.map((member) => member.customerId) : [customerId];
  const since = auditLimit(context, call.organization);
  const entries = await context.store.auditEntries(tenant, ids, since, { before, limit: page.limit + 1 });
  if (!found && entries.length === 0 && before === null) return refusals.unknownCustomer;
  const items = entries.slice(0, page.limit);
  const last = items.at(-1);
  return done({ items, nextCursor: last && entries.length > page.limit ? writeCursor(last) : null });
}
