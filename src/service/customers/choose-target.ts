import { findNewName } from "../identity/decide.ts";
import type { CustomersContext } from "./context.ts";
import { draftCustomer, draftGroup, type GroupDraft } from "./group-draft.ts";
import type { Belonging } from "./who-is.ts";

/** Whose a conversation or session is to be. */
export interface Target {
  readonly draft: GroupDraft;
  /** The member that it belongs to. */
  readonly origin: string;
  readonly isMade: boolean;
  /** False when only where it was before says whose it is: then its identifiers say nothing about anybody. */
  readonly links: boolean;
}

export interface Situation extends Extract<Belonging, { kind: "somebody" }> {
  /** The customer with whom it was recorded before, if it was. */
  readonly knownCustomerId: string | null;
  /** Whether it may go to another customer now: an older revision may not. */
  readonly mayMove: boolean;
}

export const headsOnly = { interactions: 0, sentiments: 0, sessionsSince: null } as const;

/** The customer that the identifiers decided, or one that is made; null when that customer went while it was being read. */
export async function chooseTarget(
  context: CustomersContext,
  tenant: string,
  at: string,
  { identifiers, standing, decision, knownCustomerId, mayMove }: Situation,
): Promise<Target | null> {
  const name = findNewName(identifiers, standing);
  if (decision.kind === "decided" && (!name || decision.by.type === "customerId")) {
    const draft = await draftExisting(context, tenant, decision.owner.survivorId);
    return draft && { draft, origin: decision.owner.customerId, isMade: false, links: true };
  }
  const absorbed = decision.kind === "decided" && decision.owner.made ? decision.owner.survivorId : null;
  if (knownCustomerId !== null && absorbed === null && !(mayMove && name)) {
    const draft = await draftExisting(context, tenant, knownCustomerId);
    return draft && { draft, origin: knownCustomerId, isMade: false, links: false };
  }

  const customerId = name?.customerId ?? context.newId("cust_");
  const former = name ? (standing.customers.get(customerId) ?? null) : null;
  const draft = draftCustomer(customerId, former && "state" in former ? former : null, at, name === null);
  if (absorbed !== null) {
    const theirs = await draftExisting(context, tenant, absorbed);
    if (!theirs) return null;
    const { issue } = theirs.head(absorbed);
    draft.adopt(theirs, { customerId: absorbed, mergeId: context.newId("mrg_"), mergedAt: at, automatic: true });
    draft.update(customerId, (head) => ({ ...head, issue }));
  }
  return { draft, origin: customerId, isMade: true, links: true };
}

async function draftExisting(
  context: CustomersContext,
  tenant: string,
  customerId: string,
): Promise<GroupDraft | null> {
  const group = await context.store.group(tenant, customerId, headsOnly);
  return group?.state === "living" ? draftGroup(group) : null;
}
