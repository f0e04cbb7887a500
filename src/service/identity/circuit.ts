/** Spares a system that does not answer, and those who would wait for it. */
export interface Circuit {
  /** Whether it may be asked now. Who was let through says afterwards how it went. */
  mayPass(): boolean;
  succeeded(): void;
  failed(): void;
}

interface CircuitDeps {
  readonly failuresToOpen: number;
  readonly restMilliseconds: number;
  readonly now: () => number;
}

/** Opens after so many failures on end; after a rest one asker at a time tries again. */
export function createCircuit({ failuresToOpen, restMilliseconds, now }: CircuitDeps): Circuit {
  let failures = 0;
  let restsUntil = 0;
  return {
    mayPass() {
      if (failures < failuresToOpen) return true;
      if (now() < restsUntil) return false;
      // The probe that never reports back must not keep everybody out.
      restsUntil = now() + restMilliseconds;
      return true;
    },
    succeeded() {
      failures = 0;
    },
    failed() {
      failures += 1;
      restsUntil = now() + restMilliseconds;
    },
  };
}
