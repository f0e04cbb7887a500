import type { Directory } from "../organization/directory.ts";
import { iso } from "../runtime.ts";
import { type Interaction, isAgent, isConference, isCustomer, type Leg } from "./interaction.ts";
import type { Members } from "./media/shape.ts";
import { shapes } from "./media/shapes.ts";

const collections = [
  "calls",
  "callbacks",
  "chats",
  "cobrowsesessions",
  "emails",
  "messages",
  "internalMessages",
  "screenshares",
  "socialExpressions",
  "videos",
] as const;

/** An interaction as `GET /api/v2/conversations/{id}` answers it. */
export function conversationOf(interaction: Interaction, directory: Directory): Members {
  return {
    id: interaction.id,
    startTime: iso(interaction.startedAt),
    ...(interaction.endedAt === null ? {} : { endTime: iso(interaction.endedAt) }),
    ...(interaction.medium === "voice" ? { address: `tel:${interaction.line}` } : {}),
    participants: interaction.legs.map((leg) => participantOf(leg, interaction, directory)),
    recordingState: "NONE",
    state: interaction.endedAt === null ? "connected" : "disconnected",
    divisions: [
      {
        division: {
          id: directory.divisionId,
          selfUri: `/api/v2/authorization/divisions/${directory.divisionId}`,
        },
        entities: [],
      },
    ],
    selfUri: `/api/v2/conversations/${interaction.id}`,
  };
}

function participantOf(leg: Leg, interaction: Interaction, directory: Directory): Members {
  const shape = shapes[interaction.medium];
  const held: Record<string, readonly Members[]> = {};
  for (const name of collections) held[name] = [];
  held[shape.collection] = [communicationOf(leg, interaction)];
  return {
    ...held,
    id: leg.participantId,
    startTime: iso(leg.startedAt),
    endTime: time(leg.endedAt),
    connectedTime: time(leg.connectedAt),
    name: leg.name ?? undefined,
    userId: leg.userId ?? undefined,
    ...(leg.userId === null ? {} : { userUri: `/api/v2/users/${leg.userId}` }),
    externalContactId: leg.externalContactId ?? undefined,
    queueId: leg.queueId ?? undefined,
    queueName: directory.queues.find(({ id }) => id === leg.queueId)?.name,
    purpose: leg.purpose,
    wrapupRequired: isAgent(leg) && leg.queueId !== null,
    ...(isAgent(leg) ? { wrapupPrompt: "optional", alertingTimeoutMs: 30_000 } : {}),
    ...shape.participant(leg, interaction),
    attributes: leg.attributes,
    startAcwTime: time(leg.afterCallWork?.from ?? null),
    endAcwTime: time(leg.afterCallWork?.until ?? null),
    wrapup: wrapUpOf(leg),
  };
}

function communicationOf(leg: Leg, interaction: Interaction): Members {
  const shape = shapes[interaction.medium];
  const held = leg.holds.find((stretch) => stretch.until === null);
  return {
    state: stateOf(leg),
    initialState: isAgent(leg) && leg.queueId !== null ? "alerting" : "connected",
    id: leg.sessionId,
    held: held !== undefined,
    ...(held === undefined ? {} : { startHoldTime: iso(held.from) }),
    segments: segmentsOf(leg),
    direction: interaction.direction,
    disconnectType: leg.disconnectType ?? undefined,
    startAlertingTime: isAgent(leg) ? iso(leg.startedAt) : undefined,
    connectedTime: time(leg.connectedAt),
    disconnectedTime: time(leg.endedAt),
    provider: shape.provider,
    ...(isCustomer(leg) ? {} : { peerId: interaction.legs.find(isCustomer)?.sessionId }),
    ...shape.communication(leg, interaction),
    afterCallWorkRequired: isAgent(leg) && leg.queueId !== null,
    ...(leg.afterCallWork === null ? {} : { afterCallWork: afterCallWorkOf(leg.afterCallWork) }),
    ...(isConference(interaction) && !isCustomer(leg) ? { confined: false } : {}),
  };
}

function stateOf(leg: Leg): "alerting" | "connected" | "disconnected" {
  if (leg.endedAt !== null) return "disconnected";
  return leg.connectedAt === null ? "alerting" : "connected";
}

/** GET lists what is over; a live communication has segments only once something ended. */
function segmentsOf(leg: Leg): readonly Members[] {
  if (leg.endedAt === null) return [];
  const started = leg.connectedAt ?? leg.startedAt;
  return [
    {
      startTime: iso(started),
      endTime: iso(leg.endedAt),
      type: leg.connectedAt === null ? "Alert" : "Interact",
      howEnded: "Disconnect",
      disconnectType: leg.disconnectType ?? undefined,
    },
  ];
}

function afterCallWorkOf({ from, until }: NonNullable<Leg["afterCallWork"]>): Members {
  return { state: until === null ? "pending" : "complete", startTime: iso(from), endTime: time(until) };
}

function wrapUpOf({ wrapUp, afterCallWork }: Leg): Members | undefined {
  if (wrapUp === null) return undefined;
  return {
    code: wrapUp.codeId,
    name: wrapUp.codeName,
    notes: wrapUp.notes,
    durationSeconds: Math.round((wrapUp.at - (afterCallWork?.from ?? wrapUp.at)) / 1000),
    endTime: iso(wrapUp.at),
  };
}

function time(at: number | null): string | undefined {
  return at === null ? undefined : iso(at);
}
