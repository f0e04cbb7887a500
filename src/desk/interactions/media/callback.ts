import { iso } from "../../runtime.ts";
import type { Interaction, Leg } from "../interaction.ts";
import { customerOf, type Members, type MediumShape, nothing } from "./shape.ts";

/** A promised call: the number stands in the callback itself, not on the participant. */
export const callback: MediumShape = {
  collection: "callbacks",
  provider: "PureCloud Callback",
  mediaType: "callback",
  messageType: null,
  participant: nothing,
  communication: (leg, interaction) => ({
    ...appointment(leg, interaction),
    callbackScheduledTime: iso(interaction.startedAt),
    scriptId: "04427bf2-44e4-465d-af8d-24c9cc41e0d2",
    externalCampaign: false,
    skipEnabled: true,
    timeoutSeconds: 0,
    callerId: interaction.line,
    callerIdName: "Lanka Telecom",
    direction: "outbound",
  }),
  session: (leg, interaction) => ({
    ...appointment(leg, interaction),
    callbackScheduledTime: iso(interaction.startedAt),
    skipEnabled: true,
    timeoutSeconds: 0,
    direction: "outbound",
  }),
  event: (leg, interaction) => ({
    ...appointment(leg, interaction),
    callbackScheduledTime: interaction.startedAt,
    direction: "OUTBOUND",
  }),
};

function appointment(leg: Leg, interaction: Interaction): Members {
  const customer = customerOf(leg, interaction);
  return {
    callbackNumbers: [customer?.address ?? ""],
    callbackUserName: customer?.name ?? "Name Not Provided",
  };
}
