import { array, assert, constantFrom, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { detailOf } from "../../../src/desk/interactions/analytics.ts";
import type { Happening } from "../../../src/desk/interactions/changes.ts";
import { conversationOf } from "../../../src/desk/interactions/conversation.ts";
import { agentStateOf, isAgent, isCustomer, legOf } from "../../../src/desk/interactions/interaction.ts";
import { createSwitchboard, type Switchboard } from "../../../src/desk/interactions/switchboard.ts";
import { demoDirectory, demoIds } from "../../../src/desk/organization/directory.ts";
import { systemRuntime } from "../../../src/desk/runtime.ts";
import { type FakeClock, fakeClock } from "../support/fake-clock.ts";

const directory = demoDirectory([], "secret");
const kasun = "1a7e3c5d-8b45-4f69-8d32-4c6f8e1a2b09";

function board(): { switchboard: Switchboard; clock: FakeClock; happened: Happening[] } {
  const clock = fakeClock();
  const switchboard = createSwitchboard({ directory, runtime: { ...systemRuntime(), clock } });
  const happened: Happening[] = [];
  switchboard.onChange(({ happenings }) => happened.push(...happenings));
  return { switchboard, clock, happened };
}

const call = {
  medium: "voice",
  direction: "inbound",
  waitedSeconds: 12,
  customers: [{ address: "+94771234567" }],
} as const;

const segment = z.object({
  segmentType: z.string(),
  segmentStart: z.string(),
  segmentEnd: z.optional(z.string()),
  wrapUpCode: z.optional(z.string()),
  wrapUpNote: z.optional(z.string()),
});
const detail = z.object({
  conversationEnd: z.optional(z.string()),
  participants: z.array(z.object({ purpose: z.string(), sessions: z.array(z.object({ segments: z.array(segment) })) })),
});

const readDetail = (value: unknown) => detail.parse(JSON.parse(JSON.stringify(value)));

describe("an interaction", () => {
  it("alerts, is answered, held, resumed, ended and wrapped up", () => {
    const { switchboard, clock, happened } = board();
    const { id } = switchboard.start(call, demoIds.agent);
    const state = () => {
      const found = switchboard.find(id);
      const leg = found === undefined ? undefined : legOf(found, demoIds.agent);
      return found === undefined || leg === undefined ? null : agentStateOf(found, leg);
    };
    expect(state()).toBe("alerting");
    clock.advance(5000);
    switchboard.answer(id, demoIds.agent);
    expect(state()).toBe("connected");
    clock.advance(60_000);
    switchboard.hold(id, demoIds.agent, true);
    expect(state()).toBe("held");
    clock.advance(10_000);
    switchboard.hold(id, demoIds.agent, false);
    clock.advance(30_000);
    switchboard.end(id, "agent");
    expect(state()).toBe("wrap-up");
    clock.advance(15_000);
    switchboard.wrapUp(id, demoIds.agent, "Billing dispute", "told ETA");
    expect(state()).toBe("ended");
    expect(happened.map(({ topic }) => topic)).toEqual([
      "customer.start",
      "acd.start",
      "user.start",
      "acd.end",
      "customer.end",
      "user.end",
      "wrapup",
      "acw",
    ]);
    const ended = switchboard.find(id);
    const agent = readDetail(ended && detailOf(ended, directory)).participants.find(
      ({ purpose }) => purpose === "agent",
    );
    expect(agent?.sessions[0]?.segments.map(({ segmentType }) => segmentType)).toEqual([
      "alert",
      "interact",
      "hold",
      "interact",
      "wrapup",
    ]);
    expect(agent?.sessions[0]?.segments.at(-1)).toMatchObject({ wrapUpNote: "told ETA" });
    expect(JSON.parse(JSON.stringify(ended && conversationOf(ended, directory)))).toMatchObject({
      endTime: "2026-11-20T09:01:45.000Z",
      state: "disconnected",
    });
  });

  it("is abandoned when the customer leaves before an answer: the agent has no talk and no after-call work", () => {
    const { switchboard } = board();
    const { id } = switchboard.start(call, demoIds.agent);
    switchboard.end(id, "customer");
    const ended = switchboard.find(id);
    const agent = readDetail(ended && detailOf(ended, directory)).participants.find(
      ({ purpose }) => purpose === "agent",
    );
    expect(agent?.sessions[0]?.segments.map(({ segmentType }) => segmentType)).toEqual(["alert"]);
    expect(switchboard.wrapUp(id, demoIds.agent, "Billing dispute", "")).toMatchObject({ ok: false });
  });

  it("goes on with a colleague after a transfer, and the customer's leg with it", () => {
    const { switchboard, happened } = board();
    const { id } = switchboard.start(call, demoIds.agent);
    switchboard.answer(id, demoIds.agent);
    switchboard.transfer(id, demoIds.agent, { agentId: kasun });
    expect(happened.some(({ topic }) => topic === "customer.end")).toBe(false);
    switchboard.answer(id, kasun);
    switchboard.end(id, "customer");
    expect(happened.filter(({ topic }) => topic === "user.end")).toHaveLength(2);
    expect(happened.filter(({ topic }) => topic === "customer.end")).toHaveLength(1);
    expect(
      switchboard
        .find(id)
        ?.legs.filter(isAgent)
        .map(({ disconnectType }) => disconnectType),
    ).toEqual(["transfer", "peer"]);
  });

  it("waits in the queue that it was transferred to", () => {
    const { switchboard } = board();
    const { id } = switchboard.start(call, demoIds.agent);
    switchboard.answer(id, demoIds.agent);
    switchboard.transfer(id, demoIds.agent, { queueId: demoIds.billingTier2Queue });
    expect(switchboard.find(id)?.legs.at(-1)).toMatchObject({ purpose: "acd", endedAt: null });
  });

  it("ends once per customer of a conference, and is over when the last has left", () => {
    const { switchboard, happened } = board();
    const { id, legs } = switchboard.start(call, demoIds.agent);
    switchboard.answer(id, demoIds.agent);
    switchboard.addCustomer(id, { address: "+94712223334" });
    switchboard.leave(id, legs[0]?.participantId ?? "");
    expect(switchboard.find(id)?.endedAt).toBeNull();
    switchboard.leave(id, switchboard.find(id)?.legs.findLast(isCustomer)?.participantId ?? "");
    expect(switchboard.find(id)?.endedAt).not.toBeNull();
    expect(happened.filter(({ topic }) => topic === "customer.end")).toHaveLength(2);
  });

  it("takes attributes late, changes and drops them", () => {
    const { switchboard } = board();
    const { id } = switchboard.start(call, demoIds.agent);
    switchboard.setAttributes(id, { customerId: "C-1001", ticketId: "1" });
    switchboard.setAttributes(id, { ticketId: "" });
    expect(switchboard.find(id)?.legs[0]?.attributes).toEqual({ customerId: "C-1001" });
  });

  it("refuses what cannot be now with a reason", () => {
    const { switchboard } = board();
    const { id } = switchboard.start(call, demoIds.agent);
    expect(switchboard.hold(id, demoIds.agent, true)).toMatchObject({ ok: false, reason: "not-now" });
    expect(switchboard.answer("nowhere", demoIds.agent)).toMatchObject({ ok: false, reason: "unknown" });
    expect(switchboard.transfer(id, demoIds.agent, { queueId: "nowhere" })).toMatchObject({ reason: "unknown" });
    switchboard.end(id, "agent");
    expect(switchboard.end(id, "agent")).toMatchObject({ ok: false, reason: "not-now" });
    expect(switchboard.answer(id, demoIds.agent)).toMatchObject({ ok: false, reason: "not-now" });
  });
});

describe("whatever is done to an interaction, in whatever order", () => {
  const deed = constantFrom(
    "answer",
    "hold",
    "resume",
    "attribute",
    "join",
    "leave",
    "agent",
    "queue",
    "wrap",
    "end",
    "wait",
  );

  it("starts and ends every participant exactly once, and no segment ends before it starts", () => {
    assert(
      property(array(deed, { maxLength: 25 }), integer({ min: 0, max: 60_000 }), (deeds, step) => {
        const { switchboard, clock, happened } = board();
        const { id } = switchboard.start(call, demoIds.agent);
        for (const one of deeds) {
          clock.advance(step);
          perform(switchboard, id, one);
        }
        switchboard.end(id, "customer");
        const ended = switchboard.find(id);
        expect(ended?.legs.every((leg) => leg.endedAt !== null && leg.endedAt >= leg.startedAt)).toBe(true);
        for (const leg of ended?.legs.filter((other) => other.purpose !== "ivr") ?? []) {
          const own = happened.filter(({ participantId }) => participantId === leg.participantId);
          expect(own.filter(({ topic }) => topic.endsWith(".start"))).toHaveLength(1);
          expect(own.filter(({ topic }) => topic.endsWith(".end"))).toHaveLength(1);
        }
        const segments = readDetail(ended && detailOf(ended, directory)).participants.flatMap(({ sessions }) =>
          sessions.flatMap((session) => session.segments),
        );
        for (const { segmentStart, segmentEnd = "" } of segments) expect(segmentEnd >= segmentStart).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

function perform(switchboard: Switchboard, id: string, deed: string): void {
  const found = switchboard.find(id);
  switch (deed) {
    case "answer":
      switchboard.answer(id, demoIds.agent);
      switchboard.answer(id, kasun);
      return;
    case "hold":
      switchboard.hold(id, demoIds.agent, true);
      return;
    case "resume":
      switchboard.hold(id, demoIds.agent, false);
      return;
    case "attribute":
      switchboard.setAttributes(id, { customerId: "C-1001" });
      return;
    case "join":
      switchboard.addCustomer(id, { address: "+94712223334" });
      return;
    case "leave":
      switchboard.leave(id, found?.legs.findLast(isCustomer)?.participantId ?? "");
      return;
    case "agent":
      switchboard.transfer(id, demoIds.agent, { agentId: kasun });
      return;
    case "queue":
      switchboard.transfer(id, kasun, { queueId: demoIds.billingQueue });
      return;
    case "wrap":
      switchboard.wrapUp(id, demoIds.agent, "Billing dispute", "");
      return;
    case "end":
      switchboard.end(id, "agent");
      return;
    default:
  }
}
