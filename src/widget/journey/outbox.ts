import type { Clock } from "../genesys/clock.ts";
import type { Disposer } from "../genesys/genesys.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import type { Change, KeptChange, Refusal, ShownChange } from "./changes.ts";
import { refusalOf } from "./refusal.ts";
import type { UicOutcome } from "./uic.ts";

/** How long a change can be taken back before it leaves the panel, in milliseconds. */
export const undoWindow = 6000;

export interface OutboxNeeds {
  readonly clock: Clock;
  newId(): string;
  /** 0 to 1, exclusive. */
  random(): number;
  isOnline(): boolean;
  /** False while it is not settled whose session this is: nothing may be sent in another agent's name. */
  isReady(): boolean;
  /** `leaving`: the page goes, and the request must outlive it. */
  send(customerId: string, change: Change, leaving: boolean): Promise<UicOutcome<UnifiedInteractionContext | null>>;
  /** The service has done it; resolves when the answer is on screen. The record is null where it has none. */
  onDone(made: KeptChange, record: UnifiedInteractionContext | null): Promise<void>;
  /** The service will not do it: what is shown may be out of date. */
  onRefused(made: KeptChange): void;
  /** Keeps it beyond this page as far as this device can; in the place of what was kept under its id. */
  keep(made: KeptChange): void;
  forget(id: string): void;
  /** Whether what is kept outlives this page. */
  isKept(): boolean;
}

/** What the agent did and the service has not acknowledged, in order. */
export interface Outbox {
  /** The same array until something changed. */
  readonly changes: () => readonly ShownChange[];
  readonly subscribe: (listener: () => void) => Disposer;
  add(made: Pick<KeptChange, "conversationId" | "customerId" | "change">): void;
  /** Takes back what has not been sent, or puts away what was refused or is settled. */
  undo(id: string): void;
  /** Changes of before this page was loaded: they go first, and need no moment to be undone. */
  restore(kept: readonly KeptChange[]): void;
  /** Whatever may be sent now is tried, but for what the service asked for: network, session or patience has changed. */
  retry(): void;
  /** The page goes: what still could be undone is sent at once. */
  leave(): void;
  /** The agent has gone: nothing is sent any more. */
  clear(): void;
  dispose(): void;
}

interface Entry extends KeptChange {
  readonly dueAt: number;
  readonly step: "unsent" | "sending" | "uncertain" | "settled" | "refused";
  readonly refusal: Refusal | null;
}

const firstRetrySeconds = 4;
const lastRetrySeconds = 60;

export function createOutbox(needs: OutboxNeeds): Outbox {
  const { clock } = needs;
  const listeners = new Set<() => void>();
  let entries: readonly Entry[] = [];
  let shown: readonly ShownChange[] = [];
  /** What was acknowledged while it was read from the device must not come back. */
  const known = new Set<string>();
  let failures = 0;
  let retryAt = 0;
  /** The service wants to be left alone until then, whoever is impatient. */
  let askedUntil = 0;
  let stopTimer: Disposer | null = null;

  function update(next: readonly Entry[]): void {
    entries = next;
    const now = clock.now();
    shown = entries.map((entry) => show(entry, now));
    for (const listener of listeners) listener();
  }

  function amend(id: string, amended: Partial<Entry>): void {
    update(entries.map((entry) => (entry.id === id ? { ...entry, ...amended } : entry)));
  }

  function remove(id: string): void {
    needs.forget(id);
    update(entries.filter((entry) => entry.id !== id));
  }

  /** Looks again when the next moment to undo is over or the next try is due. */
  function wake(): void {
    stopTimer?.();
    const now = clock.now();
    const dues = entries.filter(isUnsent).map(({ dueAt }) => dueAt);
    const moments = [...dues, retryAt, askedUntil].filter((at) => at > now);
    stopTimer = moments.length === 0 ? null : clock.after(Math.min(...moments) - now, () => proceed());
  }

  /** Sends the first that waits, one at a time: the order in which the agent did it is kept. */
  function proceed(): void {
    update(entries);
    wake();
    if (entries.some(({ step }) => step === "sending")) return;
    const head = entries.find(({ step }) => step === "unsent" || step === "uncertain");
    const now = clock.now();
    if (!head || Math.max(head.dueAt, retryAt, askedUntil) > now || !needs.isOnline() || !needs.isReady()) return;
    void deliver(head, false);
  }

  async function deliver(entry: Entry, leaving: boolean): Promise<void> {
    amend(entry.id, { step: "sending" });
    const outcome = await needs.send(entry.customerId, entry.change, leaving);
    if (!entries.some(({ id }) => id === entry.id)) return;
    const refusal = refusalOf(outcome);
    if (outcome.kind === "ok" || (refusal === "not-found" && isUndone(entry.change))) {
      failures = 0;
      await needs.onDone(entry, outcome.kind === "ok" ? outcome.value : null);
      if (entry.change.kind === "not-this-person") {
        // What is unlinked is not unlinked again; that it is not this person holds as long as the interaction.
        const { id, conversationId, customerId, at } = entry;
        needs.keep({ id, conversationId, customerId, at, change: { kind: "not-this-person", identifierId: null } });
        amend(id, { step: "settled" });
      } else remove(entry.id);
    } else if (refusal !== null) {
      failures = 0;
      needs.forget(entry.id);
      amend(entry.id, { step: "refused", refusal });
      needs.onRefused(entry);
    } else {
      failures += 1;
      const backoff = Math.min(lastRetrySeconds, firstRetrySeconds * 2 ** (failures - 1));
      const asked = "retryAfterSeconds" in outcome ? (outcome.retryAfterSeconds ?? 0) : 0;
      askedUntil = clock.now() + asked * 1000;
      retryAt = clock.now() + backoff * (500 + 500 * needs.random());
      amend(entry.id, { step: "uncertain" });
    }
    proceed();
  }

  return {
    changes: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    add(made) {
      const now = clock.now();
      const kept: KeptChange = { ...made, id: needs.newId(), at: new Date(now).toISOString() };
      known.add(kept.id);
      needs.keep(kept);
      // What undoes is not undone: it goes at once.
      update([...entries, asEntry(kept, made.change.kind === "undo-merge" ? now : now + undoWindow)]);
      proceed();
    },
    undo(id) {
      const entry = entries.find((one) => one.id === id);
      if (!entry || entry.step === "sending" || entry.step === "uncertain") return;
      remove(id);
      proceed();
    },
    restore(kept) {
      const older = kept.filter(({ id }) => !known.has(id));
      if (older.length === 0) return;
      for (const { id } of older) known.add(id);
      update([...older.map((one) => asEntry(one, 0)), ...entries]);
      proceed();
    },
    retry() {
      retryAt = 0;
      proceed();
    },
    leave() {
      if (!needs.isOnline() || !needs.isReady()) return;
      const now = clock.now();
      // What waits longer is kept on this device, and the service did not answer just now.
      const goes = entries.filter((entry) => isUnsent(entry) && (entry.dueAt > now || !needs.isKept()));
      // All at once, in no order: of several that say the same thing anew only the last.
      const last = new Map(goes.map((entry) => [`${entry.customerId} ${targetOf(entry.change)}`, entry]));
      for (const entry of last.values()) void deliver(entry, true);
    },
    clear() {
      for (const { id } of entries) needs.forget(id);
      update([]);
      wake();
    },
    dispose() {
      stopTimer?.();
      listeners.clear();
    },
  };
}

function asEntry(kept: KeptChange, dueAt: number): Entry {
  const { change } = kept;
  // What only hides a history has nothing to send.
  const isOver = change.kind === "not-this-person" && change.identifierId === null;
  return { ...kept, dueAt, step: isOver ? "settled" : "unsent", refusal: null };
}

function isUnsent({ step }: Entry): boolean {
  return step === "unsent";
}

/** What is not there any more has been taken away, by whomever. */
function isUndone({ kind }: Change): boolean {
  return kind === "not-this-person" || kind === "undo-merge";
}

/** What a change says anew. */
function targetOf(made: Change): string {
  switch (made.kind) {
    case "state-issue":
    case "close-issue":
      return "issue";
    case "tell":
      return `told ${made.key}`;
    case "not-this-person":
      return `person ${made.identifierId ?? ""}`;
    case "undo-merge":
      return `merge ${made.mergeId}`;
  }
}

function show({ dueAt, step, ...kept }: Entry, now: number): ShownChange {
  const waits = dueAt > now ? "undoable" : "waiting";
  return {
    ...kept,
    state: step === "unsent" ? waits : step === "uncertain" ? "waiting" : step,
    canUndo: step === "unsent",
  };
}
