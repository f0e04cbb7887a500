import type { Directory } from "../organization/directory.ts";
import { iso } from "../runtime.ts";
import type { Happening } from "./changes.ts";
import { type Interaction, isAgent, type Leg } from "./interaction.ts";
import type { Members } from "./media/shape.ts";
import { shapes } from "./media/shapes.ts";

/** A detail event as notifications carry it, and inside an EventBridge envelope. */
export interface DetailEvent {
  readonly topicName: string;
  readonly version: "2";
  readonly eventBody: Members;
  readonly metadata: { readonly CorrelationId: string };
  readonly timestamp: string;
}

/** What Amazon EventBridge delivers. The organisation stands in `source` and nowhere else. */
export interface Envelope {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: DetailEvent;
}

export function detailEventOf(
  happening: Happening,
  interaction: Interaction,
  directory: Directory,
  newId: () => string,
): DetailEvent | null {
  const leg = interaction.legs.find(({ participantId }) => participantId === happening.participantId);
  if (leg === undefined) return null;
  return {
    topicName: `v2.detail.events.conversation.${interaction.id}.${happening.topic}`,
    version: "2",
    eventBody: bodyOf(happening, leg, interaction, directory),
    metadata: { CorrelationId: newId() },
    timestamp: iso(happening.at + 250),
  };
}

export function envelopeOf(
  event: DetailEvent,
  happening: Happening,
  directory: Directory,
  newId: () => string,
): Envelope {
  return {
    version: "0",
    id: newId(),
    "detail-type": `v2.detail.events.conversation.{id}.${happening.topic}`,
    source: `aws.partner/genesys.com/cloud/${directory.organization.id}/journey-demo`,
    account: "123456789012",
    time: iso(happening.at).replace(/\.\d{3}Z$/, "Z"),
    region: "eu-west-1",
    resources: [],
    detail: event,
  };
}

function bodyOf(happening: Happening, leg: Leg, interaction: Interaction, directory: Directory): Members {
  const contacts = interaction.legs.flatMap(({ externalContactId }) =>
    externalContactId === null ? [] : [externalContactId],
  );
  const common = {
    eventTime: Math.round(happening.at),
    conversationId: interaction.id,
    participantId: leg.participantId,
    ...(contacts.length === 0 ? {} : { conversationExternalContactIds: contacts }),
  };
  if (happening.topic === "attributes") return { ...common, attributes: leg.attributes, communications: [] };
  const shape = shapes[interaction.medium];
  return {
    ...common,
    sessionId: leg.sessionId,
    mediaType: shape.mediaType.toUpperCase(),
    ...(shape.messageType === null ? {} : { messageType: shape.messageType.toUpperCase() }),
    provider: shape.provider,
    direction: interaction.direction.toUpperCase(),
    externalContactId: leg.externalContactId ?? undefined,
    ...shape.event(leg, interaction),
    ...ownMembers(happening, leg, directory),
  };
}

function ownMembers(happening: Happening, leg: Leg, directory: Directory): Members {
  const disconnectType = leg.disconnectType?.toUpperCase();
  const queueId = leg.queueId ?? undefined;
  const divisionId = directory.divisionId;
  switch (happening.topic) {
    case "customer.start":
      return { divisionId };
    case "customer.end":
      return { divisionId, disconnectType, interactingDurationMs: talked(leg) };
    case "acd.start":
      return { divisionId, queueId };
    case "acd.end":
      return { divisionId, queueId, disconnectType, connectedDurationMs: talked(leg) };
    case "user.start":
      return { divisionId, queueId, userId: leg.userId ?? undefined };
    case "user.end":
      return {
        divisionId,
        queueId,
        userId: leg.userId ?? undefined,
        disconnectType,
        interactingDurationMs: talked(leg),
        heldDurationMs: held(leg),
        alertingDurationMs: isAgent(leg) ? (leg.connectedAt ?? leg.endedAt ?? leg.startedAt) - leg.startedAt : 0,
        contactingDurationMs: 0,
        dialingDurationMs: 0,
        callbackDurationMs: 0,
      };
    case "wrapup":
      return { queueId, ...wrapUpMembers(leg) };
    case "acw":
      return { queueId, userId: leg.userId ?? undefined, ...wrapUpMembers(leg) };
    case "attributes":
      return {};
  }
}

function wrapUpMembers({ wrapUp, afterCallWork }: Leg): Members {
  if (wrapUp === null) return {};
  return {
    wrapupCode: wrapUp.codeId,
    wrapupNotes: wrapUp.notes,
    wrapupDurationMs: Math.round(wrapUp.at - (afterCallWork?.from ?? wrapUp.at)),
  };
}

function talked(leg: Leg): number {
  return leg.connectedAt === null || leg.endedAt === null ? 0 : Math.round(leg.endedAt - leg.connectedAt);
}

function held(leg: Leg): number {
  let total = 0;
  for (const { from, until } of leg.holds) total += (until ?? from) - from;
  return Math.round(total);
}
