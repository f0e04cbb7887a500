import { StoreUnavailable } from "../stores/store-unavailable.ts";
import type { Change } from "../stores/store.ts";
import type { CustomersContext } from "./context.ts";

/** What an operation comes to once it has read what it depends on: an answer at once, or an answer that holds if the change lands. */
export type Plan<T> =
  | { readonly kind: "answer"; readonly answer: T }
  /** Something that was just read is gone: read again. */
  | { readonly kind: "again" }
  | { readonly kind: "change"; readonly change: Change; readonly answer: T };

const tries = 200;

/** Plans and commits, and plans anew whenever something that the plan depends on was changed by others, until it lands. */
export async function untilLanded<T>(
  context: CustomersContext,
  tenant: string,
  plan: () => Promise<Plan<T>>,
): Promise<T> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    // Writers of other processes that wait for different times do not meet again.
    if (attempt > 1) await context.wait(context.random() * Math.min(2 ** attempt, 40));
    let planned = await plan();
    if (planned.kind === "again") continue;
    if (planned.kind === "answer") return planned.answer;
    const names = planned.change.customers.map(({ customerId }) => JSON.stringify([tenant, customerId]));
    const turn = await context.queue.takeTurn(names);
    try {
      if (turn.waited) planned = await plan();
      if (planned.kind === "again") continue;
      if (planned.kind === "answer") return planned.answer;
      if (await context.store.commit(tenant, planned.change)) {
        const changed = planned.change.customers.map(({ customerId }) => customerId);
        context.changes?.landed(tenant, changed);
        return planned.answer;
      }
    } finally {
      turn.end();
    }
  }
  throw new StoreUnavailable("Too many others are writing to this customer; try again in a moment.");
}
