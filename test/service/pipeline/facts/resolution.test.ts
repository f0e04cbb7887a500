import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { conversationDetail } from "../../../../src/service/pipeline/facts/detail.ts";
import { resolutionOf, type ResolutionClues } from "../../../../src/service/pipeline/facts/resolution.ts";
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
} from "../genesys-shapes.ts";
import { organizationOf } from "../organizations.ts";

const id = conversationIdOf(1);
const rules = organizationOf({
  wrapUpResolution: { "code-1": "RESOLVED", "Billing dispute": "ESCALATED" },
  escalationQueues: ["second line"],
});
const noClues: ResolutionClues = {
  wrapUp: { id: null, name: null },
  summarised: null,
  queueNames: new Map([
    [queueId, "Support"],
    [escalationQueueId, "Second line"],
  ]),
};

function resolved(participants: readonly Record<string, unknown>[], clues: Partial<ResolutionClues> = {}) {
  const detail = z.parse(conversationDetail, detailOf(id, participants));
  return resolutionOf(detail, { ...noClues, ...clues }, rules);
}

const waited = (disconnectType: string | undefined, more: object = {}) =>
  acd([segment("interact", at("10:00:10"), at("10:03:00"), { queueId, disconnectType, ...more })]);
const inSecondLine = acd([segment("interact", at("10:05:00"), at("10:06:00"), { queueId: escalationQueueId })], {
  participantId: "p-acd-2",
});
const bot = (...values: string[]) => ({
  participantId: "p-bot",
  purpose: "botflow",
  sessions: [
    {
      mediaType: "voice",
      flow: {
        flowName: "Bot",
        outcomes: values.map((flowOutcomeValue) => ({ flowOutcome: "done", flowOutcomeValue })),
      },
      segments: [segment("interact", at("10:00:01"), at("10:00:09"))],
    },
  ],
});
const caller = customer([voiceSession()]);

describe("the resolution", () => {
  it("is what the owner mapped the wrap-up to, by id or name, before anything else", () => {
    const others = [caller, bot("FAILURE"), waited("peer")];
    const clues = { summarised: "UNRESOLVED" } as const;
    expect(resolved(others, { ...clues, wrapUp: { id: "code-1", name: "Other" } })).toBe("RESOLVED");
    expect(resolved(others, { ...clues, wrapUp: { id: "code-2", name: "billing dispute" } })).toBe("ESCALATED");
  });

  it("is else what the summary of Genesys Cloud says", () => {
    expect(resolved([caller, bot("FAILURE")], { summarised: "RESOLVED" })).toBe("RESOLVED");
  });

  it("is else the last outcome of a flow", () => {
    expect(resolved([caller, bot("FAILURE", "SUCCESS"), waited("peer")])).toBe("RESOLVED");
    expect(resolved([caller, bot("SUCCESS", "FAILURE"), waited("peer")])).toBe("UNRESOLVED");
    expect(resolved([caller, bot("WHATEVER")])).toBe("UNRESOLVED");
  });

  it("is else abandoned when the customer left the queue and nobody had answered", () => {
    expect(resolved([caller, waited("peer")])).toBe("ABANDONED");
    expect(
      resolved([caller, waited("endpoint"), agent(agentOne, [segment("alert", at("10:02:00"), at("10:03:00"))])]),
    ).toBe("ABANDONED");
  });

  it("is not abandoned when somebody answered, the contact was passed on, or it waits still", () => {
    expect(resolved([caller, waited("peer"), agent(agentOne, [talk("10:01:00", "10:03:00")])])).toBe("UNRESOLVED");
    expect(resolved([caller, waited("transfer")])).toBe("UNRESOLVED");
    expect(resolved([caller, waited(undefined, { segmentEnd: undefined })])).toBe("UNRESOLVED");
    expect(resolved([caller])).toBe("UNRESOLVED");
  });

  it("is else escalated when a queue marked for it was reached after an agent or another queue", () => {
    const first = agent(agentOne, [talk("10:01:00", "10:05:00", { disconnectType: "transfer" })]);
    const second = agent(agentTwo, [talk("10:06:00", "10:07:00", { queueId: escalationQueueId })]);
    expect(resolved([caller, waited("transfer"), first, inSecondLine])).toBe("ESCALATED");
    expect(resolved([caller, waited("transfer"), first, inSecondLine, second])).toBe("ESCALATED");
    const unqueued = agent(agentOne, [segment("interact", at("10:01:00"), at("10:05:00"))]);
    expect(resolved([caller, unqueued, inSecondLine])).toBe("ESCALATED");
  });

  it("is not escalated when that queue had the contact from the first", () => {
    const answered = agent(agentTwo, [talk("10:06:00", "10:07:00", { queueId: escalationQueueId })]);
    expect(resolved([caller, inSecondLine, answered])).toBe("UNRESOLVED");
  });

  it("is unresolved when in doubt", () => {
    const detail = z.parse(conversationDetail, answeredCall(id));
    expect(resolutionOf(detail, noClues, rules)).toBe("UNRESOLVED");
  });
});
