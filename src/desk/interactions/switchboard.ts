import type { Directory } from "../organization/directory.ts";
import type { Disposer, Runtime } from "../runtime.ts";
import * as changes from "./changes.ts";
import { customersOf, type Interaction, isAgent, type Leg, legOf } from "./interaction.ts";
import { nameOf, newLeg, startInteraction, type StartOrder } from "./start.ts";

/** What a command came to. `detail` says why it cannot be. */
export type Outcome = { readonly ok: true; readonly interaction: Interaction } | Refusal;
interface Refusal {
  readonly ok: false;
  readonly reason: "unknown" | "not-now";
  readonly detail: string;
}

/** All interactions of the organisation, and the only place that changes one. */
export interface Switchboard {
  list(): readonly Interaction[];
  find(id: string): Interaction | undefined;
  start(order: StartOrder, agentId: string): Interaction;
  answer(id: string, agentId: string): Outcome;
  hold(id: string, agentId: string, on: boolean): Outcome;
  setAttributes(id: string, values: Readonly<Record<string, string>>, participantId?: string): Outcome;
  transfer(id: string, agentId: string, to: { readonly agentId: string } | { readonly queueId: string }): Outcome;
  addCustomer(id: string, customer: StartOrder["customers"][number]): Outcome;
  leave(id: string, participantId: string): Outcome;
  wrapUp(id: string, agentId: string, code: string, notes: string): Outcome;
  end(id: string, by: "agent" | "customer"): Outcome;
  onChange(listener: (change: changes.Change) => void): Disposer;
}

export function createSwitchboard({
  directory,
  runtime,
}: {
  readonly directory: Directory;
  readonly runtime: Runtime;
}): Switchboard {
  const interactions = new Map<string, Interaction>();
  const listeners = new Set<(change: changes.Change) => void>();
  const now = () => runtime.clock.now();

  const publish = (change: changes.Change): Interaction => {
    interactions.set(change.interaction.id, change.interaction);
    for (const listener of listeners) listener(change);
    return change.interaction;
  };
  const change = (id: string, apply: (interaction: Interaction) => changes.Change | Refusal): Outcome => {
    const interaction = interactions.get(id);
    if (interaction === undefined) return refuse("unknown", "No such interaction; start one first.");
    const result = apply(interaction);
    return "ok" in result ? result : { ok: true, interaction: publish(result) };
  };
  const withAgent = (id: string, agentId: string, apply: (i: Interaction, leg: Leg) => changes.Change | Refusal) =>
    change(id, (interaction) => {
      const leg = legOf(interaction, agentId);
      return leg === undefined
        ? refuse("not-now", "The agent has no part in this interaction; transfer it to them first.")
        : apply(interaction, leg);
    });

  return {
    list: () => [...interactions.values()],
    find: (id) => interactions.get(id),
    start: (order, agentId) =>
      publish(startInteraction(order, { directory, agentId, at: now(), newId: runtime.newId })),
    answer: (id, agentId) =>
      withAgent(id, agentId, (interaction, leg) =>
        leg.connectedAt === null && leg.endedAt === null
          ? changes.answer(interaction, leg, now())
          : refuse("not-now", "Only an alerting interaction can be answered."),
      ),
    hold: (id, agentId, on) =>
      withAgent(id, agentId, (interaction, leg) => {
        const held = leg.holds.some(({ until }) => until === null);
        if (!isTalking(leg) || held === on) return refuse("not-now", "Only a connected interaction can be held.");
        return on ? changes.hold(interaction, leg, now()) : changes.resume(interaction, leg, now());
      }),
    setAttributes: (id, values, participantId) =>
      change(id, (interaction) => {
        const leg =
          participantId === undefined
            ? (customersOf(interaction)[0] ?? interaction.legs.find(isAgent))
            : interaction.legs.find((candidate) => candidate.participantId === participantId);
        return leg === undefined
          ? refuse("unknown", "No such participant in this interaction.")
          : changes.setAttributes(interaction, leg, values, now());
      }),
    transfer: (id, agentId, to) =>
      withAgent(id, agentId, (interaction, leg) => {
        if (leg.endedAt !== null) return refuse("not-now", "Only a live interaction can be transferred.");
        const next = nextLeg(to, leg, directory, runtime.newId, now());
        return next === null
          ? refuse("unknown", "No such agent or queue.")
          : changes.transfer(interaction, leg, next, now());
      }),
    addCustomer: (id, customer) =>
      change(id, (interaction) => {
        if (interaction.endedAt !== null) return refuse("not-now", "The interaction is over.");
        const leg = newLeg(runtime, {
          purpose: "customer",
          name: customer.name ?? null,
          address: customer.address ?? null,
          externalContactId: customer.externalContactId ?? null,
          attributes: customer.attributes ?? {},
          startedAt: now(),
          connectedAt: now(),
        });
        return changes.join(interaction, leg, now());
      }),
    leave: (id, participantId) =>
      change(id, (interaction) => {
        const leg = interaction.legs.find((candidate) => candidate.participantId === participantId);
        if (leg === undefined) return refuse("unknown", "No such participant in this interaction.");
        return leg.endedAt === null
          ? changes.leave(interaction, leg, now())
          : refuse("not-now", "The participant has left already.");
      }),
    wrapUp: (id, agentId, code, notes) =>
      withAgent(id, agentId, (interaction, leg) => {
        const found = directory.wrapUpCodes.find((candidate) => candidate.id === code || candidate.name === code);
        if (found === undefined) return refuse("unknown", "No such wrap-up code.");
        if (leg.connectedAt === null) return refuse("not-now", "Answer the interaction before wrapping it up.");
        return changes.wrapUp(interaction, leg, { codeId: found.id, codeName: found.name, notes, at: now() });
      }),
    end: (id, by) =>
      change(id, (interaction) =>
        interaction.endedAt === null
          ? changes.end(interaction, by, now())
          : refuse("not-now", "The interaction is over."),
      ),
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function isTalking(leg: Leg): boolean {
  return leg.connectedAt !== null && leg.endedAt === null;
}

function refuse(reason: Refusal["reason"], detail: string): Refusal {
  return { ok: false, reason, detail };
}

function nextLeg(
  to: { readonly agentId: string } | { readonly queueId: string },
  leg: Leg,
  directory: Directory,
  newId: () => string,
  at: number,
): Leg | null {
  if ("agentId" in to) {
    const name = nameOf(directory, to.agentId);
    if (name === null) return null;
    return newLeg({ newId }, { purpose: "agent", name, userId: to.agentId, queueId: leg.queueId, startedAt: at });
  }
  const queue = directory.queues.find(({ id }) => id === to.queueId);
  if (queue === undefined) return null;
  return newLeg({ newId }, { purpose: "acd", name: queue.name, queueId: queue.id, startedAt: at, connectedAt: at });
}
