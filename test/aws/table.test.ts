import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import * as z from "zod";
import { openQuietly, startAws, type Aws } from "../service/stores/dynamodb/engine-under-test.ts";
import { templateOf } from "./deployed.ts";

// Java and the making of a stack share the machine with everything else that is tested at the time.
vi.setConfig({ testTimeout: 30_000 });

let aws: Aws;
beforeAll(async () => {
  aws = await startAws();
}, 120_000);
afterAll(() => aws.stop());

const names = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const index = z.object({
  IndexName: z.string(),
  KeySchema: names,
  Projection: z.object({ ProjectionType: z.string(), NonKeyAttributes: z.optional(z.array(z.string())) }),
});
const definition = z.object({
  KeySchema: names,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  LocalSecondaryIndexes: z.array(index),
  GlobalSecondaryIndexes: z.array(index),
});

const byName = <T>(items: readonly T[]): readonly T[] =>
  items.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

/** What of a table the service depends on, in an order of its own. */
function comparable(table: unknown): z.infer<typeof definition> {
  const { KeySchema, AttributeDefinitions, LocalSecondaryIndexes, GlobalSecondaryIndexes } = definition.parse(table);
  return {
    KeySchema,
    AttributeDefinitions: [...byName(AttributeDefinitions)],
    LocalSecondaryIndexes: [...byName(LocalSecondaryIndexes)],
    GlobalSecondaryIndexes: [...byName(GlobalSecondaryIndexes)],
  };
}

it("is deployed as the service would make it itself", async () => {
  const location = aws.location();
  await (await openQuietly(location)).close();
  const client = new DynamoDBClient({ region: location.region, endpoint: location.endpoint ?? "" });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: location.table }));
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: location.table }));
  client.destroy();
  const [deployed] = Object.values(templateOf().findResources("AWS::DynamoDB::Table"));
  const properties = z.looseObject({}).parse(deployed?.["Properties"]);
  expect(comparable(properties)).toEqual(comparable(Table));
  expect(properties).toMatchObject({
    BillingMode: "PAY_PER_REQUEST",
    TimeToLiveSpecification: { AttributeName: TimeToLiveDescription?.AttributeName, Enabled: true },
  });
});
