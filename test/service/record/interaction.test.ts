import { describe, expect, it } from "vitest";
import { interactionSummaryInput } from "../../../src/contract/interaction.ts";
import {
  canonicalJson,
  completeInteraction,
  saysTheSame,
  supersedes,
  type Interaction,
} from "../../../src/service/record/interaction.ts";

const revision = (
  revisedAt: string,
  members: Record<string, unknown> = {},
  values: Interaction["values"] = {},
): Interaction => {
  const input = interactionSummaryInput.parse({
    conversationId: "c1",
    channel: "voice",
    startTime: "2026-03-04T09:15:00Z",
    durationSeconds: 1,
    resolutionStatus: "RESOLVED",
    revisedAt,
    ...members,
  });
  return { summary: completeInteraction(input, "2026-03-10T08:00:00.000Z"), values };
};

describe("two revisions of one conversation", () => {
  it("give the one that was gathered later", () => {
    const [early, late] = [
      revision("2026-03-05T00:00:00Z", { intent: "z" }),
      revision("2026-03-06T00:00:00Z", { intent: "a" }),
    ];
    expect([supersedes(late, early), supersedes(early, late)]).toEqual([true, false]);
  });

  it("gathered at the same moment give the greater by canonical JSON, then by their data", () => {
    const at = "2026-03-05T00:00:00Z";
    const [a, b] = [revision(at, { intent: "a" }), revision(at, { intent: "b" })];
    expect([supersedes(b, a), supersedes(a, b), supersedes(a, a)]).toEqual([true, false, false]);
    const [one, two] = [revision(at, {}, { key: "1" }), revision(at, {}, { key: "2" })];
    expect([supersedes(two, one), supersedes(one, two)]).toEqual([true, false]);
  });

  it("say the same when they differ only in when they were gathered", () => {
    const one = revision("2026-03-05T00:00:00Z", {}, { b: 1, a: 2 });
    expect(saysTheSame(one, revision("2026-03-06T00:00:00Z", {}, { a: 2, b: 1 }))).toBe(true);
    expect(saysTheSame(one, revision("2026-03-05T00:00:00Z", {}, { a: 2 }))).toBe(false);
  });
});

describe("canonical JSON", () => {
  it("is one text for equal values, however their members are ordered", () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  });
});
