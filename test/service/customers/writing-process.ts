import process from "node:process";
import { anInteraction, customerId, valueOf } from "./builders.ts";
import { startService } from "./service-under-test.ts";

/** Writes without end and prints each conversation once its write is acknowledged: for a test that kills it. */
const [, , file = "", round = ""] = process.argv;
const service = startService({ file, process: round });

async function write(writer: number): Promise<never> {
  for (let number = 0; ; number += 1) {
    const customer = (writer + number) % 4;
    const conversationId = `r${round}-w${writer}-${number}-${customer}`;
    const request = anInteraction([customerId(`C-${customer}`)], { conversationId }, { last: conversationId });
    await valueOf(service.customers.recordInteraction(service.pipeline, request));
    process.stdout.write(`${conversationId}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
