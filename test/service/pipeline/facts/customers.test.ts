import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { conversation } from "../../../../src/contract/genesys-conversation.ts";
import { partiesOf } from "../../../../src/service/pipeline/facts/customers.ts";
import { conversationDetail } from "../../../../src/service/pipeline/facts/detail.ts";
import {
  answeredCall,
  answeredConversation,
  contactId,
  conversationIdOf,
  customer,
  detailOf,
  voiceSession,
} from "../genesys-shapes.ts";

const id = conversationIdOf(1);

function parties(detail: unknown, found: unknown = null, allowed: readonly string[] = []) {
  return partiesOf(
    id,
    {
      detail: z.parse(conversationDetail, detail),
      conversation: found === null ? null : z.parse(conversation, found),
    },
    allowed,
  );
}

function identifiersIn(detail: unknown, found: unknown = null) {
  return parties(detail, found).map(({ identifiers }) => identifiers.map(({ type, value }) => `${type} ${value}`));
}

const session = (more: object) =>
  detailOf(id, [customer([voiceSession({ ani: undefined, dnis: undefined, ...more })])]);
const person = (participantId: string, ani: string, more: object = {}) =>
  customer([voiceSession({ ani })], { participantId, ...more });

describe("the identifiers of a customer", () => {
  it("come in the order of the cascade, with the conversation's attributes", () => {
    const found = answeredConversation(id, {
      customerId: "C-1001",
      "context.email": "jo@example.com",
      email: "not@read.example",
    });
    expect(identifiersIn(answeredCall(id), found)).toEqual([
      ["customerId C-1001", `externalContact ${contactId}`, "phone tel:+12025550110", "email jo@example.com"],
    ]);
  });

  it("come from the detail when the conversation cannot be read", () => {
    expect(identifiersIn(answeredCall(id))).toEqual([[`externalContact ${contactId}`, "phone tel:+12025550110"]]);
  });

  it("come from the detail where the conversation lacks them", () => {
    const found = { id, participants: [{ id: "p-customer", purpose: "customer", attributes: { customerId: "C-1" } }] };
    expect(identifiersIn(answeredCall(id), found)).toEqual([
      ["customerId C-1", `externalContact ${contactId}`, "phone tel:+12025550110"],
    ]);
  });

  it.each([
    ["a call in", { ani: "tel:+12025550110", dnis: "tel:+18005550100" }, ["phone tel:+12025550110"]],
    [
      "a call out, where the customer is the one who was called",
      { direction: "outbound", ani: "tel:+18005550100", dnis: "tel:+12025550150" },
      ["phone tel:+12025550150"],
    ],
    [
      "a sip number",
      { ani: "sip:+12025550110@198.51.100.7;user=phone" },
      ["phone sip:+12025550110@198.51.100.7;user=phone"],
    ],
    ["a sip user that is no number", { ani: "sip:620361d3+exampleorg.orgspan.com@localhost" }, []],
    ["a withheld number", { ani: "tel:anonymous" }, []],
    [
      "an email in",
      { mediaType: "email", addressFrom: "Jo <jo@example.com>", addressTo: "us@x.example" },
      ["email jo@example.com"],
    ],
    [
      "an email out",
      { mediaType: "email", direction: "outbound", addressFrom: "us@x.example", addressTo: "jo@example.com" },
      ["email jo@example.com"],
    ],
    ["a callback", { mediaType: "callback", callbackNumbers: ["+12025550171", ""] }, ["phone +12025550171"]],
    ["an SMS", { mediaType: "message", messageType: "sms", addressFrom: "+12025550110" }, ["phone +12025550110"]],
    [
      "WhatsApp",
      { mediaType: "message", messageType: "whatsapp", addressFrom: "12025550110" },
      ["channel 12025550110"],
    ],
    [
      "a web messaging guest",
      { mediaType: "message", messageType: "webmessaging", addressFrom: "77a74326-f6de-4d30-adfd-0a5e5fdc586f" },
      ["channel 77a74326-f6de-4d30-adfd-0a5e5fdc586f"],
    ],
    ["a chat, which shows nothing", { mediaType: "chat" }, []],
  ])("are read from the detail of %s", (_, more, expected) => {
    expect(identifiersIn(session(more))).toEqual([expected]);
  });
});

describe("several customers", () => {
  it("are each a party of their own, because a conference is no merge", () => {
    const detail = detailOf(id, [person("p-1", "tel:+12025550110"), person("p-2", "tel:+12025550120")]);
    expect(identifiersIn(detail)).toEqual([["phone tel:+12025550110"], ["phone tel:+12025550120"]]);
  });

  it("are one party when they show the same number, as a callback and its call do", () => {
    const callback = customer([
      voiceSession({ mediaType: "callback", ani: undefined, dnis: undefined, callbackNumbers: ["+12025550110"] }),
    ]);
    const detail = detailOf(id, [
      callback,
      person("p-2", "sip:+12025550110@198.51.100.7", { externalContactId: contactId }),
      person("p-3", "tel:+12025550199", { externalContactId: contactId }),
    ]);
    expect(identifiersIn(detail)).toEqual([
      [`externalContact ${contactId}`, "phone +12025550110", "phone tel:+12025550199"],
    ]);
  });

  it("leave out third parties who joined an agent's consult", () => {
    const third = { participantId: "p-x", purpose: "external", sessions: [voiceSession({ ani: "tel:+12025550190" })] };
    expect(identifiersIn(detailOf(id, [person("p-1", "tel:+12025550110"), third]))).toHaveLength(1);
    expect(identifiersIn(detailOf(id, [third]))).toEqual([["phone tel:+12025550190"]]);
  });
});

describe("collected data", () => {
  const allowed = ["accountNumber", "visits", "vip", "tooLong", "blank", "nested", "__proto__", "x".repeat(65)];
  const attributes = {
    accountNumber: " 10042 ",
    visits: 3,
    vip: true,
    tooLong: "x".repeat(1001),
    blank: " ",
    nested: { a: 1 },
    diagnosis: "private",
    ["x".repeat(65)]: "y",
  };

  it("is what the organisation allows, plain and within the limits, and nothing else", () => {
    expect(parties(answeredCall(id), answeredConversation(id, attributes), allowed)[0]?.collectedData).toEqual({
      accountNumber: "10042",
      visits: 3,
      vip: true,
    });
    expect(parties(answeredCall(id), answeredConversation(id, attributes))[0]?.collectedData).toEqual({});
  });

  it("stays with the person whose attribute it is", () => {
    const found = {
      id,
      participants: ["110", "120"].map((end) => ({
        id: `p-${end}`,
        purpose: "customer",
        ani: `tel:+12025550${end}`,
        attributes: { accountNumber: end },
      })),
    };
    const detail = detailOf(id, [person("p-110", "tel:+12025550110"), person("p-120", "tel:+12025550120")]);
    expect(parties(detail, found, allowed).map(({ collectedData }) => collectedData)).toEqual([
      { accountNumber: "110" },
      { accountNumber: "120" },
    ]);
  });
});
