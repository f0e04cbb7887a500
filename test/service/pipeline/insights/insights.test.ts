import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { copilotSummaries, insightsOfCopilot } from "../../../../src/service/pipeline/insights/copilot.ts";
import { extractSummary } from "../../../../src/service/pipeline/insights/extractive.ts";
import { followUpsIn } from "../../../../src/service/pipeline/insights/follow-ups.ts";
import { moodOf } from "../../../../src/service/pipeline/insights/sentiment.ts";
import {
  customerScoresOf,
  phrasesOf,
  transcriptFile,
  type Phrase,
} from "../../../../src/service/pipeline/insights/transcript.ts";

// A Monday.
const saidAt = Date.parse("2026-05-04T10:07:00.000Z");

function summaryIn(answer: unknown) {
  return insightsOfCopilot(z.parse(copilotSummaries, answer), saidAt);
}

function file(transcripts: unknown) {
  return z.parse(transcriptFile, { transcripts });
}

function customer(text: string): Phrase {
  return { speaker: "customer", text };
}

function agent(text: string): Phrase {
  return { speaker: "agent", text };
}

describe("what was promised", () => {
  it.each([
    ["Refund by Friday", "en-US", "2026-05-08T23:59:59.999Z"],
    ["Call back tomorrow at 3pm", undefined, "2026-05-05T15:00:00.000Z"],
    ["Within 24 hours a specialist will call", "en", "2026-05-05T10:07:00.000Z"],
    ["Send the invoice of 2 May by 12 May", "en", "2026-05-12T23:59:59.999Z"],
    ["No later than 2026-05-20", "xx", "2026-05-20T23:59:59.999Z"],
    ["Rückerstattung bis Freitag", "de-DE", "2026-05-08T23:59:59.999Z"],
    ["5月8日までに返金", "ja-JP", "2026-05-08T23:59:59.999Z"],
    ["Send the manual", "en", null],
    ["Complained about the invoice of 2020-03-01", "en", null],
  ])("is due when it says (%s)", (text, language, dueAt) => {
    expect(followUpsIn(text, saidAt, language)).toEqual([{ text, dueAt }]);
  });

  it("is one item a line or sentence, and nothing where nothing was", () => {
    const text = "- Refund by Friday.\n2. Send the manual. Call the branch; \n• None\nN/A";
    expect(followUpsIn(text, saidAt, "en").map((item) => item.text)).toEqual([
      "Refund by Friday.",
      "Send the manual.",
      "Call the branch",
    ]);
    expect(followUpsIn("No follow-up is required.", saidAt, "en")).toEqual([]);
  });

  it("stays within the limits of an interaction", () => {
    const many = Array.from({ length: 50 }, (_, index) => `Item ${index} ${"x".repeat(600)}`).join("\n");
    const items = followUpsIn(many, saidAt, "en");
    expect(items.length).toBeLessThanOrEqual(20);
    expect(Math.max(...items.map(({ text }) => text.length))).toBe(500);
  });
});

describe("the summary of Genesys Cloud Copilot", () => {
  it("is the whole conversation's, as the agent edited it, with its promises and resolution", () => {
    const summary = {
      text: "The customer disputes a bill.",
      editedSummary: { text: "Disputes the April bill." },
      language: "en-us",
      dateCreated: "2026-05-04T10:07:00Z",
      followup: { text: "Refund by Friday", confidence: 0.9 },
      resolution: { text: "Refund promised", outcome: "Resolved" },
    };
    expect(summaryIn({ conversation: {}, summary, sessionSummaries: [{ text: "Less" }] })).toEqual({
      notes: "Disputes the April bill.",
      source: "genesys",
      resolution: "RESOLVED",
      followUps: [{ text: "Refund by Friday", dueAt: "2026-05-08T23:59:59.999Z" }],
    });
  });

  it("is else its sessions' together, with the same promise once", () => {
    const followup = { text: "Send the manual" };
    expect(
      summaryIn({ sessionSummaries: [{ text: "First.", followup }, null, { text: 5 }, { text: "Then.", followup }] }),
    ).toEqual({
      notes: "First.\nThen.",
      source: "genesys",
      resolution: null,
      followUps: [{ text: "Send the manual", dueAt: null }],
    });
  });

  it.each([{}, { summary: null, sessionSummaries: "none" }, { summary: { text: " " } }, { summary: { text: 7 } }])(
    "is none where there is no text",
    (answer) => {
      expect(summaryIn(answer)).toBeNull();
    },
  );

  it.each([
    ["Resolved", "RESOLVED"],
    ["FULLY_RESOLVED", "RESOLVED"],
    ["Unresolved", "UNRESOLVED"],
    ["not resolved", "UNRESOLVED"],
    ["PartiallyResolved", "UNRESOLVED"],
    ["Escalated", "ESCALATED"],
    ["whatever", null],
    [undefined, null],
  ])("says by its outcome %s that it was %s", (outcome, resolution) => {
    expect(summaryIn({ summary: { text: "A summary.", resolution: { outcome } } })?.resolution).toBe(resolution);
  });
});

describe("the customer's mood", () => {
  it.each([
    [25, [], "POSITIVE", 0.25],
    [24, [], "NEUTRAL", 0.24],
    [-24, [], "NEUTRAL", -0.24],
    [-25, [], "NEGATIVE", -0.25],
    [-62, [1, -1, 0, 0], "MIXED", -0.62],
    [-62, [1, -1, -1, -1, -1], "NEGATIVE", -0.62],
    [400, [], "POSITIVE", 1],
    [null, [-1, -1, 0], "NEGATIVE", -0.667],
    [null, [0], "NEUTRAL", 0],
    [null, [], null, null],
    [Number.NaN, [], null, null],
  ] as const)("of score %s with phrases %j is %s", (score, phrases, sentiment, sentimentScore) => {
    expect(moodOf(score, phrases)).toEqual({ sentiment, sentimentScore });
  });
});

describe("a transcript", () => {
  it("tells who said what and how each phrase of the customer was scored, whatever else is broken", () => {
    const read = file([
      {
        phrases: [
          {
            text: "hi i'm calling about my bill",
            decoratedText: "Hi, I'm calling about my bill.",
            participantPurpose: "external",
          },
          "nonsense",
          { text: "sure", participantPurpose: "internal" },
          { text: "this is taking forever", participantPurpose: "external" },
          { text: "music", participantPurpose: "ivr" },
        ],
        analytics: {
          sentiment: [
            { phraseIndex: 0, sentiment: 0, participant: "external" },
            { phraseIndex: 2, sentiment: 1, participant: "internal" },
            { phraseIndex: 3, sentiment: -1 },
            { phraseIndex: 99, sentiment: 1 },
            { sentiment: "bad" },
            null,
          ],
        },
      },
      { phrases: "none" },
      null,
    ]);
    expect(phrasesOf(read)).toEqual([
      { speaker: "customer", text: "Hi, I'm calling about my bill." },
      { speaker: "agent", text: "sure" },
      { speaker: "customer", text: "this is taking forever" },
    ]);
    expect(customerScoresOf(read)).toEqual([0, -1]);
    expect(phrasesOf(file("none"))).toEqual([]);
  });

  it("is summed up by how the customer began, what came up again and what the agent said last", () => {
    const summary = extractSummary([
      agent("Hello, thank you for calling our company today."),
      customer("My April bill charges the roaming package twice."),
      agent("Okay."),
      agent("The weather is really lovely over here."),
      customer("The roaming package was cancelled in March already."),
      agent("I see the roaming package on the April bill."),
      customer("Yes."),
      agent("You get the refund for the roaming package by Friday."),
      customer("Thank you."),
    ]);
    expect(summary?.split("\n")).toEqual([
      "Customer: My April bill charges the roaming package twice.",
      "Customer: The roaming package was cancelled in March already.",
      "Agent: I see the roaming package on the April bill.",
      "Agent: You get the refund for the roaming package by Friday.",
    ]);
  });

  it("is summed up in bounds, however long it is", () => {
    const endless = Array.from({ length: 50_000 }, (_, number) =>
      customer(`number ${number} ${"very ".repeat(60)}long`),
    );
    const summary = extractSummary(endless);
    expect(summary?.split("\n")).toHaveLength(5);
    expect(summary?.length).toBeLessThanOrEqual(1000);
  });

  it("says nothing where nothing telling was said", () => {
    expect(extractSummary([])).toBeNull();
    expect(extractSummary([agent("Hello."), customer("Yes."), customer("ok thank you bye")])).toBeNull();
  });

  it("is summed up in a script without spaces too", () => {
    expect(extractSummary([customer("請求書の金額が間違っているようです")])).toMatch(/^Customer: 請求書/);
  });
});
