import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { interactionSummary } from "../../../src/contract/interaction.ts";
import { routes } from "../../../src/contract/routes.ts";
import type { StartRequest } from "../../../src/desk/control/requests.ts";
import {
  pipelineSecretVariable,
  serviceConfiguration,
  type InstallationFacts,
} from "../../../src/desk/installation/configuration.ts";
import { freePort } from "../../../src/desk/installation/free-port.ts";
import { createServiceProcess, type ServiceProcess } from "../../../src/desk/installation/service-process.ts";
import { demoDirectory, demoIds } from "../../../src/desk/organization/directory.ts";
import { type Desk, startDesk } from "../../../src/desk/server.ts";
import { startFakeModel, type FakeModel } from "../../service/pipeline/insights/fake-model.ts";

const secret = "the-secret-of-the-pipeline";
const serviceKeys = { eventFeed: "the-key-of-the-event-feed", bot: "the-key-of-the-bot" };
const phone = "+94770001234";
let folder: string;
let desk: Desk;
let service: ServiceProcess;
let model: FakeModel;

// The service as a process, the desk and a language model, wired as the demo is.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "summaries-"));
  model = await startFakeModel();
  const [deskPort, servicePort] = [await freePort(), await freePort()];
  const widgetOrigin = `http://127.0.0.1:${servicePort}`;
  const facts: InstallationFacts = { grant: "pkce", deskPort, widgetOrigin, serviceKeys, settleSeconds: 0.2 };
  desk = await startDesk({
    port: deskPort,
    directory: demoDirectory([`${widgetOrigin}/`], secret),
    agentId: demoIds.agent,
    widgetOrigin,
    eventTarget: { url: `${widgetOrigin}${routes.genesysEvents()}`, key: serviceKeys.eventFeed },
    settings: { analyticsDelayMilliseconds: 0 },
  });
  await mkdir(join(folder, "widget"));
  const config = join(folder, "uic.config.json");
  const languageModel = { baseUrl: model.baseUrl, model: "small" };
  await writeFile(config, JSON.stringify(serviceConfiguration(facts, { languageModel })));
  service = createServiceProcess({
    port: servicePort,
    logFile: join(folder, "service.log"),
    variables: {
      UIC_PORT: String(servicePort),
      UIC_STORE: `sqlite:${join(folder, "uic.db")}`,
      UIC_CONFIG: config,
      UIC_IDENTIFIER_KEY: "an identifier key of at least 32 characters",
      UIC_WIDGET: join(folder, "widget"),
      [pipelineSecretVariable]: secret,
    },
  });
  await service.start();
}, 60_000);
afterAll(async () => {
  await service.stop();
  await desk.stop();
  await model.close();
  await rm(folder, { recursive: true });
});

const answer = z.object({ recentInteractions: z.array(interactionSummary) });

/** What the record has of an interaction, once it has what is waited for. */
async function recorded(id: string, isThere: (summary: z.infer<typeof interactionSummary>) => boolean) {
  return vi.waitFor(
    async () => {
      const response = await fetch(`${service.origin}${routes.lookup()}`, {
        method: "POST",
        headers: { Authorization: `Bearer ${serviceKeys.bot}`, "Content-Type": "application/json" },
        body: JSON.stringify({ identifiers: [{ type: "phone", value: phone }] }),
      });
      const { recentInteractions } = answer.parse(await response.json());
      const found = recentInteractions.find(({ conversationId }) => conversationId === id);
      if (found === undefined || !isThere(found)) throw new Error("The interaction is not recorded yet.");
      return found;
    },
    { timeout: 20_000, interval: 50 },
  );
}

function handle(request: StartRequest, notes: string): string {
  const { id } = desk.control.start({ answeredSecondsAgo: 300, ...request });
  desk.control.wrapUp(id, { code: "Billing dispute", notes });
  desk.control.end(id);
  return id;
}

const wrappedUp = ({ intent }: { readonly intent: string | null }) => intent === "Billing dispute";

it("ending a chat on the desk records Copilot's summary of it, with what was promised", async () => {
  const attributes = { "context.phoneNumber": phone };
  const id = handle({ medium: "chat", customers: [{ name: "Guest", attributes }] }, "Refund by tomorrow.");
  const found = await recorded(id, wrappedUp);
  expect(found).toMatchObject({ summarySource: "genesys", sentiment: null, resolutionStatus: "UNRESOLVED" });
  expect(found.outcomeNotes).toMatch(/^Refund by tomorrow\. The customer was in touch about: Billing dispute\./);
  expect(found.followUps).toMatchObject([{ text: "Refund by tomorrow.", dueAt: expect.stringMatching(/T23:59:59/) }]);
}, 30_000);

it("ending a call on the desk lets the language model sum its transcript up, with the mood of Genesys Cloud", async () => {
  const id = handle({ medium: "voice", customers: [{ address: phone }] }, "Refund by tomorrow.");
  const found = await recorded(id, wrappedUp);
  expect(found).toMatchObject({ summarySource: "llm", sentiment: "NEGATIVE", sentimentScore: -0.5 });
  expect(model.requests.at(-1)?.said("user")).toContain("It is the third time that I ask about this bill");
}, 30_000);

it("ending a call while the model is down records what the transcript says itself", async () => {
  model.respond = (response) => response.destroy();
  const id = handle({ medium: "voice", customers: [{ address: phone }] }, "The refund comes by tomorrow.");
  const found = await recorded(id, wrappedUp);
  expect(found).toMatchObject({ summarySource: "extractive", sentiment: "NEGATIVE" });
  expect(found.outcomeNotes).toContain("Customer: I was charged twice on my bill and nobody has put it right.");
  expect(found.outcomeNotes).toContain("Agent: The refund comes by tomorrow.");
  expect(found.followUps).toMatchObject([{ text: "The refund comes by tomorrow." }]);
}, 30_000);

it("ending a text message, of which Genesys Cloud knows nothing, records the agent's note", async () => {
  const id = handle({ medium: "sms", customers: [{ address: phone }] }, "Will call back within 24 hours.");
  expect(await recorded(id, wrappedUp)).toMatchObject({
    outcomeNotes: "Will call back within 24 hours.",
    summarySource: "agent",
    sentiment: null,
    followUps: [{ text: "Will call back within 24 hours." }],
  });
}, 30_000);

it("ending a call without any license records the agent's note", async () => {
  desk.control.changeSettings({ hasCopilot: false, hasSpeechAnalytics: false });
  const id = handle({ medium: "voice", customers: [{ address: phone }] }, "Asked for the invoice.");
  expect(await recorded(id, wrappedUp)).toMatchObject({
    outcomeNotes: "Asked for the invoice.",
    summarySource: "agent",
    sentiment: null,
    followUps: [],
  });
}, 30_000);
