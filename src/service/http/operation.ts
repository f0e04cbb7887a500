import * as z from "zod/mini";
import type { ProblemCode } from "../../contract/problem.ts";
import type { ServiceScope } from "../config.ts";
import type { Call, Customers, Outcome } from "../customers/customers.ts";
import type { Inbox } from "../pipeline/inbox.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Operations } from "../telemetry/operations.ts";
import type { CacheKeys } from "./cache-keys.ts";
import type { StreamedEvent } from "./event-stream.ts";
import { describeIssues } from "./issues.ts";
import type { Refused } from "./problem.ts";
import { invalidRequest } from "./problem.ts";

/** What the operations work with. */
export interface Services {
  readonly customers: Customers;
  readonly inbox: Inbox;
  readonly cacheKeys: CacheKeys;
  readonly metrics: Metrics;
  readonly operations: Operations;
}

/** What an operation answers with: a JSON body (with the record's version, if it is one), nothing, a stream of events, or a refusal. */
export type Answer =
  | { readonly ok: true; readonly status: 200; readonly events: (signal: AbortSignal) => AsyncIterable<StreamedEvent> }
  | { readonly ok: true; readonly status: 200 | 201 | 202; readonly body: unknown; readonly version?: number }
  /** A body that is JSON already, in UTF-8. */
  | { readonly ok: true; readonly status: 200; readonly json: Uint8Array }
  | { readonly ok: true; readonly status: 202 | 204; readonly body?: undefined }
  | Refused;

/** How one status is described to callers. */
interface AnswerDescription {
  readonly description: string;
  readonly schema?: z.core.$ZodType;
  readonly hasETag?: boolean;
  /** The schema is that of each event's data. */
  readonly isStream?: boolean;
}

interface Description {
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With parameters in braces: `/v1/customers/{customerId}`. */
  readonly path: string;
  readonly summary: string;
  /** Whether agents may call it, and which scope a service key needs; null when no service key may. */
  readonly callers: { readonly agents: boolean; readonly scope: ServiceScope | null };
  readonly takesIfMatch: boolean;
  readonly takesLastEventId?: boolean;
  readonly answers: Readonly<Record<number, AnswerDescription>>;
  /** The codes it refuses with beyond those that every such request can meet. */
  readonly refuses: readonly ProblemCode[];
}

interface Schemas<P, Q, B> {
  readonly params: z.core.$ZodType<P>;
  readonly query: z.core.$ZodType<Q>;
  /** Without media types there is no body. */
  readonly body: { readonly schema: z.core.$ZodType<B>; readonly mediaTypes: readonly string[] };
}

/** A request after everything in it was checked against the operation's schemas. */
interface CheckedRequest<P, Q, B> {
  readonly call: Call;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** The version that must still be the present one, or null. */
  readonly ifMatch: number | null;
  /** The id of the last event that a reader of a stream has seen. */
  readonly lastEventId: string | null;
}

export interface OperationSpec<P, Q, B> extends Description, Schemas<P, Q, B> {
  handle(services: Services, request: CheckedRequest<P, Q, B>): Promise<Answer>;
}

interface RequestParts {
  readonly call: Call;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly ifMatch: Outcome<number | null>;
  readonly lastEventId: string | null;
}

/** An operation with its types closed over, so that unlike ones stand in one list. */
export interface Operation extends Description, Schemas<unknown, unknown, unknown> {
  /** Checks the parts of a request against the schemas and, when all are right, handles it. */
  serve(services: Services, parts: RequestParts): Promise<Answer>;
}

export const json = ["application/json"] as const;
export const noParams = z.strictObject({});
export const noQuery = z.strictObject({});
export const noBody = { schema: z.null(), mediaTypes: [] } as const;

/** One operation as data: the same declaration serves the request, says who may call it and describes it in the OpenAPI document. */
export function defineOperation<P, Q, B>(spec: OperationSpec<P, Q, B>): Operation {
  return {
    ...spec,
    async serve(services, parts) {
      const params = z.safeParse(spec.params, parts.params);
      const query = z.safeParse(spec.query, parts.query);
      const body = z.safeParse(spec.body.schema, parts.body);
      const { ifMatch } = parts;
      if (params.success && query.success && body.success && ifMatch.ok) {
        const checked = { params: params.data, query: query.data, body: body.data, ifMatch: ifMatch.value };
        return spec.handle(services, { call: parts.call, lastEventId: parts.lastEventId, ...checked });
      }
      return invalidRequest([
        ...describeIssues(params.error?.issues ?? [], parts.params),
        ...describeIssues(query.error?.issues ?? [], parts.query),
        ...describeIssues(body.error?.issues ?? [], parts.body),
        ...(ifMatch.ok ? [] : (ifMatch.issues ?? [])),
      ]);
    },
  };
}

/** The answer to an outcome whose value is the body. */
export function answer(outcome: Outcome<unknown>): Answer {
  return outcome.ok ? { ok: true, status: 200, body: outcome.value } : outcome;
}

/** The answer to an outcome whose value is a record: its version is the ETag. */
export function answerRecord<T extends { readonly version: number }>(
  outcome: Outcome<T>,
  status: 200 | 201 = 200,
): Answer {
  return outcome.ok ? { ok: true, status, body: outcome.value, version: outcome.value.version } : outcome;
}

/** The answer to an outcome that has nothing to say but that it is done. */
export function answerEmpty(status: 202 | 204, outcome: Outcome<unknown>): Answer {
  return outcome.ok ? { ok: true, status } : outcome;
}
