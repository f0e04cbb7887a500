export interface Alarm {
  /** Resolves after so many milliseconds, or sooner when it rings; at once when it rang since the last sleep. */
  sleep(milliseconds: number): Promise<void>;
  ring(): void;
}

export function createAlarm(): Alarm {
  let rang = false;
  let wake: (() => void) | null = null;
  return {
    async sleep(milliseconds) {
      if (!rang) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, milliseconds);
        wake = resolve;
        await promise;
        clearTimeout(timer);
        wake = null;
      }
      rang = false;
    },
    ring() {
      rang = true;
      wake?.();
    },
  };
}
