import type { CollectedDataPatch, InteractionsPage, PageQuery } from "../../contract/customer.ts";
import type { LookupAnswer, LookupRequest } from "../../contract/lookup.ts";
import type { ProblemCode } from "../../contract/problem.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import type { InteractionAnswer, InteractionRequest } from "../../contract/writes.ts";
import type { Organization } from "../config.ts";

/** Who asks, for which organisation, in which request: every operation takes it, so that no data is read without a tenant. */
export interface Call {
  readonly organization: Organization;
  readonly actor: { readonly type: "agent" | "service"; readonly id: string };
  readonly requestId: string;
}

/** An expected failure. `detail` is one sentence without personal data that says what to do next. */
export interface Refusal {
  readonly ok: false;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly issues?: readonly { readonly path: string; readonly message: string }[];
  readonly customerId?: string;
  readonly customerIds?: readonly string[];
}
export type Outcome<T> = { readonly ok: true; readonly value: T } | Refusal;

/** The operations on customers that routes and pipeline share. `ifMatch` is a version that must still be the present one. */
export interface Customers {
  lookup(call: Call, request: LookupRequest): Promise<LookupAnswer>;
  read(call: Call, customerId: string): Promise<Outcome<UnifiedInteractionContext>>;
  listInteractions(call: Call, customerId: string, page: PageQuery): Promise<Outcome<InteractionsPage>>;
  patchCollectedData(
    call: Call,
    customerId: string,
    patch: CollectedDataPatch,
    ifMatch: number | null,
  ): Promise<Outcome<UnifiedInteractionContext>>;
  /** States the open issue, or closes it with null. */
  stateActiveIssue(
    call: Call,
    customerId: string,
    issue: string | null,
    ifMatch: number | null,
  ): Promise<Outcome<UnifiedInteractionContext>>;
  /** Adds or revises one ended interaction; durable once it resolves. `created` is false when the conversation was known or anonymous. */
  recordInteraction(
    call: Call,
    request: InteractionRequest,
  ): Promise<Outcome<InteractionAnswer & { readonly created: boolean }>>;
}
