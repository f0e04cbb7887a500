import type { Clock } from "../genesys/clock.ts";

/** Resolves after the time, rejects with the signal's reason as soon as it is aborted. */
export function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = clock.after(milliseconds, () => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
    function onAbort(): void {
      stop();
      reject(reasonOf(signal));
    }
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
}

/** What an aborted call rejects with. */
export function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException("No longer needed.", "AbortError");
}
