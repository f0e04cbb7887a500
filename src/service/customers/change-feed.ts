import type { ErasedCustomer, Owner, Store } from "../stores/store.ts";

/** How long another process's change may go unseen here. */
const pollMilliseconds = 250;

export interface ChangeFeed {
  /** Tells that a change of these customers landed in this process. */
  landed(tenant: string, customerIds: readonly string[]): void;
  /** Calls back after every change of this customer, whichever process made it, until it is disposed of. */
  watch(tenant: string, customerId: string, changed: () => void): () => void;
}

export interface ChangeFeedDeps {
  readonly store: Store;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Asks the store only while somebody watches. */
export function createChangeFeed({ store, wait }: ChangeFeedDeps): ChangeFeed {
  const watchersByTenant = new Map<string, Map<string, Set<() => void>>>();
  const seen = new Map<string, string>();
  let isPolling = false;

  function call(tenant: string, customerId: string): void {
    for (const changed of watchersByTenant.get(tenant)?.get(customerId) ?? []) changed();
  }

  async function pollOnce(tenant: string, customerIds: readonly string[]): Promise<void> {
    const { customers } = await store.standing(tenant, customerIds, []);
    for (const customerId of customerIds) {
      const name = JSON.stringify([tenant, customerId]);
      const state = describe(customers.get(customerId) ?? null);
      const before = seen.get(name);
      if (watchersByTenant.get(tenant)?.has(customerId)) seen.set(name, state);
      // Whoever began to watch since the last time may have read before another process wrote: they look again.
      if (before !== state) call(tenant, customerId);
    }
  }

  async function poll(): Promise<void> {
    isPolling = true;
    while (watchersByTenant.size > 0) {
      for (const [tenant, watchers] of watchersByTenant) {
        // A store that cannot be reached now is asked again; readers are told nothing that is not so.
        await pollOnce(tenant, [...watchers.keys()]).catch(() => undefined);
      }
      await wait(pollMilliseconds);
    }
    isPolling = false;
    seen.clear();
  }

  return {
    landed(tenant, customerIds) {
      for (const customerId of customerIds) call(tenant, customerId);
    },
    watch(tenant, customerId, changed) {
      const watchers = watchersByTenant.get(tenant) ?? new Map<string, Set<() => void>>();
      watchersByTenant.set(tenant, watchers);
      const ofCustomer = watchers.get(customerId) ?? new Set();
      watchers.set(customerId, ofCustomer.add(changed));
      if (!isPolling) void poll();
      return () => {
        ofCustomer.delete(changed);
        if (ofCustomer.size > 0 || watchers.get(customerId) !== ofCustomer) return;
        watchers.delete(customerId);
        seen.delete(JSON.stringify([tenant, customerId]));
        if (watchers.size === 0) watchersByTenant.delete(tenant);
      };
    },
  };
}

function describe(found: Owner | ErasedCustomer | null): string {
  if (!found) return "unknown";
  return "state" in found ? `erased ${found.version}` : `${found.survivorId} ${found.version}`;
}
