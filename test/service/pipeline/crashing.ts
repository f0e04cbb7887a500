import type { PipelineDeps } from "../../../src/service/pipeline/pipeline.ts";
import type { InboxStore } from "../../../src/service/stores/inbox-store.ts";

type Crashable = Pick<PipelineDeps, "store" | "customers" | "fetch">;

function died(): Error {
  return new Error("The process was killed.");
}

export interface Crashing extends Crashable {
  readonly crashed: () => boolean;
}

/**
 * A process that dies at its nth step, either before the step takes effect or after it did but before anybody heard of it:
 * from then on nothing it tries has any effect.
 */
export function crashAt(step: number, when: "before" | "after", { store, customers, fetch }: Crashable): Crashing {
  let taken = 0;
  let dead = false;

  async function stepped<T>(act: () => Promise<T>): Promise<T> {
    if (dead) throw died();
    taken += 1;
    const isLast = taken === step;
    if (isLast) dead = true;
    if (isLast && when === "before") throw died();
    const done = await act();
    if (isLast || dead) throw died();
    return done;
  }

  const crashing: InboxStore = {
    addEvents: (...given) => stepped(() => store.addEvents(...given)),
    leaseDue: (...given) => stepped(() => store.leaseDue(...given)),
    endLease: (...given) => stepped(() => store.endLease(...given)),
    nextDueAt: (...given) => stepped(() => store.nextDueAt(...given)),
    listDeadLetters: (...given) => store.listDeadLetters(...given),
    replayDeadLetter: (...given) => store.replayDeadLetter(...given),
    deleteDeadLetter: (...given) => store.deleteDeadLetter(...given),
    removeJobs: (...given) => store.removeJobs(...given),
    purge: (...given) => store.purge(...given),
    backlog: (...given) => store.backlog(...given),
  };
  return {
    store: crashing,
    customers: {
      recordInteraction: (...given) => stepped(() => customers.recordInteraction(...given)),
      readInteraction: (...given) => stepped(() => customers.readInteraction(...given)),
    },
    fetch: (...given) => stepped(() => fetch(...given)),
    crashed: () => dead,
  };
}
