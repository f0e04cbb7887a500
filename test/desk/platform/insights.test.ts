import { describe, expect, it } from "vitest";
import type { StartRequest } from "../../../src/desk/control/requests.ts";
import { copilotSummaries } from "../../../src/service/pipeline/insights/copilot.ts";
import { transcriptFile } from "../../../src/service/pipeline/insights/transcript.ts";
import { read, testDesk, type TestDesk } from "../support/test-desk.ts";

const call = { medium: "voice", customers: [{ address: "+94770001234" }] } as const satisfies StartRequest;
const chat = {
  medium: "whatsapp",
  customers: [{ address: "94770001234", name: "Nimali" }],
} as const satisfies StartRequest;

/** An interaction that the agent handled, and what it is wrapped up with. */
function handled(desk: TestDesk, request: StartRequest, notes = "Refund by Friday.") {
  const { id } = desk.control.start(request);
  desk.control.answer(id);
  desk.clock.advance(60_000);
  desk.control.end(id);
  desk.control.wrapUp(id, { code: "Billing dispute", notes });
  desk.clock.advance(1000);
  return id;
}

async function asked(desk: TestDesk, path: string): Promise<readonly [status: number, body: unknown]> {
  const response = await desk.get(path, await desk.pipelineToken());
  return [response.status, await response.json()];
}

const summariesOf = (id: string) => `/api/v2/conversations/${id}/summaries`;
const speechOf = (id: string) => `/api/v2/speechandtextanalytics/conversations/${id}`;

async function sessionOf(desk: TestDesk, id: string): Promise<string> {
  const [, detail] = await asked(desk, `/api/v2/analytics/conversations/${id}/details`);
  return /"purpose":"customer","sessions":\[\{"sessionId":"([^"]+)"/.exec(JSON.stringify(detail))?.[1] ?? "";
}

describe("a Copilot summary", () => {
  it("is made of messages that are over, with what was promised, in a shape that the pipeline reads", async () => {
    const desk = await testDesk();
    const id = handled(desk, chat);
    const [status, body] = await asked(desk, summariesOf(id));
    expect(status).toBe(200);
    expect(copilotSummaries.parse(body)).toMatchObject({
      summary: {
        text: expect.stringMatching(/^Refund by Friday\. .*Billing dispute.*charged twice/),
        followup: { text: "Refund by Friday." },
      },
    });
  });

  it("is there neither of an interaction that goes on, nor of other media, nor for who may not see it", async () => {
    const desk = await testDesk();
    const { id: open } = desk.control.start(chat);
    desk.control.answer(open);
    expect((await asked(desk, summariesOf(open)))[0]).toBe(404);
    expect((await asked(desk, summariesOf(handled(desk, call))))[0]).toBe(404);
    const id = handled(desk, chat);
    expect((await desk.get(summariesOf(id), await desk.agentToken())).status).toBe(403);
    desk.control.changeSettings({ hasCopilot: false });
    expect(await asked(desk, summariesOf(id))).toMatchObject([
      403,
      { message: expect.stringContaining("conversation:summary:view") },
    ]);
  });
});

describe("speech and text analytics", () => {
  it("score calls and keep a transcript of them behind a link", async () => {
    const desk = await testDesk();
    const id = handled(desk, call);
    expect(await asked(desk, speechOf(id))).toMatchObject([200, { sentimentScore: -50 }]);
    const [status, link] = await asked(
      desk,
      `${speechOf(id)}/communications/${await sessionOf(desk, id)}/transcripturl`,
    );
    expect(status).toBe(200);
    const url = read(link, "url");
    const transcript: unknown = await (await fetch(url)).json();
    const parsed = transcriptFile.parse(transcript);
    expect(parsed.transcripts[0]?.phrases).toContainEqual({
      text: "refund by friday",
      decoratedText: "Refund by Friday.",
      participantPurpose: "internal",
    });
    expect(parsed.transcripts[0]?.analytics?.sentiment).toContainEqual({
      phraseIndex: 1,
      sentiment: -1,
      participant: "external",
    });
    expect((await fetch(`${url}x`)).status).toBe(403);
    expect((await fetch(url, { headers: { Authorization: "Bearer token" } })).status).toBe(403);
    desk.clock.advance(600_000);
    expect((await fetch(url)).status).toBe(403);
  });

  it("know nothing of other media, other sessions and calls that nobody answered, nor do they tell who may not know", async () => {
    const desk = await testDesk();
    expect((await asked(desk, speechOf(handled(desk, chat))))[0]).toBe(404);
    const { id: lost } = desk.control.start(call);
    desk.control.end(lost, { by: "customer" });
    desk.clock.advance(1000);
    expect((await asked(desk, speechOf(lost)))[0]).toBe(404);
    const id = handled(desk, call);
    expect((await asked(desk, `${speechOf(id)}/communications/another/transcripturl`))[0]).toBe(404);
    desk.control.changeSettings({ hasSpeechAnalytics: false });
    expect(await asked(desk, speechOf(id))).toMatchObject([
      403,
      { message: expect.stringContaining("speechAndTextAnalytics:data:view") },
    ]);
  });

  it("fail when the desk is told so", async () => {
    const desk = await testDesk();
    const id = handled(desk, call);
    const route =
      "GET /api/v2/speechandtextanalytics/conversations/{id}/communications/{communicationId}/transcripturl";
    desk.control.setFault({ route, status: 503 });
    const link = `${speechOf(id)}/communications/${await sessionOf(desk, id)}/transcripturl`;
    expect((await asked(desk, link))[0]).toBe(503);
    expect((await asked(desk, speechOf(id)))[0]).toBe(200);
  });
});
