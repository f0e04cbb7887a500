import { BatchWriteItemCommand, DynamoDBClient, type AttributeValue } from "@aws-sdk/client-dynamodb";
import * as z from "zod";

/** Every item of a table as DynamoDB writes it, and every object of the archive's bucket by its key. */
export const dynamoDump = z.object({
  items: z.array(
    z.record(
      z.string(),
      z.custom<AttributeValue>((value) => typeof value === "object"),
    ),
  ),
  objects: z.record(z.string(), z.string()),
});

export async function restoreTable(
  location: { readonly table: string; readonly region: string; readonly endpoint: string | null },
  items: z.infer<typeof dynamoDump>["items"],
): Promise<void> {
  const client = new DynamoDBClient({
    region: location.region,
    ...(location.endpoint !== null && { endpoint: location.endpoint }),
  });
  const largestBatch = 25;
  for (let from = 0; from < items.length; from += largestBatch) {
    const requests = items.slice(from, from + largestBatch).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [location.table]: requests } }));
  }
  client.destroy();
}
