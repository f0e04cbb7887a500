import process from "node:process";
import { anInteraction, customerId, valueOf } from "../../customers/builders.ts";
import { startRedisService } from "./service.ts";

/** Thirty-two writers on one customer, for a test that runs it twice at a time. */
const [, , url = "", name = ""] = process.argv;
const service = await startRedisService(url, name);

async function write(writer: number): Promise<void> {
  const conversationId = `${name}-${writer}`;
  await valueOf(service.customers.recordInteraction(service.agent, anInteraction([customerId()], { conversationId })));
  await valueOf(service.customers.patchCollectedData(service.agent, "C-1001", { [conversationId]: 1 }, null));
}

await Promise.all(Array.from({ length: 32 }, (_, writer) => write(writer)));
await service.close();
