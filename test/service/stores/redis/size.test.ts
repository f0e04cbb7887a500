import { createClient } from "@redis/client";
import { expect, it } from "vitest";
import { interactionPlace } from "../../../../src/service/record/interaction.ts";
import { newHead } from "../../../../src/service/record/head.ts";
import { completeInteraction } from "../../../../src/service/record/interaction.ts";
import { anInteraction, customerId, everyConversation, valueOf } from "../../customers/builders.ts";
import { startRedis } from "./redis-server.ts";
import { startRedisService, type RedisService } from "./service.ts";

const tenant = "organization-1";
const perCommit = 500;

it("records and reads with as many commands at 20,000 interactions as at 50, and has each of them once", async () => {
  const server = await startRedis();
  const service = await startRedisService(server.url);
  const control = await createClient({ url: server.url }).connect();
  const { customers, agent } = service;

  async function commandsOf(work: () => Promise<unknown>): Promise<number> {
    await control.sendCommand(["CONFIG", "RESETSTAT"]);
    await work();
    const stats = await control.info("commandstats");
    return [...stats.matchAll(/calls=(\d+)/g)].reduce((sum, [, calls]) => sum + Number(calls), 0);
  }
  const costOf = (id: string) =>
    commandsOf(async () => {
      await valueOf(customers.recordInteraction(agent, anInteraction([customerId(id)])));
      await valueOf(customers.read(agent, id));
      await valueOf(customers.listInteractions(agent, id, { limit: 50 }));
      await service.stores.customers.aged(tenant, id, { facts: "2026", sessions: "2026" });
    });

  await fill(service, "C-few", 50);
  await fill(service, "C-many", 20_000);
  await costOf("C-few");
  expect(await costOf("C-many")).toBe(await costOf("C-few"));
  const listed = await everyConversation(service, "C-many");
  expect(listed).toHaveLength(20_001);
  expect(new Set(listed).size).toBe(20_001);
  control.destroy();
  await service.close();
  await server.stop();
}, 60_000);

/** Written straight into the store, many at a time. */
async function fill(service: RedisService, id: string, count: number): Promise<void> {
  const { customers } = service.stores;
  for (let from = 0; from < count; from += perCommit) {
    const ids = Array.from({ length: Math.min(perCommit, count - from) }, (_, index) => from + index);
    const revision = from / perCommit;
    const interactions = ids.map((number) => {
      const startTime = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
      const { interaction } = anInteraction([], { conversationId: `${id}-${number}`, startTime, intent: null });
      return completeInteraction(interaction, startTime);
    });
    const [first] = interactions;
    const oldestAt = first ? interactionPlace(first).at : null;
    const head = { ...newHead("2026-03-01T00:00:00.000Z", false), interactionCount: from + ids.length, oldestAt };
    const isKept = await customers.commit(tenant, {
      customers: [
        {
          customerId: id,
          revision,
          after: { state: "living", version: revision + 1, mergedInto: null, erasedAt: null, head },
        },
      ],
      keys: [],
      interactions: interactions.map((summary) => ({
        conversationId: summary.conversationId,
        before: null,
        after: { customerId: id, interaction: { summary, values: {} } },
      })),
      actions: [],
      sessions: [],
      audit: [],
    });
    expect(isKept).toBe(true);
  }
}
