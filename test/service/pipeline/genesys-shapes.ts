/** Payloads as Genesys Cloud writes them, with fictional people. */

export const orgId = "32aa07aa-0000-4000-8000-000000000001";
export const queueId = "11111111-0000-4000-8000-0000000000a1";
export const escalationQueueId = "11111111-0000-4000-8000-0000000000a2";
export const agentOne = "22222222-0000-4000-8000-0000000000b1";
export const agentTwo = "22222222-0000-4000-8000-0000000000b2";
export const contactId = "33333333-0000-4000-8000-0000000000c1";
export const wrapUpId = "66666666-0000-4000-8000-0000000000f1";

type Json = Record<string, unknown>;

export function conversationIdOf(number: number): string {
  return `a0000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** A time of the day on which everything here happens. */
export function at(time: string): string {
  return `2026-05-04T${time}.000Z`;
}

export function envelopeOf(topic: string, conversationId: string, more: Json = {}): Json {
  return {
    version: "0",
    id: "58fb5dac-0000-4000-8000-c638dbdd4368",
    "detail-type": `v2.detail.events.conversation.{id}.${topic}`,
    source: `aws.partner/genesys.com/cloud/${orgId}/journey`,
    account: "123456789012",
    time: "2026-05-04T10:07:00Z",
    region: "eu-west-1",
    resources: [],
    detail: {
      topicName: `v2.detail.events.conversation.${conversationId}.${topic}`,
      version: "2",
      eventBody: {
        eventTime: Date.parse(at("10:07:00")),
        conversationId,
        participantId: "9fb2ca78-0000-4000-8000-9b0300de1fce",
        sessionId: "c03d300e-0000-4000-8000-b97a71322785",
        mediaType: "VOICE",
        direction: "INBOUND",
        ...more,
      },
      metadata: { CorrelationId: "7272d362-0000-4000-8000-9d40dc7b7683" },
      timestamp: "2026-05-04T10:07:00.250Z",
    },
  };
}

export function segment(type: string, start: string, end: string | undefined, more: Json = {}): Json {
  return {
    conference: false,
    segmentStart: start,
    ...(end !== undefined && { segmentEnd: end }),
    segmentType: type,
    ...more,
  };
}

export function customer(sessions: readonly Json[], more: Json = {}): Json {
  return { participantId: "p-customer", participantName: "Corbin KY", purpose: "customer", sessions, ...more };
}

export function acd(segments: readonly Json[], more: Json = {}): Json {
  const session = { mediaType: "voice", direction: "inbound", sessionId: "s-acd", segments };
  return { participantId: "p-acd", participantName: "Support", purpose: "acd", sessions: [session], ...more };
}

export function agent(userId: string, segments: readonly Json[], more: Json = {}): Json {
  const session = { mediaType: "voice", direction: "inbound", sessionId: `s-${userId}`, segments };
  return { participantId: `p-${userId}`, purpose: "agent", userId, sessions: [session], ...more };
}

export function detailOf(conversationId: string, participants: readonly Json[], more: Json = {}): Json {
  return {
    conversationId,
    conversationStart: at("10:00:00"),
    conversationEnd: at("10:07:15"),
    divisionIds: ["44444444-0000-4000-8000-0000000000d1"],
    originatingDirection: "inbound",
    participants,
    ...more,
  };
}

export function voiceSession(more: Json = {}): Json {
  return {
    mediaType: "voice",
    direction: "inbound",
    sessionId: "s-customer",
    ani: "tel:+12025550110",
    dnis: "tel:+18005550100",
    provider: "Edge",
    segments: [segment("interact", at("10:00:08"), at("10:07:00"), { disconnectType: "endpoint" })],
    ...more,
  };
}

export const talk = (from: string, to: string, more: Json = {}): Json =>
  segment("interact", at(from), at(to), { queueId, ...more });

/** An inbound call that one agent answered and wrapped up: the ordinary case. */
export function answeredCall(conversationId: string, more: Json = {}): Json {
  return detailOf(
    conversationId,
    [
      customer([voiceSession()], { externalContactId: contactId }),
      acd([segment("interact", at("10:00:10"), at("10:00:40"), { queueId, disconnectType: "transfer" })]),
      agent(agentOne, [
        segment("alert", at("10:00:30"), at("10:00:40"), { queueId }),
        talk("10:00:40", "10:07:00", { disconnectType: "peer" }),
        segment("wrapup", at("10:07:00"), at("10:07:15"), { queueId, wrapUpCode: wrapUpId, wrapUpNote: "told ETA" }),
      ]),
    ],
    more,
  );
}

/** `GET /api/v2/conversations/{id}` of that call. */
export function answeredConversation(conversationId: string, attributes: Json = {}): Json {
  return {
    id: conversationId,
    startTime: at("10:00:00"),
    endTime: at("10:07:15"),
    participants: [
      {
        id: "p-customer",
        purpose: "customer",
        name: "Corbin KY",
        externalContactId: contactId,
        ani: "tel:+12025550110",
        dnis: "tel:+18005550100",
        address: "tel:+12025550110",
        attributes,
        calls: [{ state: "disconnected", direction: "inbound", self: { addressNormalized: "tel:+12025550110" } }],
        callbacks: [],
        chats: [],
        emails: [],
        messages: [],
      },
    ],
  };
}
