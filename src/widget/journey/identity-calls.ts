import type { Identifier, IdentifierType } from "../../contract/identifier.ts";
import type { Candidate } from "../../contract/lookup.ts";
import { id } from "../../contract/primitives.ts";
import type { MergeAnswer } from "../../contract/merge.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import { type Failure, failureOf } from "./refusal.ts";
import type { UicClient, UicOutcome } from "./uic.ts";

/** What is asked and done about who a customer is. */
export interface IdentityActions {
  /** Whom a customer id, a phone number or an email address leads to. */
  find(words: string, signal: AbortSignal): Promise<Found>;
  read(customerId: string, signal: AbortSignal): Promise<Answered<UnifiedInteractionContext>>;
  /** Links what this interaction carries; `share`: also what others have. */
  link(customerId: string, share: boolean): Promise<Linked>;
  /** What a merge of `from` into the customer would move; nothing moves. */
  previewMerge(customerId: string, from: string, signal: AbortSignal): Promise<Answered<MergeAnswer>>;
  /** Only while the customer is at the version that was looked at. */
  merge(customerId: string, from: string, version: number): Promise<Answered<MergeAnswer>>;
}

interface Failed {
  readonly kind: "failed";
  readonly because: Failure;
}
export type Answered<T> = { readonly kind: "answered"; readonly value: T } | Failed;

/** Whom some words lead to. */
export type Found = { readonly kind: "found"; readonly candidates: readonly Candidate[] } | Failed;

/** What became of linking the identifiers of an interaction. */
export type Linked =
  | { readonly kind: "linked" }
  | { readonly kind: "already-linked"; readonly type: IdentifierType; readonly customerId: string }
  /** None of them means one person to the service. */
  | { readonly kind: "unusable" }
  | Failed;

/** What an agent asks and does about who the customer of an interaction is. */
export function identityCalls(uic: UicClient, ofInteraction: readonly Identifier[]): IdentityActions {
  return {
    async find(words, signal) {
      const outcome = await uic.lookup({ identifiers: identifiersIn(words) }, signal);
      if (outcome.kind !== "ok") return { kind: "failed", because: failureOf(outcome) };
      const { value } = outcome;
      if (value.status === "ambiguous") return { kind: "found", candidates: value.candidates };
      if (value.status === "first_contact") return { kind: "found", candidates: [] };
      const { customerId, displayName, activeIssue, recentInteractions, interactionCount } = value;
      const lastInteractionAt = recentInteractions[0]?.startTime ?? null;
      const found = { customerId, displayName, activeIssue, lastInteractionAt, interactionCount };
      return { kind: "found", candidates: [found] };
    },
    read: async (customerId, signal) => answered(await uic.customer(customerId, signal)),
    async link(customerId, share) {
      let linked: Linked = { kind: "unusable" };
      for (const identifier of ofInteraction.filter(isLinkable)) {
        const outcome = await uic.link(customerId, identifier, share);
        if (outcome.kind === "ok") linked = { kind: "linked" };
        else if (outcome.kind === "refused" && outcome.code === "already_linked" && outcome.customerId !== null) {
          return { kind: "already-linked", type: identifier.type, customerId: outcome.customerId };
        } else if (outcome.kind !== "refused" || outcome.code !== "invalid_request") {
          return { kind: "failed", because: failureOf(outcome) };
        }
      }
      return linked;
    },
    previewMerge: async (customerId, from, signal) => answered(await uic.previewMerge(customerId, from, signal)),
    merge: async (customerId, from, version) => answered(await uic.merge(customerId, from, version)),
  };
}

function answered<T>(outcome: UicOutcome<T>): Answered<T> {
  return outcome.kind === "ok"
    ? { kind: "answered", value: outcome.value }
    : { kind: "failed", because: failureOf(outcome) };
}

/** A customer's own id names them and is never linked. */
function isLinkable({ type }: Identifier): boolean {
  return type !== "customerId";
}

/** What an agent may have typed: an address, a customer's id, a number; a number may be somebody's id too. */
export function identifiersIn(words: string): Identifier[] {
  const value = words.trim();
  if (value.includes("@")) return [{ type: "email", value }];
  const isNumber = /^\+?[\d\s().\-/]{5,}$/.test(value);
  return [
    ...(id.safeParse(value).success ? [{ type: "customerId", value } as const] : []),
    ...(isNumber ? [{ type: "phone", value } as const] : []),
  ];
}
