import * as z from "zod/mini";
import { erasuresPage, operationsOverview } from "../contract/operations-overview.ts";
import type { ErasuresPage, OperationsOverview } from "../contract/operations-overview.ts";
import { problem } from "../contract/problem.ts";
import { routes } from "../contract/routes.ts";
import { deadLettersPage, type DeadLettersPage } from "../contract/writes.ts";

/** What the service answered. That it did not answer at all is thrown. */
export type Reading<T> =
  | { readonly kind: "read"; readonly value: T }
  /** The key is not one of the service's, or no longer. */
  | { readonly kind: "unknown-key" }
  /** The key is known and may not read this. */
  | { readonly kind: "not-allowed" }
  | { readonly kind: "refused"; readonly sentence: string };

export interface ServiceClient {
  overview(): Promise<Reading<OperationsOverview>>;
  deadLetters(cursor: string | null): Promise<Reading<DeadLettersPage>>;
  replay(deadLetterId: string): Promise<Reading<null>>;
  remove(deadLetterId: string): Promise<Reading<null>>;
  erasures(cursor: string | null): Promise<Reading<ErasuresPage>>;
}

/** Nothing came back, or nothing that the service says. */
export class ServiceUnreachable extends Error {
  override readonly name = "ServiceUnreachable";
}

const timeoutMilliseconds = 10_000;

/** The service's operations for operators, at the page's own origin. */
export function createServiceClient({
  key,
  fetch,
}: {
  readonly key: string;
  readonly fetch: typeof globalThis.fetch;
}): ServiceClient {
  return {
    overview: () => ask("GET", routes.operations(), operationsOverview),
    deadLetters: (cursor) => ask("GET", paged(routes.deadLetters(), cursor), deadLettersPage),
    replay: (id) => ask("POST", routes.replayDeadLetter(id), empty),
    remove: (id) => ask("DELETE", routes.deadLetter(id), empty),
    erasures: (cursor) => ask("GET", paged(routes.erasures(), cursor), erasuresPage),
  };

  async function ask<T>(method: string, path: string, schema: z.ZodMiniType<T>): Promise<Reading<T>> {
    const { status, body } = await send(method, path);
    if (status === 401) return { kind: "unknown-key" };
    if (status === 403) return { kind: "not-allowed" };
    if (status >= 400 && status < 500) {
      const said = problem.safeParse(body);
      return { kind: "refused", sentence: said.success ? said.data.detail : `The service answered ${String(status)}.` };
    }
    const read = schema.safeParse(body);
    if (status >= 500 || !read.success) throw new ServiceUnreachable();
    return { kind: "read", value: read.data };
  }

  async function send(method: string, path: string): Promise<{ readonly status: number; readonly body: unknown }> {
    try {
      const response = await fetch(path, {
        method,
        headers: { accept: "application/json, application/problem+json", authorization: `Bearer ${key}` },
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      const text = await response.text();
      return { status: response.status, body: text === "" ? null : JSON.parse(text) };
    } catch {
      // What fetch threw may name what it was given.
      throw new ServiceUnreachable();
    }
  }
}

const empty = z.null();

function paged(path: string, cursor: string | null): string {
  return cursor === null ? path : `${path}?cursor=${encodeURIComponent(cursor)}`;
}
