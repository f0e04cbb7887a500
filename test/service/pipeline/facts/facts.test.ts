import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { interactionSummaryInput, type InteractionSummaryInput } from "../../../../src/contract/interaction.ts";
import { conversationDetail } from "../../../../src/service/pipeline/facts/detail.ts";
import { factsOf, hasCustomer, hasCustomerEnded, type Names } from "../../../../src/service/pipeline/facts/facts.ts";
import { noInsights, type Insights } from "../../../../src/service/pipeline/facts/insights.ts";
import {
  acd,
  agent,
  agentOne,
  agentTwo,
  answeredCall,
  at,
  conversationIdOf,
  customer,
  detailOf,
  escalationQueueId,
  queueId,
  segment,
  talk,
  voiceSession,
  wrapUpId,
} from "../genesys-shapes.ts";
import { organizationOf } from "../organizations.ts";

const id = conversationIdOf(1);
const names: Names = {
  queues: new Map([
    [queueId, "Support"],
    [escalationQueueId, "Second line"],
  ]),
  users: new Map([
    [agentOne, "Agent One"],
    [agentTwo, "Agent Two"],
  ]),
  wrapUps: new Map([[wrapUpId, "Billing dispute"]]),
};

function factsIn(detail: unknown, rules = organizationOf(), known = names, insights: Insights = noInsights) {
  return factsOf(
    {
      conversationId: id,
      detail: z.parse(conversationDetail, detail),
      names: known,
      insights,
      gatheredAt: Date.parse(at("10:09:00")),
    },
    rules,
  );
}

function interactionIn(detail: unknown, rules = organizationOf(), known = names): InteractionSummaryInput {
  const facts = factsIn(detail, rules, known);
  if (facts === null) throw new Error("There are no facts.");
  z.parse(interactionSummaryInput, facts);
  return facts;
}

const wrapUp = (more = {}) =>
  segment("wrapup", at("10:07:00"), at("10:07:15"), { queueId, wrapUpCode: wrapUpId, ...more });

function transferred(third: readonly Record<string, unknown>[]) {
  return detailOf(id, [
    customer([voiceSession()]),
    agent(agentOne, [talk("10:01:00", "10:02:00"), ...third]),
    agent(agentTwo, [talk("10:02:00", "10:04:00", { queueId: escalationQueueId })]),
  ]);
}

function flow(flowName: string, start: string) {
  return {
    participantId: flowName,
    purpose: "workflow",
    sessions: [{ mediaType: "voice", flow: { flowName }, segments: [segment("ivr", at(start), at(start))] }],
  };
}

describe("an answered call", () => {
  it("has every fact that the detail and the names give", () => {
    expect(interactionIn(answeredCall(id))).toEqual({
      conversationId: id,
      channel: "voice",
      direction: "inbound",
      startTime: at("10:00:08"),
      durationSeconds: 412,
      resolutionStatus: "UNRESOLVED",
      intent: "Billing dispute",
      agentId: agentOne,
      agentName: "Agent One",
      queueName: "Support",
      wrapUpCode: "Billing dispute",
      outcomeNotes: "told ETA",
      summarySource: "agent",
      sentiment: null,
      sentimentScore: null,
      followUps: [],
      revisedAt: at("10:09:00"),
    });
  });

  it("keeps ids, and leaves out what only ids are known of, when names are missing", () => {
    const nameless = { queues: new Map(), users: new Map(), wrapUps: new Map() };
    expect(interactionIn(answeredCall(id), organizationOf(), nameless)).toMatchObject({
      agentId: agentOne,
      agentName: null,
      queueName: null,
      wrapUpCode: wrapUpId,
      intent: null,
    });
  });
});

describe("the channel", () => {
  it.each([
    ["voice", undefined, "voice"],
    ["VOICE", undefined, "voice"],
    ["chat", undefined, "chat"],
    ["email", undefined, "email"],
    ["callback", undefined, "callback"],
    ["message", "sms", "sms"],
    ["message", "whatsapp", "whatsapp"],
    ["message", "webmessaging", "messaging"],
    ["message", "open", "messaging"],
    ["message", "newfangled", "messaging"],
    ["message", undefined, "messaging"],
    ["message", "facebook", "social"],
    ["message", "instagram", "social"],
    ["message", "twitter", "social"],
    ["message", "line", "social"],
    ["message", "apple", "social"],
  ])("of %s %s is %s", (mediaType, messageType, channel) => {
    const detail = detailOf(id, [customer([voiceSession({ mediaType, messageType })])]);
    expect(interactionIn(detail).channel).toBe(channel);
  });

  it("and the start are those of the customer's first session, whatever came beside and after it", () => {
    const detail = detailOf(id, [
      customer([
        voiceSession({ mediaType: "callback", segments: [segment("interact", at("11:00:00"), at("12:00:00"))] }),
        voiceSession(),
        voiceSession({ mediaType: "screenshare", segments: [segment("interact", at("09:00:00"), at("09:01:00"))] }),
      ]),
    ]);
    expect(interactionIn(detail)).toMatchObject({ channel: "voice", startTime: at("10:00:08"), durationSeconds: 412 });
  });

  it("is none when only media without a journey took part", () => {
    expect(
      hasCustomer(z.parse(conversationDetail, detailOf(id, [customer([voiceSession({ mediaType: "cobrowse" })])]))),
    ).toBe(false);
    expect(
      hasCustomer(z.parse(conversationDetail, detailOf(id, [agent(agentOne, [talk("10:00:00", "10:01:00")])]))),
    ).toBe(false);
  });
});

describe("the direction", () => {
  it.each([
    ["outbound", "inbound", "outbound"],
    ["INBOUND", "outbound", "inbound"],
    [undefined, "outbound", "outbound"],
    [undefined, undefined, null],
  ])("of a session %s in a conversation %s is %s", (direction, originatingDirection, expected) => {
    const detail = detailOf(id, [customer([voiceSession({ direction })])], { originatingDirection });
    expect(interactionIn(detail).direction).toBe(expected);
  });
});

describe("start and duration", () => {
  it("survive an end two months later", () => {
    const segments = [segment("interact", "2024-02-16T08:00:00.000Z", "2024-04-16T08:00:00.000Z")];
    const detail = detailOf(id, [customer([voiceSession({ segments })])], {
      conversationEnd: "2024-04-16T08:00:00.000Z",
    });
    expect(interactionIn(detail)).toMatchObject({
      startTime: "2024-02-16T08:00:00.000Z",
      durationSeconds: 60 * 86_400,
    });
  });

  it("are read where leading zeros are missing", () => {
    const segments = [segment("interact", "2021-04-2T15:30:51.418Z", "2021-04-2T15:46:21.288Z")];
    const detail = detailOf(id, [customer([voiceSession({ segments })])], {
      conversationStart: "2021-04-02T15:30:50.000Z",
      conversationEnd: undefined,
    });
    expect(interactionIn(detail)).toMatchObject({ startTime: "2021-04-02T15:30:51.418Z", durationSeconds: 930 });
  });

  it("fall back on the conversation's own times when the session's cannot be read", () => {
    const segments = [segment("interact", "soon", "later")];
    const detail = detailOf(id, [customer([voiceSession({ segments })])]);
    expect(interactionIn(detail)).toMatchObject({ startTime: at("10:00:00"), durationSeconds: 435 });
  });

  it("are zero seconds where no end can be read, and no facts where no start can", () => {
    const segments = [segment("interact", "soon", "later")];
    const endless = detailOf(id, [customer([voiceSession({ segments })])], { conversationEnd: "never" });
    expect(interactionIn(endless).durationSeconds).toBe(0);
    expect(factsIn({ ...endless, conversationStart: "2026-13-45T99:00:00Z" })).toBeNull();
  });

  it("are known to be missing while the customer's session is still open in the detail", () => {
    const open = [customer([voiceSession({ segments: [segment("interact", at("10:00:08"), undefined)] })])];
    const detail = (more: object) => z.parse(conversationDetail, { ...detailOf(id, open), ...more });
    expect(hasCustomerEnded(detail({ conversationEnd: undefined }))).toBe(false);
    expect(hasCustomerEnded(detail({}))).toBe(true);
    expect(hasCustomerEnded(z.parse(conversationDetail, { ...answeredCall(id), conversationEnd: undefined }))).toBe(
      true,
    );
  });
});

describe("agent, queue and wrap-up", () => {
  it("are those of the last agent who talked, not of one who was only alerted or only wrapped up", () => {
    const detail = detailOf(id, [
      customer([voiceSession()]),
      agent(agentOne, [talk("10:01:00", "10:05:00"), wrapUp({ wrapUpNote: "asked for the invoice" })]),
      agent(agentTwo, [
        segment("alert", at("10:05:00"), at("10:05:30"), { queueId: escalationQueueId }),
        segment("wrapup", at("10:09:00"), at("10:09:01"), { wrapUpCode: "ININ-WRAP-UP-TIMEOUT" }),
      ]),
    ]);
    expect(interactionIn(detail)).toMatchObject({
      agentId: agentOne,
      queueName: "Support",
      wrapUpCode: "Billing dispute",
      outcomeNotes: "asked for the invoice",
    });
  });

  it("follow a transfer, also one back to the agent who had it first", () => {
    expect(interactionIn(transferred([]))).toMatchObject({ agentName: "Agent Two", queueName: "Second line" });
    expect(interactionIn(transferred([talk("10:04:00", "10:05:00")]))).toMatchObject({
      agentName: "Agent One",
      queueName: "Support",
    });
  });

  it("know a user who called out without a queue", () => {
    const detail = detailOf(id, [
      agent(agentOne, [segment("interact", at("10:00:10"), at("10:02:00"))], { purpose: "user" }),
      customer([voiceSession({ direction: "outbound" })]),
    ]);
    expect(interactionIn(detail)).toMatchObject({ agentName: "Agent One", queueName: null, intent: null });
  });

  it("leave the queue that was waited in where nobody answered", () => {
    const detail = detailOf(id, [
      customer([voiceSession()]),
      acd([segment("interact", at("10:00:10"), at("10:06:59"), { queueId, disconnectType: "peer" })]),
    ]);
    expect(interactionIn(detail)).toMatchObject({ agentId: null, agentName: null, queueName: "Support" });
  });

  it("keep the code of the system, which has no name and is no intent", () => {
    const detail = detailOf(id, [
      customer([voiceSession()]),
      agent(agentOne, [talk("10:01:00", "10:02:00"), wrapUp({ wrapUpCode: "ININ-WRAP-UP-TIMEOUT" })]),
    ]);
    expect(interactionIn(detail)).toMatchObject({ wrapUpCode: "ININ-WRAP-UP-TIMEOUT", intent: "Support" });
  });

  it("cut a note that is too long and drop what cannot be seen", () => {
    const note = `\u202Egnp\u0007 ${"ä".repeat(2000)}`;
    const detail = detailOf(id, [
      customer([voiceSession()]),
      agent(agentOne, [talk("10:01:00", "10:02:00"), wrapUp({ wrapUpNote: note })]),
    ]);
    const { outcomeNotes } = interactionIn(detail);
    expect(outcomeNotes).toMatch(/^gnp ä+…$/);
    expect(outcomeNotes).toHaveLength(1000);
  });

  it("keep what the agent's note promises, from the day on which it was written", () => {
    const detail = detailOf(id, [
      customer([voiceSession()]),
      agent(agentOne, [
        talk("10:01:00", "10:02:00"),
        wrapUp({ wrapUpNote: "Angry about the bill. Refund by Friday." }),
      ]),
    ]);
    expect(interactionIn(detail)).toMatchObject({
      outcomeNotes: "Angry about the bill. Refund by Friday.",
      summarySource: "agent",
      followUps: [{ text: "Refund by Friday.", dueAt: "2026-05-08T23:59:59.999Z" }],
    });
    const summary = { ...noInsights, notes: "Disputes the bill.", source: "genesys" } as const;
    const followUps = [{ text: "Refund by 8 May", dueAt: null }];
    expect(factsIn(detail, organizationOf(), names, { ...summary, followUps })).toMatchObject({ followUps });
    expect(factsIn(detail, organizationOf(), names, summary)).toMatchObject({
      summarySource: "genesys",
      followUps: [{ text: "Refund by Friday." }],
    });
  });

  it("say nothing where no note was written", () => {
    const detail = detailOf(id, [customer([voiceSession()]), agent(agentOne, [wrapUp({ wrapUpNote: " " })])]);
    expect(interactionIn(detail)).toMatchObject({ outcomeNotes: "", summarySource: null });
  });
});

describe("the intent", () => {
  const email = customer([
    voiceSession({
      mediaType: "email",
      segments: [segment("interact", at("10:00:08"), at("10:07:00"), { subject: "Where is my order?" })],
    }),
  ]);

  it("is the wrap-up's name, else the subject, else the last flow, else the queue, else nothing", () => {
    const flows = [flow("Main menu", "10:00:02"), flow("Billing menu", "10:00:05")];
    const wrapped = agent(agentOne, [talk("10:01:00", "10:02:00"), wrapUp()]);
    const queued = agent(agentOne, [talk("10:01:00", "10:02:00")]);
    const intents = [
      [email, ...flows, wrapped],
      [email, ...flows, queued],
      [customer([voiceSession()]), ...flows.toReversed(), queued],
      [customer([voiceSession()]), queued],
      [customer([voiceSession()])],
    ].map((participants) => interactionIn(detailOf(id, participants)).intent);
    expect(intents).toEqual(["Billing dispute", "Where is my order?", "Billing menu", "Support", null]);
  });
});

describe("a detail with members of the wrong type", () => {
  it("is read as far as it can be", () => {
    const detail = answeredCall(id, { divisionIds: 5, conversationEnd: 17, newMember: {} });
    const broken = JSON.parse(
      JSON.stringify(detail)
        .replace('"disconnectType":"endpoint"', '"disconnectType":["endpoint"]')
        .replace('"Corbin KY"', "7"),
    );
    broken.participants.push(null, "nobody", { purpose: 5, sessions: "none" });
    expect(interactionIn(broken)).toMatchObject({ agentName: "Agent One", durationSeconds: 412 });
  });

  it("is no detail without participants", () => {
    expect(conversationDetail.safeParse({ conversationId: id }).success).toBe(false);
    expect(conversationDetail.safeParse([]).success).toBe(false);
  });
});
