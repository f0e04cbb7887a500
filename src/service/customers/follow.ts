import type { UnifiedInteractionContext } from "../../contract/record.ts";
import type { ChangesRequest } from "../../contract/writes.ts";
import { auditRecord } from "./audit-record.ts";
import type { Call } from "./call.ts";
import type { CustomersContext } from "./context.ts";
import { findPresent, toRecord, wholeRecord } from "./present.ts";

/** What a reader of changes is told. `erased` and `merged` are the last about their customer. */
export type CustomerChange =
  | { readonly kind: "context"; readonly customerId: string; readonly record: UnifiedInteractionContext }
  /** Also for a customer that is unknown here. */
  | { readonly kind: "erased"; readonly customerId: string }
  /** The customer `from`, who was asked for, is now answered for by `customerId`. */
  | { readonly kind: "merged"; readonly customerId: string; readonly from: string };

interface Followed {
  readonly customerId: string;
  version: number | null;
  survivorId: string | null;
  isChanged: boolean;
  stopWatching: () => void;
}

/**
 * The present record of each customer and every newer one; versions may be skipped, never the last.
 * Ends with the signal, when there is nobody left to follow, or after the present where nothing can wait for changes.
 */
export async function* follow(
  context: CustomersContext,
  call: Call,
  requested: ChangesRequest["customers"],
  signal: AbortSignal,
): AsyncGenerator<CustomerChange> {
  const tenant = call.organization.id;
  const { changes } = context;
  let wake: (() => void) | null = null;
  const onAbort = (): void => wake?.();
  signal.addEventListener("abort", onAbort);
  let followed = requested.map(({ customerId, version }): Followed => ({
    customerId,
    version: version ?? null,
    survivorId: null,
    isChanged: true,
    stopWatching: () => undefined,
  }));

  const watch = (one: Followed, survivorId: string): void => {
    const changed = (): void => {
      one.isChanged = true;
      wake?.();
    };
    one.stopWatching();
    // The id that was asked for may be taken apart from the survivor's, or merged into another's: both are watched.
    const stops = [one.customerId, survivorId].map((id) => changes?.watch(tenant, id, changed));
    one.stopWatching = () => {
      for (const stop of stops) stop?.();
    };
  };

  try {
    for (const one of followed) watch(one, one.customerId);
    while (followed.length > 0 && !signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      for (const one of followed.filter(({ isChanged }) => isChanged)) {
        one.isChanged = false;
        const change = await nextChange(context, call, one, watch);
        if (change) yield change;
        if (signal.aborted) return;
        if (change && change.kind !== "context") {
          one.stopWatching();
          followed = followed.filter((other) => other !== one);
        }
      }
      if (!changes) return;
      if (followed.length > 0 && !followed.some(({ isChanged }) => isChanged)) await woken;
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    for (const one of followed) one.stopWatching();
  }
}

async function nextChange(
  context: CustomersContext,
  call: Call,
  one: Followed,
  watch: (one: Followed, survivorId: string) => void,
): Promise<CustomerChange | null> {
  const { customerId } = one;
  if (await hasLatest(context, call, one)) return null;
  const found = await findPresent(context, call, customerId, wholeRecord);
  if (!found.ok) return { kind: "erased", customerId };
  const [survivor] = found.value.members;
  const former = one.survivorId;
  if (former !== survivor.customerId) {
    if (former !== null && survivor.customerId !== customerId) {
      return { kind: "merged", customerId: survivor.customerId, from: customerId };
    }
    if (former === null) {
      context.store.audit(call.organization.id, auditRecord(context, call, survivor.customerId, "follow"));
    }
    one.survivorId = survivor.customerId;
    watch(one, survivor.customerId);
  }
  if (survivor.version === one.version) return null;
  one.version = survivor.version;
  return { kind: "context", customerId, record: toRecord(found.value) };
}

/** Where every look is a request of its own, most find nothing new: these read no record, and so leave no trace of a reader. */
async function hasLatest(context: CustomersContext, call: Call, { customerId, version }: Followed): Promise<boolean> {
  if (context.changes || version === null) return false;
  const { customers } = await context.store.standing(call.organization.id, [customerId], []);
  const owner = customers.get(customerId) ?? null;
  return owner !== null && !("state" in owner) && owner.survivorId === customerId && owner.version === version;
}
