import type { Directory } from "../organization/directory.ts";
import { answer, type Change, startTopic } from "./changes.ts";
import type { Direction, Interaction, Leg, Medium, Purpose } from "./interaction.ts";

interface Newcomer {
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  readonly externalContactId?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

export interface StartOrder {
  readonly id?: string | undefined;
  readonly medium: Medium;
  readonly direction: Direction;
  readonly name?: string | undefined;
  readonly subject?: string | undefined;
  readonly queueId?: string | undefined;
  readonly customers: readonly Newcomer[];
  readonly waitedSeconds: number;
  readonly answeredSecondsAgo?: number | undefined;
}

export interface StartContext {
  readonly directory: Directory;
  readonly agentId: string;
  readonly at: number;
  readonly newId: () => string;
}

/**
 * Plays an interaction up to the moment at which the agent's desktop alerts.
 * Inbound: the customer waits in the IVR (voice) and the queue. Outbound and internal calls have neither.
 */
export function startInteraction(order: StartOrder, context: StartContext): Change {
  const answeredAt = order.answeredSecondsAgo === undefined ? null : context.at - order.answeredSecondsAgo * 1000;
  const alertedAt = answeredAt === null ? context.at : answeredAt - 4000;
  const startedAt = alertedAt - order.waitedSeconds * 1000;
  const queue = context.directory.queues.find(({ id }) => id === order.queueId) ?? context.directory.queues[0];
  const routed = order.direction === "inbound" && order.customers.length > 0;
  const queueId = routed ? (queue?.id ?? null) : null;
  const ids = { newId: context.newId };
  const inQueue = routed ? startedAt + (alertedAt - startedAt) / 2 : startedAt;

  const customers = order.customers.map((customer) =>
    newLeg(ids, {
      purpose: order.direction === "outbound" ? "external" : "customer",
      name: customer.name ?? null,
      address: customer.address ?? null,
      externalContactId: customer.externalContactId ?? null,
      attributes: customer.attributes ?? {},
      queueId,
      startedAt,
      connectedAt: startedAt,
    }),
  );
  const agent = newLeg(ids, {
    purpose: routed ? "agent" : "user",
    name: nameOf(context.directory, context.agentId),
    userId: context.agentId,
    queueId,
    startedAt: alertedAt,
    connectedAt: routed ? null : alertedAt,
  });
  const legs = [
    ...customers,
    ...(routed && order.medium === "voice"
      ? [
          newLeg(ids, {
            purpose: "ivr",
            name: "Main menu",
            startedAt,
            connectedAt: startedAt,
            endedAt: inQueue,
            disconnectType: "transfer",
          }),
        ]
      : []),
    ...(routed
      ? [
          newLeg(ids, {
            purpose: "acd",
            name: queue?.name ?? null,
            queueId,
            startedAt: inQueue,
            connectedAt: inQueue,
          }),
        ]
      : []),
    ...(order.customers.length === 0 ? [colleague(context, ids, startedAt)] : []),
    agent,
  ];
  const interaction: Interaction = {
    id: order.id ?? context.newId(),
    medium: order.medium,
    direction: order.direction,
    name: order.name ?? nameFor(order.customers[0], order.customers.length),
    subject: order.subject ?? null,
    line: lineOf(order.medium, context.directory),
    startedAt,
    endedAt: null,
    legs,
  };
  const happenings = legs.flatMap((leg) => {
    const topic = startTopic(leg);
    return topic === null ? [] : [{ topic, participantId: leg.participantId, at: leg.startedAt }];
  });
  if (answeredAt === null || !routed) return { interaction, happenings };
  const answered = answer(interaction, agent, answeredAt);
  return { interaction: answered.interaction, happenings: [...happenings, ...answered.happenings] };
}

type LegFacts = Partial<Omit<Leg, "participantId" | "sessionId" | "purpose" | "startedAt">> & {
  readonly purpose: Purpose;
  readonly startedAt: number;
};

/** A participant with fresh ids; what is not said is not there. */
export function newLeg({ newId }: { readonly newId: () => string }, facts: LegFacts): Leg {
  return {
    participantId: newId(),
    sessionId: newId(),
    name: null,
    userId: null,
    queueId: null,
    address: null,
    externalContactId: null,
    attributes: {},
    connectedAt: null,
    endedAt: null,
    disconnectType: null,
    holds: [],
    afterCallWork: null,
    wrapUp: null,
    ...facts,
  };
}

export function nameOf(directory: Directory, agentId: string): string | null {
  return directory.agents.find(({ id }) => id === agentId)?.name ?? null;
}

function colleague(context: StartContext, ids: { readonly newId: () => string }, startedAt: number): Leg {
  const other = context.directory.agents.find(({ id }) => id !== context.agentId);
  return newLeg(ids, {
    purpose: "user",
    name: other?.name ?? null,
    userId: other?.id ?? null,
    startedAt,
    connectedAt: startedAt,
  });
}

function nameFor(customer: Newcomer | undefined, count: number): string {
  if (customer === undefined) return "Internal call";
  const name = customer.name ?? customer.address ?? "Anonymous";
  return count > 1 ? `${name} and ${String(count - 1)} more` : name;
}

function lineOf(medium: Medium, { lines }: Directory): string {
  switch (medium) {
    case "voice":
    case "callback":
      return lines.voice;
    case "sms":
      return lines.sms;
    case "email":
      return lines.email;
    case "whatsapp":
      return lines.whatsapp;
    case "facebook":
      return lines.messenger;
    case "chat":
    case "webmessaging":
    case "open":
      return "5b2d7f1a-9c3e-4a68-8d4b-6f8a1c3e5d70";
  }
}
