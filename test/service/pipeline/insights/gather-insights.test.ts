import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Reply } from "../fake-genesys.ts";
import { conversationIdOf } from "../genesys-shapes.ts";
import { startHarness, type Harness } from "../harness.ts";

const id = conversationIdOf(1);
const settle = 60;
let harness: Harness;
let replies: Record<string, Reply>;

beforeEach(async () => {
  harness = await startHarness();
  replies = {};
  harness.genesys.any = (path) => replies[path];
  await harness.accept("customer.end", id);
});
afterEach(() => harness.close());

const summariesPath = `/api/v2/conversations/${id}/summaries`;
const speechPath = `/api/v2/speechandtextanalytics/conversations/${id}`;
const linkPath = `${speechPath}/communications/s-customer/transcripturl`;

const summary: Reply = {
  status: 200,
  body: { summary: { text: "Disputes the April bill.", followup: { text: "Refund by Friday" } } },
};
const transcript: Reply = {
  status: 200,
  body: {
    transcripts: [
      {
        phrases: [
          { text: "my april bill is wrong again", participantPurpose: "external" },
          { text: "i will refund the april bill", participantPurpose: "internal" },
        ],
        analytics: { sentiment: [{ phraseIndex: 0, sentiment: -1, participant: "external" }] },
      },
    ],
  },
};

function spoken(language: string, ...texts: readonly string[]): Reply {
  const phrases = texts.map((text) => ({ text, participantPurpose: "external" }));
  return { status: 200, body: { transcripts: [{ language, phrases }] } };
}

function recorded() {
  const [record] = [...harness.recorder.records().values()];
  return record?.interaction;
}

describe("a conversation with a Copilot summary", () => {
  it("is recorded with it, before the agent's note, with what was promised", async () => {
    replies[summariesPath] = summary;
    await harness.after(settle);
    expect(recorded()).toMatchObject({
      outcomeNotes: "Disputes the April bill.",
      summarySource: "genesys",
      followUps: [{ text: "Refund by Friday", dueAt: "2026-05-08T23:59:59.999Z" }],
    });
  });

  it("is recorded without it while that is out of reach, and gets it when it is looked at again", async () => {
    replies[summariesPath] = { status: 500 };
    await harness.after(settle);
    expect(recorded()).toMatchObject({ outcomeNotes: "told ETA", summarySource: "agent", followUps: [] });
    replies[summariesPath] = summary;
    await harness.after(15 * 60);
    expect(recorded()).toMatchObject({ summarySource: "genesys" });
  });

  it("keeps it when it is out of reach at a later look", async () => {
    replies[summariesPath] = summary;
    await harness.after(settle);
    replies[summariesPath] = { status: 500 };
    for (let tries = 0; tries < 20; tries += 1) await harness.after(15 * 60);
    expect(recorded()).toMatchObject({ summarySource: "genesys" });
    expect(await harness.pipeline.inbox.listDeadLetters(harness.organization, { limit: 5 })).toMatchObject({
      value: { items: [] },
    });
  });

  it.each([404, 403, 200])("that cannot be had (%i) has the agent's note", async (status) => {
    replies[summariesPath] = { status, text: "<html>" };
    await harness.after(settle);
    expect(recorded()).toMatchObject({ outcomeNotes: "told ETA", summarySource: "agent" });
  });

  it("costs an organisation without the licence one call an hour", async () => {
    for (let number = 2; number <= 9; number += 1) await harness.accept("customer.end", conversationIdOf(number));
    harness.genesys.any = (path) => (/summaries|speech/.test(path) ? { status: 403 } : undefined);
    await harness.after(settle);
    // As many as there are workers may ask before the first answer is there.
    expect(harness.genesys.callsTo("/summaries")).toBeLessThanOrEqual(4);
    const asked = harness.genesys.callsTo("/summaries");
    await harness.after(15 * 60);
    expect(harness.genesys.callsTo("/summaries")).toBe(asked);
  });
});

describe("a conversation with a transcript", () => {
  it("is summed up from it and has the customer's mood", async () => {
    replies[speechPath] = { status: 200, body: { sentimentScore: -62, sentimentTrend: 3 } };
    replies[linkPath] = { status: 200, body: { url: `${harness.genesys.origin}/files/1` } };
    replies["/files/1"] = transcript;
    await harness.after(settle);
    expect(recorded()).toMatchObject({
      outcomeNotes: "Customer: my april bill is wrong again\nAgent: i will refund the april bill",
      summarySource: "extractive",
      sentiment: "NEGATIVE",
      sentimentScore: -0.62,
    });
    // The link is the credential: storage never sees the token.
    expect(harness.genesys.authorizations[harness.genesys.calls.indexOf("GET /files/1")]).toBeUndefined();
  });

  it("has the mood alone where the transcript is missing", async () => {
    replies[speechPath] = { status: 200, body: { sentimentScore: 31 } };
    await harness.after(settle);
    expect(recorded()).toMatchObject({ sentiment: "POSITIVE", sentimentScore: 0.31, summarySource: "agent" });
  });

  it.each(["http://storage.example/1", "ftp://storage.example/1", "file:///etc/passwd", "not a link", ""])(
    "is not fetched from %s",
    async (url) => {
      replies[speechPath] = { status: 200, body: { sentimentScore: 31 } };
      replies[linkPath] = { status: 200, body: { url } };
      await harness.after(settle);
      expect(recorded()).toMatchObject({ sentiment: "POSITIVE", summarySource: "agent" });
    },
  );

  it("tells the mood by its words where Genesys Cloud has none", async () => {
    replies[speechPath] = { status: 200, body: {} };
    replies[linkPath] = { status: 200, body: { url: `${harness.genesys.origin}/files/1` } };
    replies["/files/1"] = spoken("en-US", "My April bill is wrong again.", "I am really angry about this.");
    await harness.after(settle);
    expect(recorded()).toMatchObject({ sentiment: "NEGATIVE", sentimentScore: -0.516, summarySource: "extractive" });
  });

  it("tells no mood in a language whose words are not known", async () => {
    replies[speechPath] = { status: 200, body: {} };
    replies[linkPath] = { status: 200, body: { url: `${harness.genesys.origin}/files/1` } };
    replies["/files/1"] = spoken("de-DE", "Die April-Rechnung ist schon wieder falsch.", "Das ist eine Katastrophe.");
    await harness.after(settle);
    expect(recorded()).toMatchObject({ sentiment: null, sentimentScore: null, summarySource: "extractive" });
  });

  it("is looked for later where neither it nor a score was there at first", async () => {
    await harness.after(settle);
    expect(recorded()).toMatchObject({ sentiment: null, summarySource: "agent" });
    expect(harness.genesys.callsTo("/transcripturl")).toBe(0);
    replies[linkPath] = { status: 200, body: { url: `${harness.genesys.origin}/files/1` } };
    replies["/files/1"] = spoken("en-US", "My April bill is wrong again.", "I am really angry about this.");
    await harness.after(15 * 60);
    expect(recorded()).toMatchObject({ sentiment: "NEGATIVE", summarySource: "extractive" });
  });

  it("is done without when it is longer than can be read", async () => {
    replies[speechPath] = { status: 200, body: { sentimentScore: 31 } };
    replies[linkPath] = { status: 200, body: { url: `${harness.genesys.origin}/files/1` } };
    replies["/files/1"] = { status: 200, text: `{"transcripts":[],"padding":"${"x".repeat(17 * 1024 * 1024)}"}` };
    await harness.after(settle);
    expect(recorded()).toMatchObject({ sentiment: "POSITIVE", summarySource: "agent" });
    expect(harness.outcomes).toEqual(["recorded"]);
  });
});
