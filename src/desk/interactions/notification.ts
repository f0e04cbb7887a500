import type { Directory } from "../organization/directory.ts";
import { conversationOf } from "./conversation.ts";
import { type Interaction, isAgent, type Leg } from "./interaction.ts";
import type { Members } from "./media/shape.ts";
import { shapes } from "./media/shapes.ts";

/** What GET has and a notification lacks, and what a notification's participants and communications have on top. */
const missingFromParticipants = new Set(["startTime", "queueName", "userUri", "address", "startAlertingTime"]);
const missingFromCommunications = new Set(["segments", "direction", "startAlertingTime", "afterCallWorkRequired"]);

/** The body of `v2.users.{id}.conversations`: the same conversation in the notification's own, poorer shape. */
export function notificationOf(interaction: Interaction, directory: Directory): Members {
  const conversation = conversationOf(interaction, directory);
  const collection = shapes[interaction.medium].collection;
  const participants = Array.isArray(conversation.participants) ? conversation.participants : [];
  return {
    id: interaction.id,
    participants: participants.map((participant: Members, index) =>
      participantOf(participant, collection, interaction.legs[index]),
    ),
    recordingState: "none",
  };
}

function participantOf(participant: Members, collection: string, leg: Leg | undefined): Members {
  const communications = participant[collection];
  // A notification keeps the address of an email's customer: it is the only place where it stands.
  const missing = new Set(missingFromParticipants);
  if (collection === "emails") missing.delete("address");
  return {
    ...without(participant, (key, value) => missing.has(key) || (Array.isArray(value) && value.length === 0)),
    wrapupExpected: leg !== undefined && isAgent(leg) && leg.queueId !== null,
    [collection]: (Array.isArray(communications) ? communications : []).map(communicationOf),
    additionalProperties: {},
  };
}

function communicationOf(communication: Members): Members {
  return { ...without(communication, (key) => missingFromCommunications.has(key)), additionalProperties: {} };
}

function without(members: Members, isMissing: (key: string, value: unknown) => boolean): Members {
  return Object.fromEntries(Object.entries(members).filter(([key, value]) => !isMissing(key, value)));
}
