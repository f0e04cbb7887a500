import type { Settings } from "../control/requests.ts";
import type { Envelope } from "../interactions/detail-events.ts";
import type { Disposer, Runtime } from "../runtime.ts";

/** Where Amazon EventBridge would deliver to: the service's events route and its service key. */
export interface FeedTarget {
  readonly url: string;
  readonly key: string;
}

interface FeedState {
  readonly pending: number;
  readonly delivered: number;
  /** Envelopes that the service refused for good; repeating them would change nothing. */
  readonly refused: number;
  /** Why the latest attempt failed, and when the next one is; null after a success. */
  readonly trouble: { readonly reason: string; readonly retryAt: number } | null;
}

/** Delivers envelopes at least once: what the service has not accepted stays in the queue. */
export interface EventFeed {
  enqueue(envelope: Envelope): void;
  state(): FeedState;
  onChange(listener: () => void): Disposer;
  /** Resolves once nothing waits any more. */
  drained(): Promise<void>;
  dispose(): void;
}

export const feedBackoff = { firstMilliseconds: 500, maxMilliseconds: 10_000, timeoutMilliseconds: 10_000 } as const;
const envelopesPerRequest = 100;
/** EventBridge retries these besides 5xx; every other refusal is final. */
const retriedStatuses = new Set([401, 407, 408, 409, 425, 429]);

type Delivery =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused" }
  | { readonly kind: "failed"; reason: string };

export function createEventFeed({
  target,
  settings,
  runtime,
}: {
  readonly target: FeedTarget;
  readonly settings: () => Settings;
  readonly runtime: Runtime;
}): EventFeed {
  const listeners = new Set<() => void>();
  const waiting = new Set<() => void>();
  const stop = new AbortController();
  let pending: Envelope[] = [];
  let delivered = 0;
  let refused = 0;
  let failures = 0;
  let trouble: FeedState["trouble"] = null;
  let timer: Disposer | null = null;
  let sending = false;

  const changed = (): void => {
    if (pending.length === 0 && !sending) {
      for (const resolve of waiting) resolve();
      waiting.clear();
    }
    for (const listener of listeners) listener();
  };
  const schedule = (milliseconds: number): void => {
    if (timer !== null || sending || stop.signal.aborted) return;
    timer = runtime.clock.after(milliseconds, () => {
      timer = null;
      void deliverNext();
    });
  };
  const take = (): readonly Envelope[] => {
    if (settings().shuffleEvents) {
      pending = pending
        .map((envelope) => ({ envelope, place: runtime.random() }))
        .toSorted((one, other) => one.place - other.place)
        .map(({ envelope }) => envelope);
    }
    return pending.slice(0, failures > 0 ? 1 : envelopesPerRequest);
  };
  const deliverNext = async (): Promise<void> => {
    const batch = take();
    if (batch.length === 0 || sending) return;
    sending = true;
    const copies = settings().duplicateEvents ? [...batch, ...batch].slice(0, envelopesPerRequest) : batch;
    let outcome = await post(copies);
    // One bad envelope refuses its whole request: find it by sending each alone.
    const alone = outcome.kind === "refused" && batch.length > 1;
    for (const envelope of alone ? batch : []) {
      outcome = await post([envelope]);
      if (outcome.kind === "failed") break;
      settle([envelope], outcome);
    }
    if (!alone && outcome.kind !== "failed") settle(batch, outcome);
    sending = false;
    failures = outcome.kind === "failed" ? failures + 1 : 0;
    const wait = outcome.kind === "failed" ? backoff(failures, runtime.random()) : 0;
    trouble = outcome.kind === "failed" ? { reason: outcome.reason, retryAt: runtime.clock.now() + wait } : null;
    if (pending.length > 0) schedule(wait);
    if (!stop.signal.aborted) changed();
  };
  const settle = (batch: readonly Envelope[], outcome: Delivery): void => {
    const done = new Set(batch);
    pending = pending.filter((envelope) => !done.has(envelope));
    if (outcome.kind === "accepted") delivered += batch.length;
    else refused += batch.length;
  };
  const post = async (batch: readonly Envelope[]): Promise<Delivery> => {
    try {
      const response = await runtime.fetch(target.url, {
        method: "POST",
        headers: { Authorization: `Bearer ${target.key}`, "Content-Type": "application/json" },
        body: JSON.stringify(batch.length === 1 ? batch[0] : batch),
        signal: AbortSignal.any([stop.signal, AbortSignal.timeout(feedBackoff.timeoutMilliseconds)]),
      });
      await response.arrayBuffer();
      if (response.ok) return { kind: "accepted" };
      if (response.status >= 500 || retriedStatuses.has(response.status)) {
        return { kind: "failed", reason: `The service answered ${String(response.status)}.` };
      }
      return { kind: "refused" };
    } catch {
      return { kind: "failed", reason: "The service does not answer." };
    }
  };

  return {
    enqueue: (envelope) => {
      pending.push(envelope);
      schedule(0);
      changed();
    },
    state: () => ({ pending: pending.length, delivered, refused, trouble }),
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    drained: () => {
      if (pending.length === 0 && !sending) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      return promise;
    },
    dispose: () => {
      stop.abort();
      timer?.();
      for (const resolve of waiting) resolve();
      listeners.clear();
    },
  };
}

/** Doubles with every failure, half of it by chance, so that several desks do not call in step. */
function backoff(failures: number, chance: number): number {
  const whole = Math.min(feedBackoff.maxMilliseconds, feedBackoff.firstMilliseconds * 2 ** (failures - 1));
  return Math.round(whole / 2 + (whole / 2) * chance);
}
