import {
  acd,
  agent,
  agentOne,
  agentTwo,
  answeredCall,
  at,
  customer,
  detailOf,
  escalationQueueId,
  queueId,
  segment,
  talk,
  voiceSession,
  wrapUpId,
} from "./genesys-shapes.ts";

type Json = Record<string, unknown>;

/** Who it goes to, the medium and its way, start and seconds, who handled it for which queue, what it was about, how it ended. */
export type Row = readonly [
  who: string,
  medium: string,
  when: string,
  handled: string,
  about: string,
  resolution: string,
];

export interface Kind {
  readonly name: string;
  readonly detail: (id: string) => Json;
  /** What `GET /api/v2/conversations/{id}` has of the first customer; left out: that is answered 404. */
  readonly attributes?: Json;
  /** A row a customer; or why nobody has it. */
  readonly expected: readonly Row[] | "anonymous" | "no_customer";
}

const wrapUp = segment("wrapup", at("10:07:00"), at("10:07:15"), { queueId, wrapUpCode: wrapUpId });
const handled = [talk("10:00:40", "10:07:00"), wrapUp];
const waited = (end: string, disconnectType: string): Json =>
  acd([segment("interact", at("10:00:10"), at(end), { queueId, disconnectType })]);
const message = (messageType: string, addressFrom: string, more: Json = {}): Json =>
  voiceSession({
    mediaType: "message",
    messageType,
    ani: undefined,
    dnis: undefined,
    addressFrom,
    addressTo: "us",
    ...more,
  });
const phone = "phone tel:+12025550110";
const when = "10:00:08 412";
const byOne = "Agent One, Support";
const dispute = "Billing dispute";
const guest = "77a74326-0000-4000-8000-0a5e5fdc586f";

function flow(outcome: string): Json {
  const outcomes = [{ flowOutcome: "Balance told", flowOutcomeValue: outcome }];
  const session = { mediaType: "voice", sessionId: "s-ivr", flow: { flowName: "Balance", outcomes } };
  return {
    participantId: "p-ivr",
    purpose: "ivr",
    sessions: [{ ...session, segments: [segment("ivr", at("10:00:08"), at("10:07:00"))] }],
  };
}

/** Every kind of conversation that Genesys Cloud has, in the shapes in which it tells of them. */
export const kinds: readonly Kind[] = [
  {
    name: "voice, inbound, answered and wrapped up",
    detail: (id) => answeredCall(id),
    expected: [
      [
        `externalContact 33333333-0000-4000-8000-0000000000c1, ${phone}`,
        "voice inbound",
        when,
        byOne,
        dispute,
        "UNRESOLVED",
      ],
    ],
  },
  {
    name: "voice, outbound: the customer is who was called",
    detail: (id) =>
      detailOf(
        id,
        [
          customer([voiceSession({ direction: "outbound", ani: "tel:+18005550100", dnis: "tel:+12025550110" })]),
          agent(
            agentOne,
            [segment("dialing", at("10:00:00"), at("10:00:08")), talk("10:00:08", "10:07:00", { queueId: undefined })],
            {
              purpose: "user",
            },
          ),
        ],
        { originatingDirection: "outbound" },
      ),
    expected: [[phone, "voice outbound", when, "Agent One", "", "UNRESOLVED"]],
  },
  {
    name: "campaign call by the dialler",
    detail: (id) =>
      detailOf(
        id,
        [
          customer([voiceSession({ direction: "outbound", ani: "tel:+18005550100", dnis: "tel:+12025550110" })]),
          { participantId: "p-dialler", purpose: "dialer", sessions: [] },
          agent(agentOne, [
            talk("10:00:08", "10:07:00"),
            segment("wrapup", at("10:07:00"), at("10:07:10"), { wrapUpCode: "ININ-OUTBOUND-NO-ANSWER" }),
          ]),
        ],
        { originatingDirection: "outbound" },
      ),
    expected: [[phone, "voice outbound", when, "Agent One, Support, ININ-OUTBOUND-NO-ANSWER", "Support", "UNRESOLVED"]],
  },
  {
    name: "left the queue",
    detail: (id) =>
      detailOf(id, [
        customer([
          voiceSession({ segments: [segment("interact", at("10:00:08"), at("10:02:00"), { disconnectType: "peer" })] }),
        ]),
        waited("10:02:00", "peer"),
        agent(agentOne, [segment("alert", at("10:01:00"), at("10:01:20"), { queueId })]),
      ]),
    expected: [[phone, "voice inbound", "10:00:08 112", "Support", "Support", "ABANDONED"]],
  },
  {
    name: "blind transfer to a queue that escalates",
    detail: (id) =>
      detailOf(id, [
        customer([voiceSession()]),
        agent(agentOne, [talk("10:00:40", "10:03:00", { disconnectType: "transfer" })]),
        acd([
          segment("interact", at("10:03:00"), at("10:03:30"), {
            queueId: escalationQueueId,
            disconnectType: "transfer",
          }),
        ]),
        agent(agentTwo, [talk("10:03:30", "10:07:00", { queueId: escalationQueueId })]),
      ]),
    expected: [[phone, "voice inbound", when, "Agent Two, Second line", "Second line", "ESCALATED"]],
  },
  {
    name: "consult: a third party outside was asked",
    detail: (id) =>
      detailOf(id, [
        customer([voiceSession()]),
        agent(agentOne, [
          talk("10:00:40", "10:03:00"),
          segment("hold", at("10:03:00"), at("10:04:00"), { queueId }),
          talk("10:04:00", "10:07:00"),
          wrapUp,
        ]),
        {
          participantId: "p-asked",
          purpose: "external",
          sessions: [voiceSession({ direction: "outbound", dnis: "tel:+12025550190" })],
        },
      ]),
    expected: [[phone, "voice inbound", when, byOne, dispute, "UNRESOLVED"]],
  },
  {
    name: "conference of two customers",
    detail: (id) =>
      detailOf(id, [
        customer([voiceSession()], { participantId: "p-1" }),
        customer([voiceSession({ ani: "tel:+12025550120", sessionId: "s-2" })], { participantId: "p-2" }),
        agent(agentOne, handled),
      ]),
    expected: [
      [phone, "voice inbound", when, byOne, dispute, "UNRESOLVED"],
      ["phone tel:+12025550120", "voice inbound", when, byOne, dispute, "UNRESOLVED"],
    ],
  },
  {
    name: "callback, then the call that it became",
    detail: (id) =>
      detailOf(id, [
        customer([
          voiceSession({
            mediaType: "callback",
            ani: undefined,
            dnis: undefined,
            callbackNumbers: ["+12025550110"],
            callbackUserName: "Name Not Provided",
            segments: [segment("interact", at("09:00:00"), at("10:00:00"))],
          }),
        ]),
        customer([voiceSession({ direction: "outbound", ani: "tel:+18005550100", dnis: "tel:+12025550110" })], {
          participantId: "p-called",
        }),
        agent(agentOne, handled),
      ]),
    expected: [["phone +12025550110", "callback inbound", "09:00:00 3600", byOne, dispute, "UNRESOLVED"]],
  },
  {
    name: "voicemail, heard and wrapped up later",
    detail: (id) =>
      detailOf(id, [
        customer([
          voiceSession({ segments: [segment("interact", at("10:00:08"), at("10:02:00"), { disconnectType: "peer" })] }),
        ]),
        waited("10:01:00", "transfer"),
        {
          participantId: "p-voicemail",
          purpose: "voicemail",
          sessions: [voiceSession({ ani: `sip:${queueId}@127.0.0.1;language=en-US`, sessionId: "s-voicemail" })],
        },
        agent(agentOne, [
          talk("11:00:00", "11:02:00"),
          segment("wrapup", at("11:02:00"), at("11:02:10"), { queueId, wrapUpCode: wrapUpId }),
        ]),
      ]),
    expected: [[phone, "voice inbound", "10:00:08 112", byOne, dispute, "UNRESOLVED"]],
  },
  {
    name: "email",
    detail: (id) =>
      detailOf(id, [
        customer([
          voiceSession({
            mediaType: "email",
            ani: undefined,
            dnis: undefined,
            addressFrom: "jo@example.com",
            addressTo: "care@x.example",
            segments: [segment("interact", at("10:00:08"), at("10:07:00"), { subject: "Charged twice" })],
          }),
        ]),
        agent(agentOne, [talk("10:00:40", "10:07:00")]),
      ]),
    expected: [["email jo@example.com", "email inbound", when, byOne, "Charged twice", "UNRESOLVED"]],
  },
  {
    name: "SMS",
    detail: (id) => detailOf(id, [customer([message("sms", "+12025550110")]), agent(agentOne, handled)]),
    expected: [["phone +12025550110", "sms inbound", when, byOne, dispute, "UNRESOLVED"]],
  },
  {
    name: "WhatsApp",
    detail: (id) => detailOf(id, [customer([message("whatsapp", "12025550110")]), agent(agentOne, handled)]),
    expected: [["channel 12025550110", "whatsapp inbound", when, byOne, dispute, "UNRESOLVED"]],
  },
  {
    name: "web messaging guest",
    detail: (id) => detailOf(id, [customer([message("webmessaging", guest)]), agent(agentOne, handled)]),
    expected: [[`channel ${guest}`, "messaging inbound", when, byOne, dispute, "UNRESOLVED"]],
  },
  {
    name: "open messaging, where a bot asked for the email",
    detail: (id) => detailOf(id, [customer([message("open", "user-4711")]), agent(agentOne, handled)]),
    attributes: { "context.email": "jo@example.com" },
    expected: [["email jo@example.com, channel user-4711", "messaging inbound", when, byOne, dispute, "UNRESOLVED"]],
  },
  {
    name: "social: Facebook",
    detail: (id) => detailOf(id, [customer([message("facebook", "103377260012345")]), agent(agentOne, handled)]),
    expected: [["channel 103377260012345", "social inbound", when, byOne, dispute, "UNRESOLVED"]],
  },
  {
    name: "chat with a pre-chat form",
    detail: (id) =>
      detailOf(id, [
        customer([voiceSession({ mediaType: "chat", ani: undefined, dnis: undefined })]),
        agent(agentOne, handled),
      ]),
    attributes: {
      "context.email": "jo@example.com",
      "context.phoneNumber": "(202) 555-0110",
      "context.firstName": "Jo",
    },
    expected: [["phone (202) 555-0110, email jo@example.com", "chat inbound", when, byOne, dispute, "UNRESOLVED"]],
  },
  {
    name: "chat without one",
    detail: (id) =>
      detailOf(id, [
        customer([voiceSession({ mediaType: "chat", ani: undefined, dnis: undefined })]),
        agent(agentOne, handled),
      ]),
    expected: "anonymous",
  },
  {
    name: "withheld number",
    detail: (id) => detailOf(id, [customer([voiceSession({ ani: "tel:anonymous" })]), agent(agentOne, handled)]),
    expected: "anonymous",
  },
  {
    name: "sip number",
    detail: (id) =>
      detailOf(id, [
        customer([voiceSession({ ani: "sip:+12025550110@198.51.100.7;user=phone" })]),
        agent(agentOne, handled),
      ]),
    expected: [["phone sip:+12025550110@198.51.100.7;user=phone", "voice inbound", when, byOne, dispute, "UNRESOLVED"]],
  },
  {
    name: "sip address inside the organisation",
    detail: (id) =>
      detailOf(id, [
        customer([voiceSession({ ani: "sip:620361d36f1a2b3c4d5e6f70+exampleorg.orgspan.com;tgrp=x@localhost" })]),
        agent(agentOne, handled),
      ]),
    expected: "anonymous",
  },
  {
    name: "zombie, closed two months later",
    detail: (id) =>
      detailOf(
        id,
        [
          customer([
            voiceSession({
              segments: [
                segment("interact", "2026-03-01T09:00:00.000Z", "2026-05-04T10:07:00.000Z", {
                  disconnectType: "system",
                }),
              ],
            }),
          ]),
          agent(agentOne, [segment("interact", "2026-03-01T09:00:30.000Z", "2026-03-01T09:05:00.000Z", { queueId })]),
        ],
        { conversationStart: "2026-03-01T08:59:50.000Z" },
      ),
    expected: [[phone, "voice inbound", "2026-03-01 09:00:00 5533620", byOne, "Support", "UNRESOLVED"]],
  },
  {
    name: "flow that settled it alone",
    detail: (id) => detailOf(id, [customer([voiceSession()]), flow("SUCCESS")]),
    expected: [[phone, "voice inbound", when, "", "Balance", "RESOLVED"]],
  },
  {
    name: "call between two agents",
    detail: (id) =>
      detailOf(id, [
        agent(agentOne, [talk("10:00:08", "10:07:00", { queueId: undefined })], { purpose: "user" }),
        agent(agentTwo, [talk("10:00:08", "10:07:00", { queueId: undefined })], { purpose: "user" }),
      ]),
    expected: "no_customer",
  },
  {
    name: "screen share and nothing else",
    detail: (id) => detailOf(id, [customer([voiceSession({ mediaType: "screenshare" })]), agent(agentOne, handled)]),
    expected: "no_customer",
  },
];
