/** The media that the desk plays. What each looks like on the wire is in `media/`. */
export const media = [
  "voice",
  "callback",
  "chat",
  "email",
  "sms",
  "whatsapp",
  "webmessaging",
  "open",
  "facebook",
] as const;
export type Medium = (typeof media)[number];

export type Direction = "inbound" | "outbound";

/** Who a participant is. Genesys Cloud has more purposes; these are the ones that the desk plays. */
export type Purpose = "customer" | "external" | "ivr" | "acd" | "agent" | "user";

/** A stretch of time; `until` is null while it lasts. */
interface Stretch {
  readonly from: number;
  readonly until: number | null;
}

export interface WrapUp {
  readonly codeId: string;
  readonly codeName: string;
  readonly notes: string;
  readonly at: number;
}

/** One participant of an interaction with its one communication. Times are epoch milliseconds. */
export interface Leg {
  readonly participantId: string;
  readonly sessionId: string;
  readonly purpose: Purpose;
  readonly name: string | null;
  readonly userId: string | null;
  readonly queueId: string | null;
  /** The customer's own address on this medium; null where the medium or the caller shows none. */
  readonly address: string | null;
  readonly externalContactId: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly startedAt: number;
  readonly connectedAt: number | null;
  readonly endedAt: number | null;
  /** Lower case, as the API has it: `peer`, `client`, `endpoint`, `transfer`. */
  readonly disconnectType: string | null;
  readonly holds: readonly Stretch[];
  readonly afterCallWork: Stretch | null;
  readonly wrapUp: WrapUp | null;
}

export interface Interaction {
  readonly id: string;
  readonly medium: Medium;
  readonly direction: Direction;
  /** What the desk's list calls it. */
  readonly name: string;
  readonly subject: string | null;
  /** Where the customer reached the organisation: a number, a mailbox, an integration's id. */
  readonly line: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly legs: readonly Leg[];
}

/** How an interaction stands for one agent. */
export type AgentState = "alerting" | "connected" | "held" | "transferred" | "wrap-up" | "ended";

export function isCustomer(leg: Leg): boolean {
  return leg.purpose === "customer" || leg.purpose === "external";
}

export function isAgent(leg: Leg): boolean {
  return leg.purpose === "agent" || leg.purpose === "user";
}

export function customersOf(interaction: Interaction): readonly Leg[] {
  return interaction.legs.filter(isCustomer);
}

/** The agent's latest leg, or undefined when the agent never took part. */
export function legOf(interaction: Interaction, userId: string): Leg | undefined {
  return interaction.legs.findLast((leg) => leg.userId === userId);
}

/** More than one customer was on the line at the same time as this leg. */
export function isConference(interaction: Interaction): boolean {
  return customersOf(interaction).length > 1;
}

export function agentStateOf(interaction: Interaction, leg: Leg): AgentState {
  if (leg.endedAt === null) {
    if (leg.connectedAt === null) return "alerting";
    return leg.holds.some((hold) => hold.until === null) ? "held" : "connected";
  }
  if (interaction.endedAt === null) return "transferred";
  return leg.afterCallWork !== null && leg.afterCallWork.until === null ? "wrap-up" : "ended";
}
