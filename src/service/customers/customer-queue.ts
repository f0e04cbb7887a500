export interface Turn {
  /** Whether somebody was before us: what was read before the wait is old. */
  readonly waited: boolean;
  end(): void;
}

export interface CustomerQueue {
  /** Resolves when nobody before us works on any of these customers; whoever takes a turn must end it. */
  takeTurn(names: readonly string[]): Promise<Turn>;
}

/** Writers on one customer take turns in this process, so that they meet conflicts only with other processes. */
export function createCustomerQueue(): CustomerQueue {
  const lastByName = new Map<string, Promise<void>>();

  return {
    async takeTurn(names) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const distinct = [...new Set(names)];
      const earlier = distinct.flatMap((name) => lastByName.get(name) ?? []);
      // Standing in every line at the same moment keeps two turns from waiting for each other.
      for (const name of distinct) lastByName.set(name, promise);
      if (earlier.length > 0) await Promise.all(earlier);
      return {
        waited: earlier.length > 0,
        end() {
          for (const name of distinct) if (lastByName.get(name) === promise) lastByName.delete(name);
          resolve();
        },
      };
    },
  };
}
