import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { type StartRequest, startRequest } from "../../../src/desk/control/requests.ts";
import { detailOf } from "../../../src/desk/interactions/analytics.ts";
import { conversationOf } from "../../../src/desk/interactions/conversation.ts";
import { detailEventOf } from "../../../src/desk/interactions/detail-events.ts";
import type { Interaction } from "../../../src/desk/interactions/interaction.ts";
import { createSwitchboard, type Switchboard } from "../../../src/desk/interactions/switchboard.ts";
import { demoDirectory, demoIds } from "../../../src/desk/organization/directory.ts";
import { systemRuntime } from "../../../src/desk/runtime.ts";
import { type FakeClock, fakeClock } from "../support/fake-clock.ts";

const conversation = z.object({ participants: z.array(z.looseObject({})) });
const detail = z.object({ participants: z.array(z.looseObject({ sessions: z.array(z.looseObject({})) })) });

const directory = demoDirectory([], "secret");

function board(): { switchboard: Switchboard; clock: FakeClock } {
  const clock = fakeClock();
  return { switchboard: createSwitchboard({ directory, runtime: { ...systemRuntime(), clock } }), clock };
}

/** What goes over the wire: as JSON, without what is undefined. */
function wire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function start(request: StartRequest): Interaction {
  const { switchboard } = board();
  return switchboard.start(startRequest.parse(request), demoIds.agent);
}

function customerEnd(interaction: Interaction): unknown {
  const [leg] = interaction.legs;
  const happening = { topic: "customer.end", participantId: leg?.participantId ?? "", at: 0 } as const;
  return wire(detailEventOf(happening, interaction, directory, () => "id")?.eventBody);
}

const guest = "88888888-0000-4000-8000-0000000000bb";

describe("where the customer's address stands in the conversation, the detail and the event", () => {
  it.each([
    {
      name: "an inbound call: ANI of the customer",
      request: { medium: "voice", customers: [{ address: "+94771234567" }] },
      participant: {
        purpose: "customer",
        ani: "tel:+94771234567",
        address: "tel:+94771234567",
        dnis: "tel:+94112000100",
        calls: [
          {
            self: {
              addressNormalized: "tel:+94771234567",
              addressRaw: "sip:+94771234567@198.51.100.7:5060;user=phone",
            },
            other: { addressNormalized: "tel:+94112000100" },
          },
        ],
      },
      session: { mediaType: "voice", ani: "tel:+94771234567", dnis: "tel:+94112000100" },
      event: { mediaType: "VOICE", ani: "tel:+94771234567", dnis: "tel:+94112000100", provider: "Edge" },
    },
    {
      name: "an outbound call: DNIS of the customer, who is external there and a customer in analytics",
      request: { medium: "voice", direction: "outbound", customers: [{ address: "+94771234567" }] },
      participant: { purpose: "external", ani: "tel:+94112000100", dnis: "tel:+94771234567" },
      session: { direction: "outbound", ani: "tel:+94112000100", dnis: "tel:+94771234567" },
      event: { direction: "OUTBOUND", dnis: "tel:+94771234567" },
    },
    {
      name: "a sip address as it came",
      request: { medium: "voice", customers: [{ address: "sip:+94771234567@203.0.113.7;user=phone" }] },
      participant: { ani: "sip:+94771234567@203.0.113.7;user=phone" },
      session: { ani: "sip:+94771234567@203.0.113.7;user=phone" },
      event: { ani: "sip:+94771234567@203.0.113.7;user=phone" },
    },
    {
      name: "a withheld number",
      request: { medium: "voice", customers: [{}] },
      participant: {
        ani: "tel:anonymous",
        calls: [{ self: { addressRaw: "sip:anonymous@anonymous.invalid" } }],
      },
      session: { ani: "tel:anonymous" },
      event: { ani: "tel:anonymous" },
    },
    {
      name: "a callback: in the callback, not on the participant",
      request: { medium: "callback", customers: [{ name: "Nimali", address: "+94771234567" }] },
      participant: {
        callbacks: [{ callbackNumbers: ["+94771234567"], callbackUserName: "Nimali", direction: "outbound" }],
      },
      session: { mediaType: "callback", callbackNumbers: ["+94771234567"] },
      event: { mediaType: "CALLBACK", callbackNumbers: ["+94771234567"], callbackUserName: "Nimali" },
    },
    {
      name: "an email: the participant's address, and the subject",
      request: { medium: "email", subject: "Refund", customers: [{ address: "n@example.com" }] },
      participant: { address: "n@example.com", emails: [{ subject: "Refund", direction: "inbound" }] },
      session: { mediaType: "email", addressFrom: "n@example.com", addressTo: "care@lankatel.example" },
      event: { mediaType: "EMAIL", addressFrom: "n@example.com", subject: "Refund" },
    },
    {
      name: "a chat: nowhere but in the pre-chat form",
      request: { medium: "chat", customers: [{ attributes: { "context.email": "n@example.com" } }] },
      participant: {
        attributes: { "context.email": "n@example.com" },
        chats: [{ provider: "PureCloud Webchat v2" }],
      },
      session: { mediaType: "chat" },
      event: { mediaType: "CHAT" },
    },
    {
      name: "an SMS: E.164",
      request: { medium: "sms", customers: [{ address: "+94771234567" }] },
      participant: { messages: [{ type: "sms", fromAddress: { addressNormalized: "+94771234567" } }] },
      session: { mediaType: "message", messageType: "sms", addressFrom: "+94771234567" },
      event: { mediaType: "MESSAGE", messageType: "SMS", addressFrom: "+94771234567" },
    },
    {
      name: "an outbound SMS: the other way round",
      request: { medium: "sms", direction: "outbound", customers: [{ address: "+94771234567" }] },
      participant: { messages: [{ toAddress: { addressNormalized: "+94771234567" } }] },
      session: { addressFrom: "+94112000111", addressTo: "+94771234567" },
      event: { addressTo: "+94771234567" },
    },
    {
      name: "WhatsApp: digits",
      request: { medium: "whatsapp", customers: [{ address: "94771234567" }] },
      participant: { messages: [{ type: "whatsapp", fromAddress: { addressNormalized: "94771234567" } }] },
      session: { messageType: "whatsapp", addressFrom: "94771234567" },
      event: { messageType: "WHATSAPP", addressFrom: "94771234567" },
    },
    {
      name: "a web message: a guest's id and a cookie",
      request: { medium: "webmessaging", customers: [{ address: guest }] },
      participant: {
        messages: [
          {
            type: "webmessaging",
            fromAddress: { addressNormalized: guest },
            journeyContext: { customer: { idType: "cookie" } },
          },
        ],
      },
      session: { messageType: "webmessaging", addressFrom: guest, journeyCustomerIdType: "cookie" },
      event: { messageType: "WEBMESSAGING", addressFrom: guest },
    },
    {
      name: "an open message",
      request: { medium: "open", customers: [{ address: "kiosk-7781" }] },
      participant: { messages: [{ type: "open", fromAddress: { addressNormalized: "kiosk-7781" } }] },
      session: { messageType: "open", addressFrom: "kiosk-7781" },
      event: { messageType: "OPEN" },
    },
    {
      name: "Facebook",
      request: { medium: "facebook", customers: [{ address: "24857713300912345" }] },
      participant: { messages: [{ type: "facebook", fromAddress: { addressNormalized: "24857713300912345" } }] },
      session: { messageType: "facebook" },
      event: { messageType: "FACEBOOK" },
    },
  ] satisfies readonly { name: string; request: StartRequest; participant: object; session: object; event: object }[])(
    "$name",
    ({ request, participant, session, event }) => {
      const interaction = start(request);
      const [customer] = conversation.parse(wire(conversationOf(interaction, directory))).participants;
      expect(customer).toMatchObject(participant);
      const [analysed] = detail.parse(wire(detailOf(interaction, directory))).participants;
      expect(analysed).toMatchObject({ purpose: "customer", sessions: [session] });
      expect(customerEnd(interaction)).toMatchObject(event);
    },
  );

  it("gives a chat no address at all", () => {
    const text = JSON.stringify(
      conversationOf(
        start({ medium: "chat", customers: [{ attributes: { "context.email": "n@example.com" } }] }),
        directory,
      ),
    );
    expect(text.match(/n@example\.com/g)).toHaveLength(1);
  });

  it("has no customer on an internal call", () => {
    const internal = wire(conversationOf(start({ medium: "voice", customers: [] }), directory));
    expect(internal).toMatchObject({ participants: [{ purpose: "user" }, { purpose: "user" }] });
  });
});
