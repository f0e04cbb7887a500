import * as z from "zod/mini";

export const problemCode = z.enum([
  "invalid_request",
  "unauthenticated",
  "forbidden",
  "not_found",
  "version_conflict",
  "already_linked",
  "ambiguous",
  "erased",
  "precondition_failed",
  "too_large",
  "unsupported_media_type",
  "rate_limited",
  "unavailable",
]);
export type ProblemCode = z.infer<typeof problemCode>;

/** The status that goes with each code of an answer that failed. */
export const problemStatus = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  version_conflict: 409,
  already_linked: 409,
  ambiguous: 409,
  erased: 410,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  unavailable: 503,
} as const satisfies Record<ProblemCode, number>;

export const issue = z.object({ path: z.string(), message: z.string() });
export type Issue = z.infer<typeof issue>;

/** RFC 9457 problem details. `detail` is one sentence that says what to do next and never carries personal data. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: problemCode,
  detail: z.string(),
  requestId: z.string(),
  issues: z.optional(z.array(issue)),
  customerId: z.optional(z.string()),
  customerIds: z.optional(z.array(z.string())),
});
export type Problem = z.infer<typeof problem>;
