import { type Interaction, isAgent, isCustomer, type Leg, type WrapUp } from "./interaction.ts";

/** What happened to an interaction, in Genesys Cloud's words: each is the last part of a detail event's topic. */
export interface Happening {
  readonly topic:
    | "customer.start"
    | "customer.end"
    | "acd.start"
    | "acd.end"
    | "user.start"
    | "user.end"
    | "attributes"
    | "acw"
    | "wrapup";
  readonly participantId: string;
  readonly at: number;
}

/** An interaction after a change, and what an outside observer is told about it. */
export interface Change {
  readonly interaction: Interaction;
  readonly happenings: readonly Happening[];
}

/** Ends of a leg by the topic that announces it. */
function endTopic(leg: Leg): "customer.end" | "acd.end" | "user.end" | null {
  if (isCustomer(leg)) return "customer.end";
  if (isAgent(leg)) return "user.end";
  return leg.purpose === "acd" ? "acd.end" : null;
}

export function startTopic(leg: Leg): "customer.start" | "acd.start" | "user.start" | null {
  if (isCustomer(leg)) return "customer.start";
  if (isAgent(leg)) return "user.start";
  return leg.purpose === "acd" ? "acd.start" : null;
}

/** The agent takes the interaction. */
export function answer(interaction: Interaction, leg: Leg, at: number): Change {
  const waiting = interaction.legs.find((other) => other.purpose === "acd" && other.endedAt === null);
  const routed = waiting === undefined ? interaction : endLeg(interaction, waiting, "transfer", at);
  return {
    interaction: withLeg(routed, { ...leg, connectedAt: at }),
    happenings: waiting === undefined ? [] : [{ topic: "acd.end", participantId: waiting.participantId, at }],
  };
}

export function hold(interaction: Interaction, leg: Leg, at: number): Change {
  return quiet(withLeg(interaction, { ...leg, holds: [...leg.holds, { from: at, until: null }] }));
}

export function resume(interaction: Interaction, leg: Leg, at: number): Change {
  return quiet(withLeg(interaction, { ...leg, holds: closed(leg, at) }));
}

/** Sets participant attributes, as an IVR, a bot or a script does; an empty text removes one. */
export function setAttributes(
  interaction: Interaction,
  leg: Leg,
  values: Readonly<Record<string, string>>,
  at: number,
): Change {
  const kept = Object.entries({ ...leg.attributes, ...values }).filter(([, value]) => value !== "");
  return {
    interaction: withLeg(interaction, { ...leg, attributes: Object.fromEntries(kept) }),
    happenings: [{ topic: "attributes", participantId: leg.participantId, at }],
  };
}

/** The agent hands the customer on; `next` is the leg of the agent or queue that has them now. */
export function transfer(interaction: Interaction, leg: Leg, next: Leg, at: number): Change {
  const left = endLeg(interaction, leg, "transfer", at);
  const topic = startTopic(next);
  return {
    interaction: { ...left, legs: [...left.legs, next] },
    happenings: [
      { topic: "user.end", participantId: leg.participantId, at },
      ...(topic === null ? [] : [{ topic, participantId: next.participantId, at }]),
    ],
  };
}

/** Another customer joins, or one more participant is called in. */
export function join(interaction: Interaction, leg: Leg, at: number): Change {
  const topic = startTopic(leg);
  return {
    interaction: { ...interaction, legs: [...interaction.legs, leg] },
    happenings: topic === null ? [] : [{ topic, participantId: leg.participantId, at }],
  };
}

/** One participant leaves while the others go on; the last customer to leave ends the interaction. */
export function leave(interaction: Interaction, leg: Leg, at: number): Change {
  const others = interaction.legs.filter((other) => isCustomer(other) && other.endedAt === null && other !== leg);
  if (isCustomer(leg) && others.length === 0) return end(interaction, "customer", at);
  const topic = endTopic(leg);
  return {
    interaction: endLeg(interaction, leg, "endpoint", at),
    happenings: topic === null ? [] : [{ topic, participantId: leg.participantId, at }],
  };
}

/** Everyone leaves. An agent who had answered goes into after-call work unless the wrap-up is done already. */
export function end(interaction: Interaction, by: "agent" | "customer", at: number): Change {
  const open = interaction.legs.filter((leg) => leg.endedAt === null);
  let ended: Interaction = { ...interaction, endedAt: at };
  for (const leg of open) ended = endLeg(ended, leg, disconnectType(leg, by), at);
  return {
    interaction: ended,
    happenings: open.flatMap((leg) => {
      const topic = endTopic(leg);
      return topic === null ? [] : [{ topic, participantId: leg.participantId, at }];
    }),
  };
}

/** The agent says how it went, during the interaction or after it. */
export function wrapUp(interaction: Interaction, leg: Leg, note: WrapUp): Change {
  const working = leg.afterCallWork;
  const done: Leg = {
    ...leg,
    wrapUp: note,
    afterCallWork: working === null ? null : { from: working.from, until: working.until ?? note.at },
  };
  const participantId = leg.participantId;
  return {
    interaction: withLeg(interaction, done),
    happenings: [
      { topic: "wrapup", participantId, at: note.at },
      ...(working === null ? [] : [{ topic: "acw" as const, participantId, at: note.at }]),
    ],
  };
}

function endLeg(interaction: Interaction, leg: Leg, type: string, at: number): Interaction {
  const works = isAgent(leg) && leg.connectedAt !== null && leg.wrapUp === null;
  return withLeg(interaction, {
    ...leg,
    endedAt: at,
    disconnectType: type,
    holds: closed(leg, at),
    afterCallWork: works ? { from: at, until: null } : null,
  });
}

function disconnectType(leg: Leg, by: "agent" | "customer"): string {
  if (isCustomer(leg)) return by === "customer" ? "endpoint" : "peer";
  return by === "agent" ? "client" : "peer";
}

function closed(leg: Leg, at: number): Leg["holds"] {
  return leg.holds.map((stretch) => (stretch.until === null ? { from: stretch.from, until: at } : stretch));
}

function withLeg(interaction: Interaction, changed: Leg): Interaction {
  const replace = (leg: Leg) => (leg.participantId === changed.participantId ? changed : leg);
  return { ...interaction, legs: interaction.legs.map(replace) };
}

function quiet(interaction: Interaction): Change {
  return { interaction, happenings: [] };
}
