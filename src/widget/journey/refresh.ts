import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { Reading } from "./reading.ts";
import { refusedForGood } from "./situation-of.ts";

/** A frame that comes to the front again shows nothing older than this. */
const tooOldMilliseconds = 5000;

/** Reads again what is on screen and failed, or was read longer ago than a few seconds. */
export function refreshOld(client: QueryClient, now: number): Promise<void> {
  return refresh(client, (reading) => {
    const { known, failure } = reading;
    const readAt = known && Date.parse(known.at) - known.clockAheadBy;
    return !isAskedToWait(reading, now) && (failure !== null || readAt === null || now - readAt > tooOldMilliseconds);
  });
}

/** Reads again whatever is on screen: the agent asked. */
export function refreshAll(client: QueryClient): Promise<void> {
  return refresh(client, () => true);
}

/** Reads again what could not be read: the network is back. */
export function refreshFailed(client: QueryClient, now: number): Promise<void> {
  return refresh(client, (reading) => reading.failure !== null && !isAskedToWait(reading, now));
}

/** Reads again what could not be read with the token before, unless no token was ever good enough. */
export function refreshWithNewToken(client: QueryClient, now: number): Promise<void> {
  return refresh(client, (reading) => {
    const { failure } = reading;
    return failure !== null && !refusedForGood(failure) && !isAskedToWait(reading, now);
  });
}

/**
 * Reads the conversation again, once more if it changed while it was read: never two at a time, never the older last.
 * Whoever asked to be left alone is: the reading that is due then brings the change too.
 */
export function conversationRefresher(client: QueryClient, conversationId: string, now: () => number): () => void {
  const queryKey = ["conversation", conversationId];
  let running = false;
  let again = false;
  async function run(): Promise<void> {
    do {
      again = false;
      await client.refetchQueries({ queryKey, type: "active" });
    } while (again);
    running = false;
  }
  return () => {
    const reading = client.getQueryData<Reading<unknown>>(queryKey);
    if (reading && isAskedToWait(reading, now())) return;
    again = true;
    if (running) return;
    running = true;
    void run();
  };
}

function refresh(client: QueryClient, isDue: (reading: Reading<unknown>) => boolean): Promise<void> {
  return client.refetchQueries({
    type: "active",
    predicate({ queryKey }) {
      const reading = isReading(queryKey) ? client.getQueryData<Reading<unknown>>(queryKey) : undefined;
      return reading !== undefined && isDue(reading);
    },
  });
}

/** Too many requests: only the agent may ask before the time is over. */
function isAskedToWait({ failure }: Reading<unknown>, now: number): boolean {
  return failure?.kind === "rate-limited" && failure.retryAt !== null && failure.retryAt > now;
}

function isReading(key: QueryKey): boolean {
  return key[0] === "conversation" || key[0] === "lookup";
}
