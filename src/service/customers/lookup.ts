import { limits } from "../../contract/limits.ts";
import type {
  Candidate,
  Conflict,
  LookupAnswer,
  LookupRequest,
  OpenSession,
  ReturningCustomer,
} from "../../contract/lookup.ts";
import { decide, livingOwner, partsOf, type Decision } from "../identity/decide.ts";
import type { ReadIdentifier } from "../identity/identifiers.ts";
import { countInteractions, displayName, groupTellings, showIssue } from "../record/context.ts";
import { showTellings } from "../record/collected.ts";
import { compareText } from "../record/order.ts";
import type { Glance, Owner, StoredGroup, StoredSession, StoredStanding } from "../stores/store.ts";
import { auditRecord } from "./audit-record.ts";
import type { Call } from "./call.ts";
import { type CustomersContext } from "./context.ts";
import { isLinkOf } from "./link-identifiers.ts";
import { findPresent, toRecord } from "./present.ts";
import { readStanding } from "./who-is.ts";

/** What is asked for, and whom its identifiers lead to. */
export interface Question {
  readonly request: LookupRequest;
  readonly identifiers: readonly ReadIdentifier[];
  readonly standing: StoredStanding;
  readonly decision: Decision;
}

/** Whom these identifiers mean and what an agent should know first. Reads only; nobody is made by asking. */
export async function lookup(context: CustomersContext, call: Call, request: LookupRequest): Promise<LookupAnswer> {
  const identifiers = context.identifiers.read(call.organization, request.identifiers);
  const standing = await readStanding(context, call.organization.id, identifiers);
  return answerQuestion(context, call, {
    request,
    identifiers,
    standing,
    decision: decide(identifiers, standing, null),
  });
}

export async function answerQuestion(
  context: CustomersContext,
  call: Call,
  { request, identifiers, standing, decision }: Question,
): Promise<LookupAnswer> {
  const tried = [...new Map(identifiers.map(({ index, askedAs }) => [index, askedAs])).values()];

  switch (decision.kind) {
    case "decided": {
      const matched = await showMatch(context, call, decision, identifiers, standing);
      if (!matched) break;
      auditLookup(context, call, matched.customerId, "lookup", request);
      return matched;
    }
    case "shared": {
      const candidates = await showCandidates(context, call, decision.owners);
      for (const { customerId } of candidates) auditLookup(context, call, customerId, "lookup_candidate", request);
      if (candidates.length > 1) return { status: "ambiguous", candidates, recentInteractions: [], tried };
      break;
    }
    case "erased":
    case "nobody":
      break;
    default:
      return decision satisfies never;
  }
  return { status: "first_contact", recentInteractions: [], tried };
}

export function auditLookup(
  context: CustomersContext,
  call: Call,
  customerId: string,
  action: "lookup" | "lookup_candidate",
  { conversationId = null }: { readonly conversationId?: string | null | undefined },
): void {
  context.store.audit(call.organization.id, auditRecord(context, call, customerId, action, conversationId));
}

async function showMatch(
  context: CustomersContext,
  call: Call,
  { by, owner }: Extract<Decision, { kind: "decided" }>,
  identifiers: readonly ReadIdentifier[],
  standing: StoredStanding,
): Promise<ReturningCustomer | null> {
  const found = await findPresent(context, call, owner.survivorId, {
    interactions: limits.recentSize,
    sentiments: limits.sentimentHistorySize,
    sessionsSince: openSince(context),
  });
  if (!found.ok) return null;
  const record = toRecord(found.value);
  return {
    status: "returning_customer",
    matchedBy: { type: by.askedAs, index: by.index, identifierId: identifierIdOf(linksOf(found.value), by) },
    customerId: record.customerId,
    displayName: record.displayName,
    version: record.version,
    lastUpdated: record.lastUpdated,
    activeIssue: record.activeIssue,
    activeIssueSince: record.activeIssueSince,
    recentInteractions: record.interactions,
    interactionCount: record.interactionCount,
    collectedData: record.collectedData,
    sentimentHistory: record.sentimentHistory,
    identifiers: record.identifiers,
    openSessions: found.value.sessions.map(showOpenSession),
    conflicts: conflictsWith(owner.survivorId, by.index, identifiers, standing),
  };
}

/** A session without activity for so long is no longer open. */
export const openSince = (context: CustomersContext): string =>
  new Date(context.now() - limits.sessionIdleMilliseconds).toISOString();

export const showOpenSession = ({ session }: StoredSession): OpenSession => ({
  sessionId: session.sessionId,
  channel: session.channel,
  startedAt: session.startedAt,
  lastActivityAt: session.lastActivityAt,
});

const linksOf = ({ members }: StoredGroup): Glance["links"] => members.flatMap(({ head }) => head.identifiers);

export function identifierIdOf(links: Glance["links"], by: ReadIdentifier): string | null {
  return by.type === "customerId" ? null : (links.find((link) => isLinkOf(link, by))?.id ?? null);
}

export function conflictsWith(
  survivorId: string,
  matchedIndex: number,
  identifiers: readonly ReadIdentifier[],
  standing: StoredStanding,
): Conflict[] {
  const byIndex = new Map<number, Conflict>();
  for (const identifier of identifiers) {
    const { index, askedAs: type } = identifier;
    if (index === matchedIndex || byIndex.has(index)) continue;
    const owners = partsOf(identifier, standing, null).flatMap(livingOwner);
    const [first] = owners;
    if (!first || owners.some((owner) => owner.survivorId === survivorId)) continue;
    byIndex.set(
      index,
      owners.length === 1 ? { type, index, customerId: first.survivorId } : { type, index, shared: owners.length },
    );
  }
  return [...byIndex.values()];
}

/** Who spoke last comes first. */
async function showCandidates(context: CustomersContext, call: Call, owners: readonly Owner[]): Promise<Candidate[]> {
  const request = { interactions: 1, sentiments: 0, sessionsSince: null };
  const found = await Promise.all(owners.map(({ survivorId }) => findPresent(context, call, survivorId, request)));
  const candidates = found.flatMap((one) => {
    if (!one.ok) return [];
    const { members, newest, copies } = one.value;
    const [survivor] = members;
    return [
      {
        customerId: survivor.customerId,
        displayName: displayName(showTellings(groupTellings(members))),
        activeIssue: showIssue(survivor.head).activeIssue,
        lastInteractionAt: newest.at(0)?.summary.startTime ?? null,
        interactionCount: countInteractions(members) - copies,
      },
    ];
  });
  return candidates.toSorted(
    (a, b) =>
      compareText(b.lastInteractionAt ?? "", a.lastInteractionAt ?? "") || compareText(a.customerId, b.customerId),
  );
}
