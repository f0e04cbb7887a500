import type { RegionDomain } from "../../../contract/regions.ts";
import { environmentHeader, routes } from "../../../contract/routes.ts";
import type { ChangesRequest } from "../../../contract/writes.ts";
import type { Clock } from "../../genesys/clock.ts";
import type { Disposer } from "../../genesys/genesys.ts";
import { retryAfterSeconds } from "../retry-after.ts";
import { type CustomerChange, readChange } from "./customer-change.ts";
import { createEventReader } from "./event-reader.ts";

export interface ChangeStreamNeeds {
  /** An origin, or "" for this one. */
  readonly baseUrl: string;
  readonly environment: RegionDomain;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}

interface Listeners {
  /** The service has accepted the stream. */
  readonly onOpen: () => void;
  readonly onChange: (change: CustomerChange) => void;
}

/** Why a stream is over. */
export type StreamEnd =
  /** The token is not valid, or not any more. */
  | { readonly kind: "unauthenticated" }
  /** Asking again with the same token would not help. */
  | { readonly kind: "forbidden" }
  /** The service holds no stream open here, and is asked again after so long. */
  | { readonly kind: "paused"; readonly milliseconds: number }
  /** By the service, the network, or because nothing was heard of it; `retryAfterSeconds` when the service named a time. */
  | { readonly kind: "lost"; readonly retryAfterSeconds: number };

/** The service says something at least every 20 s. */
const silenceMilliseconds = 45_000;

/** Follows the customers on one stream until it ends; never rejects. The token travels in a header, as in every request. */
export async function openChangeStream(
  accessToken: string,
  customers: ChangesRequest["customers"],
  { baseUrl, environment, fetch, clock }: ChangeStreamNeeds,
  { onOpen, onChange }: Listeners,
  signal: AbortSignal,
): Promise<StreamEnd> {
  const silent = new AbortController();
  let forget: Disposer | undefined;
  const heard = (): void => {
    forget?.();
    forget = clock.after(silenceMilliseconds, () => silent.abort());
  };
  heard();
  try {
    const response = await fetch(baseUrl + routes.changes(), {
      method: "POST",
      headers: {
        Accept: "text/event-stream",
        Authorization: `Bearer ${accessToken}`,
        "Content-Type": "application/json",
        [environmentHeader]: environment,
      },
      body: JSON.stringify({ customers } satisfies ChangesRequest),
      signal: AbortSignal.any([signal, silent.signal]),
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
    if (response.status === 401) return { kind: "unauthenticated" };
    if (response.status === 403) return { kind: "forbidden" };
    if (!response.ok || !response.body || !isEventStream(response)) {
      void response.body?.cancel();
      return lost(retryAfterSeconds(response.headers.get("retry-after"), clock.now()));
    }
    heard();
    onOpen();
    let pause: number | null = null;
    const read = createEventReader(
      (event) => {
        const change = readChange(event);
        if (change && !signal.aborted) onChange(change);
      },
      (milliseconds) => {
        pause = milliseconds;
      },
    );
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return pause === null ? lost() : { kind: "paused", milliseconds: pause };
      heard();
      read(decoder.decode(value, { stream: true }));
    }
  } catch {
    // What fetch threw may name the address and the headers: it ends here.
    return lost();
  } finally {
    forget?.();
  }
}

function isEventStream({ headers }: Response): boolean {
  return headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() === "text/event-stream";
}

function lost(retryAfter: number | null = null): StreamEnd {
  return { kind: "lost", retryAfterSeconds: retryAfter ?? 0 };
}
