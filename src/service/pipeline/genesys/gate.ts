export interface Gate {
  /** Counts one call and lets it pass (null), or says from when it may be made. */
  pass(): number | null;
  /** When `calls` calls can be made in a row; null when at once. */
  closedUntil(calls: number): number | null;
  /** Genesys Cloud asked for a pause. */
  pauseUntil(time: number): void;
  /** Genesys Cloud was out of reach or failing: after a few times in a row the gate closes for a while. */
  failed(): void;
  answered(): void;
}

interface GateSettings {
  readonly now: () => number;
  readonly callsPerMinute: number;
  readonly firstPauseMilliseconds: number;
  readonly longestPauseMilliseconds: number;
}

const minute = 60_000;
const failuresBeforePause = 3;

/**
 * What all workers of one OAuth client share: never more calls in any minute than Genesys Cloud allows, and no storm on one that is down.
 * While it is closed jobs wait without using up their tries.
 */
export function createGate({
  now,
  callsPerMinute,
  firstPauseMilliseconds,
  longestPauseMilliseconds,
}: GateSettings): Gate {
  let calls: readonly number[] = [];
  let pausedUntil = 0;
  let failures = 0;

  function freeAt(wanted: number): number {
    const time = now();
    calls = calls.filter((at) => at > time - minute);
    const surplus = calls.length + Math.min(wanted, callsPerMinute) - callsPerMinute;
    const inBudget = surplus <= 0 ? 0 : (calls[surplus - 1] ?? 0) + minute;
    return Math.max(inBudget, pausedUntil);
  }

  return {
    pass() {
      const free = freeAt(1);
      if (free > now()) return free;
      calls = [...calls, now()];
      return null;
    },
    closedUntil(wanted) {
      const free = freeAt(wanted);
      return free > now() ? free : null;
    },
    pauseUntil(time) {
      pausedUntil = Math.max(pausedUntil, time);
    },
    failed() {
      failures += 1;
      if (failures < failuresBeforePause) return;
      const pause = firstPauseMilliseconds * 2 ** Math.min(failures - failuresBeforePause, 30);
      pausedUntil = Math.max(pausedUntil, now() + Math.min(pause, longestPauseMilliseconds));
    },
    answered() {
      failures = 0;
    },
  };
}
