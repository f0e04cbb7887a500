import type { QueryClient } from "@tanstack/react-query";
import type { Disposer } from "../genesys/genesys.ts";
import type { KeptChange } from "../journey/changes.ts";
import { createOutbox, type Outbox } from "../journey/outbox.ts";
import { showRecord } from "../journey/shown-record.ts";
import type { Connections } from "./connections.ts";

/** An outbox that is told whose session it is. */
export interface WidgetOutbox extends Outbox {
  /** It is known whose this token is, as far as anybody can say: what they did may be sent with it. */
  readonly settle: (accessToken: string, agentId: string | null) => void;
}

/** The outbox of one widget: sent when network, session and service allow it, kept on this device until then. */
export function connectOutbox(connections: Connections, client: QueryClient, conversationId: string): WidgetOutbox {
  const { memory, sources, signIn } = connections;
  const gone = new AbortController();
  const adopting = new Set<string>();
  let owner: string | null = null;
  let agent: string | null = null;
  let settledFor: string | null = null;

  const lookAgain = () => client.invalidateQueries({ queryKey: ["lookup"] });
  const outbox = createOutbox({
    clock: connections.clock,
    newId: () => connections.newId(),
    random: () => sources.random(),
    isOnline: () => connections.isOnline(),
    isReady: () => settledFor !== null && settledFor === sources.session()?.accessToken,
    send: (customerId, change, leaving) => sources.uic.change(customerId, change, leaving),
    async onDone({ change }, record) {
      if (record) await showRecord(client, record);
      // Whom the identifiers lead to now, only a lookup says.
      if (change.kind === "not-this-person" || change.kind === "undo-merge") void lookAgain();
    },
    onRefused: () => void lookAgain(),
    keep: (made) => void memory.keepChange(made),
    forget: (id) => void memory.forgetChange(id),
    isKept: () => memory.remembers() === true,
  });

  async function follow(): Promise<void> {
    const state = signIn.state();
    if (state.kind === "agent-needed" && state.reason === "signed-out") outbox.clear();
    const now = memory.owner();
    if (now !== null && now !== owner) {
      // Nor is it kept under another's key.
      if (owner !== null) outbox.clear();
      owner = now;
      for (const made of outbox.changes()) if (made.state !== "refused") await memory.keepChange(made);
    }
    if (now !== null) {
      const kept = await memory.keptChanges();
      outbox.restore(kept.filter((one) => one.conversationId === conversationId));
      adopt(kept);
    }
    outbox.retry();
  }

  /** Sends what widgets that are gone could not: one of those that are left takes it over. */
  function adopt(kept: readonly KeptChange[]): void {
    const others = new Set(kept.filter(isUnsent).map((one) => one.conversationId));
    for (const other of others) {
      if (other === conversationId || adopting.has(other)) continue;
      adopting.add(other);
      void connections.hold(turnOf(other), gone.signal, async () => {
        const left = await memory.keptChanges();
        outbox.restore(left.filter((one) => one.conversationId === other && isUnsent(one)));
        const isOver = () => !outbox.changes().some((one) => one.conversationId === other && one.state !== "settled");
        await until(isOver, (listener) => outbox.subscribe(listener), gone.signal);
        adopting.delete(other);
      });
    }
  }

  void connections.hold(turnOf(conversationId), gone.signal, () => aborted(gone.signal));
  const stops = [
    connections.onConnectivity(() => void follow()),
    connections.onPageHide(() => outbox.leave()),
    connections.host.onFocus(() => void follow()),
    memory.subscribe(() => void follow()),
    signIn.subscribe(() => void follow()),
  ];
  return {
    ...outbox,
    settle(accessToken, agentId) {
      // What one agent did is never sent in the name of another.
      if (agent !== null && agentId !== null && agent !== agentId) outbox.clear();
      agent = agentId ?? agent;
      settledFor = accessToken;
      outbox.retry();
    },
    dispose() {
      outbox.leave();
      gone.abort();
      for (const stop of stops) stop();
      outbox.dispose();
    },
  };
}

/** Resolves when it is so, or when nobody waits any more. */
async function until(
  isSo: () => boolean,
  onChange: (listener: () => void) => Disposer,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = onChange(() => {
    if (isSo()) resolve();
  });
  if (!isSo()) await Promise.race([promise, aborted(signal)]);
  stop();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function turnOf(conversationId: string): string {
  return `changes of ${conversationId}`;
}

/** What only hides a history stays with its interaction. */
function isUnsent({ change }: KeptChange): boolean {
  return change.kind !== "not-this-person" || change.identifierId !== null;
}
