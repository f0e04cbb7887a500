import type { CustomerExport } from "../../contract/customer-export.ts";
import type { AuditEntry } from "../../contract/customer.ts";
import type { Identifier } from "../../contract/identifier.ts";
import { interactionPlace } from "../record/interaction.ts";
import type { Place } from "../record/order.ts";
import type { FactPage } from "../stores/store.ts";
import { auditRecord } from "./audit-record.ts";
import { done, type Call, type Outcome } from "./call.ts";
import { timeOf, type CustomersContext } from "./context.ts";
import { readInteractions, type PresentGroup } from "./copies.ts";
import { auditLimit } from "./expire.ts";
import { findPresent, toRecord, wholeRecord } from "./present.ts";
import { whoseIdentifiers } from "./whose-identifiers.ts";

const pageSize = 500;

/** After so many tries of a record that never rests, the last one is answered. */
const tries = 10;

/** Everything held on one person, of one moment: read again while others change it. */
export async function exportCustomer(
  context: CustomersContext,
  call: Call,
  customerId: string,
): Promise<Outcome<CustomerExport>> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await findPresent(context, call, customerId, wholeRecord);
    if (!found.ok) return found;
    const held = await readEverything(context, call, found.value);
    const after = await findPresent(context, call, customerId, wholeRecord);
    if (!after.ok) return after;
    const [before, now] = [found.value.members[0], after.value.members[0]];
    const isChanged = before.customerId !== now.customerId || before.version !== now.version;
    if (isChanged && attempt < tries) continue;
    context.store.audit(call.organization.id, auditRecord(context, call, now.customerId, "export"));
    return done(held);
  }
}

/** The same for everyone to whom these identifiers belong. */
export async function exportByIdentifiers(
  context: CustomersContext,
  call: Call,
  identifiers: readonly Identifier[],
): Promise<Outcome<readonly CustomerExport[]>> {
  const whose = await whoseIdentifiers(context, call, identifiers);
  if (!whose.ok) return whose;
  const exports: CustomerExport[] = [];
  for (const customerId of whose.value) {
    const exported = await exportCustomer(context, call, customerId);
    if (exported.ok) exports.push(exported.value);
  }
  return done(exports);
}

async function readEverything(context: CustomersContext, call: Call, group: PresentGroup): Promise<CustomerExport> {
  const { store } = context;
  const tenant = call.organization.id;
  const ids = group.members.map(({ customerId }) => customerId);
  const [survivor] = group.members;
  const interactions = await readAll(
    (page) => readInteractions(store, tenant, ids, page),
    ({ summary }) => interactionPlace(summary),
  );
  const actions = await readAll(
    (page) => store.actions(tenant, ids, page),
    ({ place }) => place,
  );
  const sessions = await store.sessions(tenant, ids);
  const since = auditLimit(context, call.organization);
  return {
    exportedAt: timeOf(context),
    record: toRecord(group),
    interactions: interactions.map(({ summary, values }) => ({ interaction: summary, collectedData: values })),
    agentActions: actions.map((action) =>
      action.kind === "statement"
        ? { at: action.place.at, issue: action.issue }
        : { at: action.place.at, collectedData: { ...action.values } },
    ),
    sessions: sessions.map(({ session }) => Object.assign({ customerId: survivor.customerId }, session)),
    audit: await readAll(
      (page) => store.auditEntries(tenant, ids, since, page),
      ({ at, id }: AuditEntry) => ({ at, id }),
    ),
  };
}

async function readAll<T>(read: (page: FactPage) => Promise<readonly T[]>, placeOf: (fact: T) => Place): Promise<T[]> {
  const all: T[] = [];
  let before: Place | null = null;
  for (;;) {
    const page: readonly T[] = await read({ before, limit: pageSize });
    all.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return all;
    before = placeOf(last);
  }
}
