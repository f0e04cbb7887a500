import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { conversation, customersOf } from "../../src/contract/genesys-conversation.ts";
import type { IdentifierType } from "../../src/contract/identifier.ts";
import { limits } from "../../src/contract/limits.ts";

const customer = (members: object) => ({
  id: "a0000000-0000-4000-8000-0000000000e1",
  purpose: "customer",
  startTime: "2026-05-04T10:00:00.000Z",
  connectedTime: "2026-05-04T10:00:00.200Z",
  attributes: {},
  ...members,
});
const agent = {
  id: "a0000000-0000-4000-8000-0000000000e2",
  purpose: "agent",
  name: "Agent One",
  userId: "22222222-0000-4000-8000-0000000000b1",
  ani: "tel:+12025550110",
  dnis: "tel:+18005550100",
  address: "support@exampleorg.example",
  attributes: { customerId: "AGENTS-OWN" },
  externalContactId: "33333333-0000-4000-8000-00000000ffff",
};
const parse = (...participants: unknown[]) =>
  z.parse(conversation, { id: "a0000000-0000-4000-8000-000000000001", participants, recordingState: "NONE" });
const customerOf = (members: object) => {
  const [first] = customersOf(parse(agent, customer(members)));
  if (!first) throw new Error("The conversation has a customer.");
  return first;
};
const identifiersOf = (members: object) => customerOf(members).identifiers;

const call = (direction: string, members: object = {}) => ({
  state: "connected",
  direction,
  provider: "Edge",
  self: {
    addressNormalized: "tel:+12025550110",
    addressRaw: "sip:+12025550110@198.51.100.7:5060;user=phone",
  },
  other: { addressNormalized: "tel:+18005550100" },
  ...members,
});
const message = (type: string, from: string, to: string, direction = "inbound") => ({
  state: "connected",
  direction,
  type,
  provider: "PureCloud Messaging",
  fromAddress: { addressNormalized: from, addressRaw: from },
  toAddress: { addressNormalized: to, addressRaw: to },
});

describe("the customer's identifiers on each medium", () => {
  it("reads an inbound call's ANI, then the external contact", () => {
    const inbound = customerOf({
      calls: [call("inbound")],
      ani: "tel:+12025550110",
      dnis: "tel:+18005550100",
      address: "tel:+12025550110",
      externalContactId: "33333333-0000-4000-8000-0000000000c1",
    });
    expect(inbound).toMatchObject({ channel: "voice", direction: "inbound", connected: true });
    expect(inbound.identifiers).toEqual([
      { type: "phone", value: "tel:+12025550110" },
      { type: "externalContact", value: "33333333-0000-4000-8000-0000000000c1" },
    ]);
  });

  it("reads an outbound call's DNIS, because the ANI is the organisation's own number", () => {
    const outbound = customerOf({
      calls: [call("outbound")],
      ani: "tel:+18005550100",
      dnis: "tel:+12025550110",
    });
    expect(outbound).toMatchObject({ channel: "voice", direction: "outbound" });
    expect(outbound.identifiers).toEqual([{ type: "phone", value: "tel:+12025550110" }]);
  });

  it("falls back to the customer's own end of the call, raw if need be", () => {
    expect(identifiersOf({ calls: [call("inbound")] })).toEqual([{ type: "phone", value: "tel:+12025550110" }]);
    expect(
      identifiersOf({ calls: [call("inbound", { self: { addressRaw: "sip:+12025550110@198.51.100.7;user=phone" } })] }),
    ).toEqual([{ type: "phone", value: "sip:+12025550110@198.51.100.7;user=phone" }]);
  });

  it("reads a call whose notification leaves the direction out as inbound", () => {
    const { direction, identifiers } = customerOf({
      calls: [{ state: "connected" }],
      ani: "tel:+12025550110",
      dnis: "tel:+18005550100",
    });
    expect(direction).toBeNull();
    expect(identifiers).toEqual([{ type: "phone", value: "tel:+12025550110" }]);
  });

  it("reads every number that a callback was asked for on, and never the caller id shown to the customer", () => {
    const callback = customerOf({
      name: undefined,
      callbacks: [
        {
          state: "connected",
          direction: "outbound",
          callbackNumbers: ["", "+12025550171", "+12025550172"],
          callbackUserName: "Example Customer",
          callerId: "+18005550100",
        },
      ],
      attributes: { number: "+12025550199", email: "attribute@example.com" },
    });
    expect(callback).toMatchObject({ channel: "callback", direction: "outbound", name: "Example Customer" });
    expect(callback.identifiers).toEqual([
      { type: "phone", value: "+12025550171" },
      { type: "phone", value: "+12025550172" },
    ]);
  });

  it("reads an email's address from the participant", () => {
    const email = customerOf({
      emails: [{ state: "connected", direction: "inbound", subject: "Where is my order?" }],
      address: "jo@example.com",
    });
    expect(email).toMatchObject({ channel: "email", direction: "inbound" });
    expect(email.identifiers).toEqual([{ type: "email", value: "jo@example.com" }]);
  });

  it("unwraps an email address from its display name", () => {
    expect(identifiersOf({ emails: [{}], address: '"Jo, of Example" <jo@example.com>' })).toEqual([
      { type: "email", value: "jo@example.com" },
    ]);
  });

  it("reads what the pre-chat form of a web chat asked for, and no other context", () => {
    const chat = customerOf({
      name: "Blanche Stokes",
      chats: [{ state: "connected", direction: "inbound", provider: "PureCloud Webchat v2" }],
      attributes: {
        "context.email": "customer.email@domain.com",
        "context.customerId": "123456",
        "context.phoneNumber": "(202) 555-0187",
        "context.customField2": "my case id in crm",
        "context.genesys.legacyRoutingTargetQueueAddress": "CXService",
      },
    });
    expect(chat).toMatchObject({ channel: "chat", name: "Blanche Stokes" });
    expect(chat.identifiers).toEqual([
      { type: "customerId", value: "123456" },
      { type: "phone", value: "(202) 555-0187" },
      { type: "email", value: "customer.email@domain.com" },
    ]);
  });

  it("finds nothing on an anonymous web chat", () => {
    expect(identifiersOf({ chats: [{ state: "connected" }], attributes: { "context.firstName": "Jo" } })).toEqual([]);
  });

  it.each([
    ["sms", "sms", [{ type: "phone", value: "+12025550110" }]],
    ["whatsapp", "whatsapp", [{ type: "channel", value: "+12025550110", channel: "whatsapp" }]],
    ["open", "messaging", [{ type: "channel", value: "+12025550110", channel: "messaging" }]],
    ["facebook", "social", [{ type: "channel", value: "+12025550110", channel: "social" }]],
    ["instagram", "social", [{ type: "channel", value: "+12025550110", channel: "social" }]],
    ["apple", "social", [{ type: "channel", value: "+12025550110", channel: "social" }]],
    ["a-type-of-tomorrow", "messaging", [{ type: "channel", value: "+12025550110", channel: "messaging" }]],
  ])("reads the sender of a message of type %s", (type, channel, identifiers) => {
    const inbound = customerOf({ messages: [message(type, "+12025550110", "+18005550111")] });
    expect(inbound.channel).toBe(channel);
    expect(inbound.identifiers).toEqual(identifiers);
    expect(
      identifiersOf({ messages: [message(type, "+18005550111", "+12025550110", "outbound")] }),
      "the receiver of an outbound one",
    ).toEqual(identifiers);
  });

  it("reads a web messaging guest as an identity of the channel messaging", () => {
    expect(
      identifiersOf({
        messages: [
          message("webmessaging", "88888888-0000-4000-8000-0000000000bb", "99999999-0000-4000-8000-0000000000cc"),
        ],
      }),
    ).toEqual([{ type: "channel", value: "88888888-0000-4000-8000-0000000000bb", channel: "messaging" }]);
  });

  it("reads the author of a social expression", () => {
    expect(customerOf({ socialExpressions: [{ socialMediaId: "x:1138", socialUserName: "jo" }] })).toMatchObject({
      channel: "social",
      identifiers: [{ type: "channel", value: "x:1138", channel: "social" }],
    });
  });
});

describe("the cascade", () => {
  const everything = {
    calls: [call("inbound")],
    ani: "tel:+12025550110",
    externalContactId: "33333333-0000-4000-8000-0000000000c1",
    messages: [message("webmessaging", "88888888-0000-4000-8000-0000000000bb", "x")],
    attributes: { customerId: " C-1001 ", "context.customerId": "from-the-page", "context.email": "jo@example.com" },
  };
  const types = (cascade?: readonly IdentifierType[]) =>
    customersOf(parse(customer(everything)), cascade).flatMap((one) => one.identifiers.map(({ type }) => type));

  it("is customerId, phone, email, external contact, channel", () => {
    expect(types()).toEqual(["customerId", "phone", "email", "externalContact", "channel"]);
  });

  it("follows the order that the caller wants, and leaves out what it does not name", () => {
    expect(types(["customerId", "externalContact", "phone", "email", "channel"])).toEqual([
      "customerId",
      "externalContact",
      "phone",
      "email",
      "channel",
    ]);
    expect(types(["email", "phone"])).toEqual(["email", "phone"]);
  });

  it("takes a flow's customerId before the one of the page that carries the chat", () => {
    expect(identifiersOf(everything)[0]).toEqual({ type: "customerId", value: "C-1001" });
  });

  it("says the same identifier once", () => {
    expect(
      identifiersOf({
        emails: [{}],
        address: "jo@example.com",
        attributes: { "context.email": "jo@example.com" },
      }),
    ).toEqual([{ type: "email", value: "jo@example.com" }]);
  });

  it("never says more than one request may carry", () => {
    const callbackNumbers = Array.from({ length: 30 }, (_, index) => `+120255501${String(index).padStart(2, "0")}`);
    expect(identifiersOf({ callbacks: [{ callbackNumbers }], attributes: { customerId: "C-1" } })).toHaveLength(
      limits.identifiersPerRequest,
    );
  });
});

describe("values that are nobody", () => {
  it.each([
    "tel:anonymous",
    "anonymous",
    "Anonymous",
    "Restricted",
    "Unavailable",
    "unknown",
    "sip:anonymous@anonymous.invalid",
    "sip:anonymous@198.51.100.7:5060;user=phone",
    "tel:+266696687",
    "not available",
    "",
    "  ",
    "tel:",
    "sip:620361d3e5c4501c995d4584+exampleorg.orgspan.com;tgrp=5;trunk-context=exampleorg@localhost",
    "sip:0e185c02-aca1-4a72-82ea-2e78684e2c89@127.0.0.1;language=en",
    "sip:jo@example.com",
  ])("finds no phone in %j", (value) => {
    expect(
      identifiersOf({ calls: [{ direction: "inbound", self: { addressRaw: value } }], ani: value, address: value }),
    ).toEqual([]);
  });

  it.each(["", "null", "undefined", "unknown", "n/a", "anonymous", "two words", "x".repeat(129), null, {}, ["C-1"]])(
    "finds no customer id in %j",
    (value) => {
      expect(identifiersOf({ attributes: { customerId: value } })).toEqual([]);
    },
  );

  it.each(["", "jo", "anonymous@anonymous.invalid", "a b@example.com", "@example.com"])(
    "finds no email in %j",
    (value) => {
      expect(identifiersOf({ emails: [{}], address: value })).toEqual([]);
    },
  );

  it("takes a customer id that a flow stored as a number", () => {
    expect(identifiersOf({ attributes: { customerId: 123456 } })).toEqual([{ type: "customerId", value: "123456" }]);
  });
});

const ids = (...participants: unknown[]) => customersOf(parse(...participants)).map((one) => one.participantId);

describe("who is a customer", () => {
  it("is external where nobody is called customer", () => {
    expect(ids(agent, customer({ id: "external", purpose: "external" }))).toEqual(["external"]);
    expect(ids(customer({ id: "external", purpose: "external" }), customer({ id: "customer" }))).toEqual(["customer"]);
  });

  it("is nobody in an internal call", () => {
    expect(ids(agent, { ...agent, id: "other", purpose: "user" })).toEqual([]);
  });

  it("is, of several, the one who is connected and joined first", () => {
    const leg = (id: string, joined: string, state: string) =>
      customer({ id, connectedTime: joined, calls: [{ state, direction: "inbound" }] });
    expect(
      ids(
        leg("left-first", "2026-05-04T09:00:00Z", "disconnected"),
        leg("second", "2026-05-04T10:00:01Z", "connected"),
        leg("first", "2026-05-04T12:00:00+02:00", "connected"),
        { ...leg("ended", "2026-05-04T08:00:00Z", "connected"), endTime: "2026-05-04T08:01:00Z" },
        customer({ id: "unknown-time", startTime: "2021-04-2T15:30:51.418Z", connectedTime: null }),
      ),
    ).toEqual(["first", "second", "unknown-time", "ended", "left-first"]);
  });

  it("keeps the customer while one leg of a transferred call lives", () => {
    expect(
      customerOf({ calls: [call("inbound", { state: "disconnected" }), call("inbound")], ani: "tel:+12025550110" }),
    ).toMatchObject({ connected: true, channel: "voice", identifiers: [{ type: "phone", value: "tel:+12025550110" }] });
  });

  it.each([
    ["a number", "+12025550110"],
    ["an address", "jo@example.com"],
    ["a name with a number", "Mobile 2025550110"],
    ["a placeholder", "Name Not Provided"],
    ["an empty text", ""],
    ["null", null],
    ["a number that is no text", 7],
  ])("shows %s as no name", (_, name) => {
    expect(customerOf({ name }).name).toBeNull();
  });
});

describe("malformed conversations", () => {
  it("leaves out what is not what it should be and reads the rest", () => {
    expect(
      customersOf(
        parse(
          null,
          "participant",
          { purpose: "customer" },
          customer({
            ani: 12025550110,
            calls: "none",
            callbacks: null,
            attributes: [],
            messages: [7],
            emails: [{}],
            address: "jo@example.com",
          }),
        ),
      ).map((one) => one.identifiers),
    ).toEqual([[{ type: "email", value: "jo@example.com" }]]);
  });

  it.each([null, [], "text", {}, { id: 7, participants: [] }, { id: "a", participants: "none" }])(
    "refuses %j",
    (answer) => {
      expect(z.safeParse(conversation, answer).success).toBe(false);
    },
  );

  it("does not take an attribute from the prototype", () => {
    const attributes: unknown = JSON.parse('{"__proto__":{"customerId":"C-1"}}');
    expect(identifiersOf({ attributes })).toEqual([]);
  });

  it("never throws, whatever the members hold", () => {
    const members = [
      "ani",
      "dnis",
      "address",
      "calls",
      "callbacks",
      "messages",
      "emails",
      "attributes",
      "name",
      "purpose",
    ];
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.constantFrom(...members), fc.jsonValue())), (participants) => {
        const read = parse(...participants.map((one) => customer({ ...one, purpose: "customer" })));
        expect(customersOf(read)).toHaveLength(participants.length);
      }),
    );
  });
});
