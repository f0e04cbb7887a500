import type { PageQuery } from "../../contract/customer.ts";
import type { InteractionsPage } from "../../contract/interactions-page.ts";
import { countInteractions } from "../record/context.ts";
import { interactionPlace } from "../record/interaction.ts";
import { auditRecord } from "./audit-record.ts";
import { done, refusals, type Call, type Outcome } from "./call.ts";
import type { CustomersContext } from "./context.ts";
import { readInteractions } from "./copies.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { findPresent } from "./present.ts";

/** All interactions newest first. A cursor names the last one given out, so that what is inserted meanwhile shifts nothing. */
export async function listInteractions(
  context: CustomersContext,
  call: Call,
  customerId: string,
  page: PageQuery,
): Promise<Outcome<InteractionsPage>> {
  const before = page.cursor === undefined ? null : readCursor(page.cursor);
  if (page.cursor !== undefined && !before) return refusals.foreignCursor;
  const tenant = call.organization.id;
  const found = await findPresent(context, call, customerId, { interactions: 0, sentiments: 0, sessionsSince: null });
  if (!found.ok) return found;
  const { members, copies } = found.value;
  const ids = members.map((member) => member.customerId);
  const facts = await readInteractions(context.store, tenant, ids, { before, limit: page.limit + 1 });
  const items = facts.slice(0, page.limit).map(({ summary }) => summary);
  const last = items.at(-1);
  context.store.audit(tenant, auditRecord(context, call, members[0].customerId, "list_interactions"));
  return done({
    items,
    nextCursor: last && facts.length > page.limit ? writeCursor(interactionPlace(last)) : null,
    total: countInteractions(members) - copies,
  });
}
