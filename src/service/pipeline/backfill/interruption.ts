/** How a run is stopped from outside. */
export interface Interruption {
  /** Aborts at the first signal: nothing new is begun. */
  readonly stopping: AbortSignal;
  /** Aborts some time later, or at the second signal: what waits for an answer is called off. */
  readonly calledOff: AbortSignal;
  readonly signal: NodeJS.Signals | null;
  /** Ends early when the run is to stop. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly dispose: () => void;
}

const grace = 10_000;
const signals = ["SIGINT", "SIGTERM"] as const;

/** Listens to Ctrl-C and to whoever ends processes. */
export function createInterruption(source: NodeJS.Process, say: (sentence: string) => void): Interruption {
  const stopping = new AbortController();
  const calledOff = new AbortController();
  let received: NodeJS.Signals | null = null;
  let patience: NodeJS.Timeout | undefined;
  const listen = (signal: NodeJS.Signals): void => {
    if (received !== null) return calledOff.abort();
    received = signal;
    say("Stopping: what is under way is finished first.");
    stopping.abort();
    patience = setTimeout(() => calledOff.abort(), grace);
  };
  for (const signal of signals) source.on(signal, listen);
  return {
    stopping: stopping.signal,
    calledOff: calledOff.signal,
    get signal() {
      return received;
    },
    async sleep(milliseconds) {
      if (stopping.signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, milliseconds);
      const wake = (): void => resolve();
      stopping.signal.addEventListener("abort", wake, { once: true });
      await promise;
      clearTimeout(timer);
      stopping.signal.removeEventListener("abort", wake);
    },
    dispose() {
      clearTimeout(patience);
      for (const signal of signals) source.off(signal, listen);
    },
  };
}
