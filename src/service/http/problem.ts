import type { Issue, Problem, ProblemCode } from "../../contract/problem.ts";
import { problemStatus } from "../../contract/problem.ts";
import type { Refusal } from "../customers/customers.ts";

/** A refusal on its way to become an answer, with what only HTTP knows of it. */
export interface Refused extends Refusal {
  readonly retryAfterSeconds?: number;
  /** The methods a path has, when the one asked for is not among them: answered with 405. */
  readonly allow?: readonly string[];
}

const titles = {
  invalid_request: "The request does not match the contract",
  unauthenticated: "No valid credential",
  forbidden: "The credential does not allow this",
  not_found: "Not found",
  version_conflict: "The record changed meanwhile",
  already_linked: "The identifier belongs to another customer",
  ambiguous: "Several customers share the identifier",
  erased: "The customer was erased",
  precondition_failed: "The record is not at the expected version",
  too_large: "The request is too large",
  unsupported_media_type: "The media type is not supported",
  rate_limited: "Too many requests",
  unavailable: "The service cannot answer right now",
} as const satisfies Record<ProblemCode, string>;

const retryAfterSeconds: Partial<Record<ProblemCode, number>> = { rate_limited: 60, unavailable: 5 };

/** The `application/problem+json` answer of a refusal: the one place where a code becomes a status. */
export function problemResponse(refused: Refused, requestId: string): Response {
  const status = refused.allow ? 405 : problemStatus[refused.code];
  const problem: Problem = {
    type: "about:blank",
    title: titles[refused.code],
    status,
    code: refused.code,
    detail: refused.detail,
    requestId,
    ...(refused.issues ? { issues: [...refused.issues] } : {}),
    ...(refused.customerId === undefined ? {} : { customerId: refused.customerId }),
    ...(refused.customerIds ? { customerIds: [...refused.customerIds] } : {}),
  };
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  const retryAfter = refused.retryAfterSeconds ?? retryAfterSeconds[refused.code];
  if (retryAfter !== undefined) headers["retry-after"] = String(retryAfter);
  if (refused.code === "unauthenticated") headers["www-authenticate"] = 'Bearer realm="uic"';
  if (refused.allow) headers["allow"] = refused.allow.join(", ");
  return new Response(JSON.stringify(problem), { status, headers });
}

export function refuse(code: ProblemCode, detail: string): Refused {
  return { ok: false, code, detail };
}

export function invalidRequest(issues: readonly Issue[]): Refused {
  return { ...refuse("invalid_request", "Correct the request as the issues say and send it again."), issues };
}
