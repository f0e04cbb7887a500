import type { ProblemCode } from "../../contract/problem.ts";
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

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const refusals = {
  unknownCustomer: {
    ok: false,
    code: "not_found",
    detail: "There is no customer with this id; look the customer up by an identifier.",
  },
  erasedCustomer: {
    ok: false,
    code: "erased",
    detail: "This customer was erased; drop what is remembered of them.",
  },
  erasedConversation: {
    ok: false,
    code: "erased",
    detail: "This conversation started before its customer was erased; do not send it again.",
  },
  erasedSession: {
    ok: false,
    code: "erased",
    detail: "This session's customer was erased; begin another session.",
  },
  unknownUser: {
    ok: false,
    code: "not_found",
    detail: "Nobody is known by this channel id; write a session or an interaction first.",
  },
  noSession: {
    ok: false,
    code: "not_found",
    detail: "This user has no session that is kept; begin one.",
  },
  unknownIdentifier: {
    ok: false,
    code: "not_found",
    detail: "This identifier is not linked to this customer; read the record again.",
  },
  unknownMerge: {
    ok: false,
    code: "not_found",
    detail: "This customer has no such merge; read mergedFrom of the record again.",
  },
  staleVersion: {
    ok: false,
    code: "precondition_failed",
    detail: "The record changed since this version; read it again and repeat the change.",
  },
  foreignCursor: {
    ok: false,
    code: "invalid_request",
    detail: "The cursor is not one that this listing gave out; start again without it.",
    issues: [{ path: "cursor", message: "must be the nextCursor of an earlier page" }],
  },
} as const satisfies Record<string, Refusal>;

export function invalid(path: string, message: string, detail: string): Refusal {
  return { ok: false, code: "invalid_request", detail, issues: [{ path, message }] };
}
