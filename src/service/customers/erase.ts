import type { ErasureReceipt } from "../../contract/customer.ts";
import type { Identifier } from "../../contract/identifier.ts";
import { limits } from "../../contract/limits.ts";
import { countInteractions, groupIdentifiers } from "../record/context.ts";
import { keysOfLink } from "../record/head.ts";
import { isFurtherParty } from "../record/party.ts";
import type { Change, StoredGroup } from "../stores/store.ts";
import { auditRecord } from "./audit-record.ts";
import { done, refusals, type Call, type Outcome } from "./call.ts";
import { headsOnly } from "./choose-target.ts";
import { timeOf, type CustomersContext } from "./context.ts";
import { countCopies } from "./copies.ts";
import { untilLanded, type Plan } from "./land.ts";
import { receiptEntry } from "./operations-log.ts";
import { expireWhenDue } from "./expire.ts";
import { refuseStaleVersion } from "./present.ts";
import { whoseIdentifiers } from "./whose-identifiers.ts";

export interface Erasure {
  readonly customerId: string;
  /** Counts and removes nothing. */
  readonly dryRun: boolean;
  readonly ifMatch: number | null;
}

/** Removes a person with everyone merged into them. What stays are ids, so that late events do not bring them back. Erasing again answers the first receipt. */
export async function erase(context: CustomersContext, call: Call, request: Erasure): Promise<Outcome<ErasureReceipt>> {
  const found = await context.store.group(call.organization.id, request.customerId, headsOnly);
  if (found?.state === "living") await expireWhenDue(context, call, found);
  const erased = await untilLanded(context, call.organization.id, () => plan(context, call, request));
  if (!erased.ok) return erased;
  const { receipt, conversations } = erased.value;
  // Jobs that a crash leaves behind here are refused one by one: their conversations are known as erased.
  if (!request.dryRun) await context.inbox.removeJobs(call.organization.id, conversations, false);
  return done(receipt);
}

/** The same for everyone to whom these identifiers belong. */
export async function eraseByIdentifiers(
  context: CustomersContext,
  call: Call,
  identifiers: readonly Identifier[],
  dryRun: boolean,
): Promise<Outcome<readonly ErasureReceipt[]>> {
  const whose = await whoseIdentifiers(context, call, identifiers);
  if (!whose.ok) return whose;
  const receipts: ErasureReceipt[] = [];
  for (const customerId of whose.value) {
    const erased = await erase(context, call, { customerId, dryRun, ifMatch: null });
    if (erased.ok) receipts.push(erased.value);
  }
  return done(receipts);
}

interface Erased {
  readonly receipt: ErasureReceipt;
  readonly conversations: readonly string[];
}

async function plan(
  context: CustomersContext,
  call: Call,
  { customerId, dryRun, ifMatch }: Erasure,
): Promise<Plan<Outcome<Erased>>> {
  const tenant = call.organization.id;
  const found = await context.store.group(tenant, customerId, headsOnly);
  if (!found) return { kind: "answer", answer: refusals.unknownCustomer };
  if (found.state === "erased") {
    return {
      kind: "answer",
      answer: dryRun ? refusals.erasedCustomer : done({ receipt: found.receipt, conversations: [] }),
    };
  }
  const stale = refuseStaleVersion(found.members[0].version, ifMatch);
  if (stale) return { kind: "answer", answer: stale };

  const ids = found.members.map((member) => member.customerId);
  const facts = await context.store.conversationIds(tenant, ids);
  // The job of a conference goes on for whom the conversation is about first; of this person it will record nothing.
  const conversations = facts.filter((id) => !isFurtherParty(id));
  const copies = await countCopies(context.store, tenant, found.members);
  const jobs = await context.inbox.removeJobs(tenant, conversations, true);
  const erasedAt = timeOf(context);
  const receipt: ErasureReceipt = {
    erasureId: context.newId("ers_"),
    erasedAt,
    dryRun,
    removed: { ...countHeld(found, copies), jobs },
  };
  const answer = done({ receipt, conversations });
  if (dryRun) return { kind: "answer", answer };
  return {
    kind: "change",
    answer,
    change: {
      customers: found.members.map((member) => ({
        customerId: member.customerId,
        revision: member.revision,
        after: { state: "erased", version: member.version + 1, erasedAt, receipt },
      })),
      keys: await keysWithout(context, tenant, found, erasedAt),
      interactions: [],
      actions: [],
      sessions: [],
      erased: ids,
      audit: [...ids.map((id) => auditRecord(context, call, id, "erase")), receiptEntry(call, receipt)],
    },
  };
}

function countHeld({ members }: StoredGroup, copies: number): Omit<ErasureReceipt["removed"], "jobs"> {
  const interactions = countInteractions(members) - copies;
  return {
    interactions: Math.min(interactions, limits.windowSize),
    archived: Math.max(interactions - limits.windowSize, 0),
    identifiers: groupIdentifiers(members).length,
    sessions: members.reduce((sum, { head }) => sum + head.sessionCount, 0),
  };
}

async function keysWithout(
  context: CustomersContext,
  tenant: string,
  { members }: StoredGroup,
  erasedAt: string,
): Promise<Change["keys"]> {
  const ids = new Set(members.map(({ customerId }) => customerId));
  const linked = [...new Set(members.flatMap(({ head }) => head.identifiers.flatMap(keysOfLink)))];
  const { keys: stored } = await context.store.standing(tenant, [], linked);
  return [...stored].map(([key, { revision, owners }]) => ({
    key,
    revision,
    customerIds: owners.map(({ customerId }) => customerId).filter((id) => !ids.has(id)),
    erasedAt,
  }));
}
