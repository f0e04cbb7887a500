import type { Directory } from "../organization/directory.ts";
import { iso } from "../runtime.ts";
import { type Interaction, isAgent, isConference, isCustomer, type Leg } from "./interaction.ts";
import type { Members } from "./media/shape.ts";
import { shapes } from "./media/shapes.ts";

/** An interaction as `GET /api/v2/analytics/conversations/{id}/details` answers it: everything but participant attributes. */
export function detailOf(interaction: Interaction, directory: Directory): Members {
  return detailWith(interaction, directory, () => ({}));
}

/** The same as the results of details jobs have it: with participant attributes. */
export function jobDetailOf(interaction: Interaction, directory: Directory): Members {
  return detailWith(interaction, directory, ({ attributes }) => ({ attributes }));
}

function detailWith(interaction: Interaction, directory: Directory, more: (leg: Leg) => Members): Members {
  return {
    conversationId: interaction.id,
    conversationStart: iso(interaction.startedAt),
    ...(interaction.endedAt === null ? {} : { conversationEnd: iso(lastMoment(interaction, interaction.endedAt)) }),
    divisionIds: [directory.divisionId],
    originatingDirection: interaction.direction,
    participants: interaction.legs.map((leg) => ({
      participantId: leg.participantId,
      participantName: leg.name ?? undefined,
      purpose: leg.purpose === "external" ? "customer" : leg.purpose,
      userId: leg.userId ?? undefined,
      externalContactId: leg.externalContactId ?? undefined,
      sessions: [sessionOf(leg, interaction)],
      ...more(leg),
    })),
  };
}

function sessionOf(leg: Leg, interaction: Interaction): Members {
  const shape = shapes[interaction.medium];
  return {
    sessionId: leg.sessionId,
    mediaType: shape.mediaType,
    ...(shape.messageType === null ? {} : { messageType: shape.messageType }),
    direction: interaction.direction,
    provider: shape.provider,
    ...(isCustomer(leg) ? {} : { peerId: interaction.legs.find(isCustomer)?.sessionId }),
    ...shape.session(leg, interaction),
    ...(leg.purpose === "ivr" ? { flow: flowOf(leg) } : {}),
    metrics: metricsOf(leg),
    segments: segmentsOf(leg, interaction),
  };
}

function flowOf(leg: Leg): Members {
  return {
    flowName: leg.name ?? undefined,
    flowType: "INBOUNDCALL",
    exitReason: "TRANSFER",
    transferType: "ACD",
    startingLanguage: "en-us",
    endingLanguage: "en-us",
  };
}

function segmentsOf(leg: Leg, interaction: Interaction): readonly Members[] {
  const segment = (segmentType: string, from: number, until: number | null, more: Members = {}): Members => ({
    segmentType,
    segmentStart: iso(from),
    ...(until === null ? {} : { segmentEnd: iso(until) }),
    conference: isConference(interaction),
    queueId: leg.queueId ?? undefined,
    ...more,
  });
  const last = { disconnectType: leg.disconnectType ?? undefined, subject: interaction.subject ?? undefined };
  if (leg.purpose === "ivr") return [segment("ivr", leg.startedAt, leg.endedAt, last)];
  if (!isAgent(leg)) return [segment("interact", leg.connectedAt ?? leg.startedAt, leg.endedAt, last)];
  if (leg.connectedAt === null) return [segment("alert", leg.startedAt, leg.endedAt, last)];
  return [
    ...(leg.queueId === null ? [] : [segment("alert", leg.startedAt, leg.connectedAt)]),
    ...talkOf(leg, leg.connectedAt).map(({ type, from, until }) =>
      segment(type, from, until, until === leg.endedAt ? last : {}),
    ),
    ...wrapUpOf(leg, segment),
  ];
}

interface Talk {
  readonly type: "interact" | "hold";
  readonly from: number;
  readonly until: number | null;
}

/** Talking, interrupted by holds. */
function talkOf(leg: Leg, connectedAt: number): readonly Talk[] {
  const talk: Talk[] = [];
  let from = connectedAt;
  for (const stretch of leg.holds) {
    talk.push({ type: "interact", from, until: stretch.from }, { type: "hold", ...stretch });
    if (stretch.until === null || stretch.until === leg.endedAt) return talk;
    from = stretch.until;
  }
  return [...talk, { type: "interact", from, until: leg.endedAt }];
}

function wrapUpOf(
  { wrapUp, afterCallWork }: Leg,
  segment: (type: string, from: number, until: number | null, more: Members) => Members,
): readonly Members[] {
  if (wrapUp === null) return [];
  const note = { wrapUpCode: wrapUp.codeId, wrapUpNote: wrapUp.notes, disconnectType: "client" };
  return [segment("wrapup", afterCallWork?.from ?? wrapUp.at, wrapUp.at, note)];
}

function metricsOf(leg: Leg): readonly Members[] {
  if (leg.connectedAt === null || leg.endedAt === null) return [];
  const talked = leg.endedAt - leg.connectedAt;
  if (isCustomer(leg)) {
    return [metric("nConnected", 1, leg.connectedAt), metric("tConnected", talked, leg.endedAt)];
  }
  if (!isAgent(leg)) return leg.purpose === "acd" ? [metric("tAcd", talked, leg.endedAt)] : [];
  const worked = leg.afterCallWork;
  return [
    metric("tAnswered", leg.connectedAt - leg.startedAt, leg.connectedAt),
    metric("tTalkComplete", talked, leg.endedAt),
    ...(leg.disconnectType === "transfer" ? [metric("nTransferred", 1, leg.endedAt)] : []),
    ...(worked === null || worked.until === null ? [] : [metric("tAcw", worked.until - worked.from, worked.until)]),
  ];
}

function metric(name: string, value: number, at: number): Members {
  return { name, value, emitDate: iso(at) };
}

/** After-call work belongs to the conversation in analytics. */
function lastMoment(interaction: Interaction, endedAt: number): number {
  return Math.max(endedAt, ...interaction.legs.map((leg) => leg.afterCallWork?.until ?? 0));
}
