import { describe, expect, it } from "vitest";
import { demoIds } from "../../../../src/desk/organization/directory.ts";
import type { Pipeline } from "../../../../src/service/pipeline/pipeline.ts";
import { conversationIdOf, envelopeOf } from "../genesys-shapes.ts";
import { aConversation, createBench, day, journeyOf, pipelineOf, startPastDesk, type Bench } from "./harness.ts";

const nimali = { address: "+94771234567", attributes: { customerId: "C-1001", accountNumber: "7002-115" } };
const ruwan = { address: "+94112555777", attributes: { customerId: "C-3001" } };

/** The same happened in Genesys Cloud for every test, which tells it in its own order. */
async function twoDays() {
  const desk = await startPastDesk(2);
  const happened: readonly Parameters<typeof aConversation>[1][] = [
    { customers: [nimali] },
    { medium: "whatsapp", customers: [{ ...nimali, address: "94771234567" }] },
    { customers: [nimali, ruwan] },
    { medium: "email", customers: [{ address: "ruwan.dias@example.com", attributes: ruwan.attributes }] },
    { customers: [{ address: "anonymous" }] },
  ];
  const ids = happened.map((request, index) =>
    aConversation(
      desk,
      { ...request, id: conversationIdOf(index) },
      { code: "Billing dispute", notes: `Conversation ${index}` },
    ),
  );
  desk.clock.advance(2 * day);
  return { desk, ids };
}

let expected: readonly unknown[];

async function tellLive({ organization }: Bench, pipeline: Pipeline, ids: readonly string[]): Promise<void> {
  const source = `aws.partner/genesys.com/cloud/${demoIds.organization}/journey`;
  const events = ids.flatMap((id) => [
    { ...envelopeOf("wrapup", id), source },
    { ...envelopeOf("customer.end", id), source },
    { ...envelopeOf("customer.end", id), source },
  ]);
  const accepted = await pipeline.inbox.accept(organization, events);
  if (!accepted.ok) throw new Error(accepted.detail);
  await pipeline.runDue();
}

async function told(bench: Bench): Promise<readonly unknown[]> {
  return Promise.all(["C-1001", "C-3001"].map((customerId) => journeyOf(bench, customerId)));
}

describe("live events and a backfill about the same conversations", () => {
  it.each([
    ["live events alone", ["live"]],
    ["a backfill alone", ["backfill"]],
    ["live events, then a backfill", ["live", "backfill"]],
    ["a backfill, then live events", ["backfill", "live"]],
    ["both at once", ["both"]],
    [
      "half of the live events, a backfill, then all of them, and a backfill again",
      ["half", "backfill", "live", "backfill"],
    ],
  ])("give the same records: %s", async (_, steps) => {
    const { desk, ids } = await twoDays();
    const bench = createBench(desk.origin, desk.clock);
    const pipeline = pipelineOf(bench);
    const act = {
      live: () => tellLive(bench, pipeline, ids),
      half: () =>
        tellLive(
          bench,
          pipeline,
          ids.filter((__, index) => index % 2 === 0),
        ),
      backfill: () => bench.run({ days: 9 }),
      both: () => Promise.all([tellLive(bench, pipeline, ids), bench.run({ days: 9 })]),
    } as const;
    for (const step of steps) {
      const does = Object.entries(act).find(([name]) => name === step)?.[1];
      await does?.();
    }
    const records = await told(bench);
    expected ??= records;
    expect(records).toEqual(expected);
    expect(records).toMatchObject([
      {
        interactionCount: 3,
        recentInteractions: [{ conversationId: ids[2] }, { channel: "whatsapp" }, { outcomeNotes: "Conversation 0" }],
      },
      { interactionCount: 2, recentInteractions: [{ channel: "email" }, { conversationId: ids[2] }] },
    ]);
  });
});
