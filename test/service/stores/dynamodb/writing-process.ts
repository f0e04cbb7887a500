import process from "node:process";
import { anInteraction, customerId, valueOf } from "../../customers/builders.ts";
import { startDynamoService } from "./service.ts";

/** Thirty-two writers of one round on one customer, or eight without end on four; prints each conversation once its write is acknowledged. */
const [, , table = "", bucket = "", endpoint = "", s3endpoint = "", name = "", mode = ""] = process.argv;
const service = await startDynamoService({ table, bucket, endpoint, s3endpoint, region: "eu-west-1" }, name);

async function write(customer: string, conversationId: string): Promise<void> {
  const request = anInteraction([customerId(customer)], { conversationId }, { [conversationId.slice(0, 40)]: 1 });
  await valueOf(service.customers.recordInteraction(service.agent, request));
  process.stdout.write(`${conversationId}\n`);
}

async function writeOn(writer: number): Promise<never> {
  for (let number = 0; ; number += 1) {
    const customer = (writer + number) % 4;
    const request = anInteraction([customerId(`C-${customer}`)], { conversationId: `${name}-${writer}-${number}` });
    await valueOf(service.customers.recordInteraction(service.agent, request));
    process.stdout.write(`${name}-${writer}-${number}\n`);
  }
}

if (mode === "stream") await Promise.all(Array.from({ length: 8 }, (_, writer) => writeOn(writer)));
else await Promise.all(Array.from({ length: 32 }, (_, writer) => write("C-1001", `${name}-${writer}`)));
await service.close();
