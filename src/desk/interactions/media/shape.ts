import { customersOf, type Interaction, isCustomer, type Leg } from "../interaction.ts";

/** Members of a payload; what is undefined is left out of it. */
export type Members = Readonly<Record<string, unknown>>;

/** How one medium writes its addresses and its communication, on each of the four wires. */
export interface MediumShape {
  /** The member of a participant that holds this medium's communications. */
  readonly collection: "calls" | "callbacks" | "chats" | "emails" | "messages";
  readonly provider: string;
  readonly mediaType: "voice" | "callback" | "chat" | "email" | "message";
  readonly messageType: string | null;
  /** Members of the participant in `GET /api/v2/conversations/{id}`. */
  participant(leg: Leg, interaction: Interaction): Members;
  /** Members of the participant's communication there. */
  communication(leg: Leg, interaction: Interaction): Members;
  /** Members of an analytics session. */
  session(leg: Leg, interaction: Interaction): Members;
  /** Members of a detail event's body. */
  event(leg: Leg, interaction: Interaction): Members;
}

export const nothing = (): Members => ({});

/** The customer that a leg talks with: itself, or the first. Undefined on an internal call. */
export function customerOf(leg: Leg, interaction: Interaction): Leg | undefined {
  return isCustomer(leg) ? leg : customersOf(interaction)[0];
}
