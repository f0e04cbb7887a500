import { queueId } from "../genesys-shapes.ts";

/** Results of a details job as Genesys Cloud writes them, with fictional people. */

type Json = Record<string, unknown>;

export const guestId = "e9e0495d-0000-4000-8000-ccf86fd85059";
const integrationId = "77a74326-0000-4000-8000-0a5e5fdc586f";
export const firstQueueId = "eeb17e84-0000-4000-8000-4b12679ede91";
export const agentId = "22222222-0000-4000-8000-0000000000b1";

const way = {
  addressFrom: guestId,
  addressTo: integrationId,
  direction: "inbound",
  mediaType: "message",
  messageType: "webmessaging",
  provider: "PureCloud Messaging",
  remote: "Guest",
};

function segment(type: string, from: string, until: string, more: Json = {}): Json {
  const [segmentStart, segmentEnd] = [from, until].map((time) => `2026-04-09T${time}Z`);
  return { conference: false, segmentStart, segmentEnd, segmentType: type, ...more };
}

/** A web messaging guest whom one agent transferred blindly to another queue, and got back twice: no phone or email anywhere. */
export function blindTransfers(conversationId: string): Json {
  return {
    conversationId,
    conversationStart: "2026-04-09T18:02:12.932Z",
    conversationEnd: "2026-04-09T20:16:54.144Z",
    conversationInitiator: "customer",
    customerParticipation: true,
    divisionIds: ["44444444-0000-4000-8000-0000000000d1"],
    originatingDirection: "inbound",
    participants: [
      {
        participantId: "f1b2c3d4-0000-4000-8000-000000000001",
        participantName: "Guest",
        purpose: "customer",
        attributes: { "context.email": "guest@example.com", accountNumber: "10042", diagnosis: "private" },
        sessions: [
          {
            ...way,
            sessionId: "f1215b74-0000-4000-8000-6156cfda6745",
            segments: [segment("interact", "18:02:12.932", "20:16:53.190", { disconnectType: "peer" })],
          },
        ],
      },
      {
        participantId: "f1b2c3d4-0000-4000-8000-000000000002",
        participantName: "Example Flow 1",
        purpose: "workflow",
        sessions: [
          {
            ...way,
            sessionId: "d552af81-0000-4000-8000-3153ee9519d7",
            flow: { flowName: "Example Flow 1", flowType: "INBOUNDSHORTMESSAGE", exitReason: "TRANSFER" },
            segments: [segment("interact", "18:02:13.036", "18:02:13.444", { disconnectType: "transfer" })],
          },
        ],
      },
      {
        participantId: "f1b2c3d4-0000-4000-8000-000000000003",
        participantName: "Example Queue 2",
        purpose: "acd",
        sessions: [
          {
            ...way,
            sessionId: "d37a44b1-0000-4000-8000-41307e0930ff",
            segments: [
              segment("interact", "18:02:13.476", "18:02:16.564", {
                queueId: firstQueueId,
                disconnectType: "transfer",
              }),
            ],
          },
        ],
      },
      {
        participantId: "f1b2c3d4-0000-4000-8000-000000000004",
        participantName: "Example Queue 2",
        purpose: "agent",
        userId: agentId,
        sessions: [
          agentSession("d3e5f381", firstQueueId, [
            segment("alert", "18:02:13.665", "18:02:16.572", { queueId: firstQueueId }),
            segment("interact", "18:02:16.572", "18:02:37.616", { queueId: firstQueueId, disconnectType: "transfer" }),
            segment("wrapup", "18:02:37.616", "18:02:39.471", { queueId: firstQueueId, disconnectType: "transfer" }),
          ]),
          agentSession("7760dc51", queueId, [
            segment("interact", "18:02:39.645", "18:02:50.442", { queueId, disconnectType: "transfer" }),
            segment("wrapup", "18:02:50.442", "18:02:52.617", { queueId, disconnectType: "transfer" }),
          ]),
          agentSession("9ff966f1", queueId, [
            segment("interact", "18:05:10.032", "18:05:12.399", { queueId }),
            segment("hold", "18:05:12.399", "18:05:18.392", { queueId }),
            segment("interact", "18:05:18.392", "20:16:53.190", { queueId, disconnectType: "client" }),
            segment("wrapup", "20:16:53.190", "20:16:54.144", { queueId, disconnectType: "client" }),
          ]),
        ],
      },
    ],
  };
}

function agentSession(start: string, queue: string, segments: readonly Json[]): Json {
  return {
    ...way,
    sessionId: `${start}-0000-4000-8000-0000000000aa`,
    requestedRoutings: ["Standard"],
    queue,
    segments,
  };
}
