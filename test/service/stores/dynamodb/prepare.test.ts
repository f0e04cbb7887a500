import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openQuietly, startAws, type Aws } from "./engine-under-test.ts";

// Java shares the machine with everything else that is tested at the time.
vi.setConfig({ testTimeout: 30_000 });

// A server of its own: DynamoDB Local takes minutes to drop an index while many other tables have a time to live.
let aws: Aws;
beforeAll(async () => {
  aws = await startAws();
}, 120_000);
afterAll(() => aws.stop());

describe("the first start", () => {
  it("makes what is missing and says so, once", async () => {
    const fresh = aws.location();
    const said: string[] = [];
    const first = await openQuietly(fresh, (sentence) => said.push(sentence));
    await first.close();
    expect(said).toEqual([
      `The table ${fresh.table} was not there and has been made`,
      `The bucket ${fresh.bucket} was not there and has been made`,
    ]);
    const again = await openQuietly(fresh, (sentence) => said.push(sentence));
    await again.close();
    expect(said).toHaveLength(2);
  });

  it("makes an index that is missing, and refuses a table that was made for something else", async () => {
    const location = aws.location();
    const made = await openQuietly(location);
    await made.close();
    const client = new DynamoDBClient({ region: location.region, endpoint: aws.dynamo.endpoint });
    const gone = { Delete: { IndexName: "by-rest" } };
    await client.send(new UpdateTableCommand({ TableName: location.table, GlobalSecondaryIndexUpdates: [gone] }));
    const isGone = async (): Promise<boolean> => {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: location.table }));
      return Table?.TableStatus === "ACTIVE" && Table.GlobalSecondaryIndexes?.length === 1;
    };
    await vi.waitUntil(isGone, { timeout: 20_000 });
    const said: string[] = [];
    const again = await openQuietly(location, (sentence) => said.push(sentence));
    await again.close();
    expect(said).toEqual([`The index by-rest of the table ${location.table} was not there and has been made`]);

    const foreign = { ...aws.location(), table: "foreign" };
    await client.send(
      new CreateTableCommand({
        TableName: "foreign",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      }),
    );
    await expect(openQuietly(foreign)).rejects.toThrow("the table foreign was made for something else");
    client.destroy();
  });
});
