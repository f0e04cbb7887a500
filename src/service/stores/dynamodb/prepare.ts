import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type LocalSecondaryIndex,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, HeadBucketCommand, BucketLocationConstraint, type S3Client } from "@aws-sdk/client-s3";
import { StoreUnavailable } from "../store-unavailable.ts";
import { ttlAttribute } from "./job-items.ts";
import { statusOf, untilServed, type RetryDeps } from "./retry.ts";

const keysOf = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: "HASH" as const },
  { AttributeName: sort, KeyType: "RANGE" as const },
];
const texts = (...names: readonly string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: "S" as const }));

const localIndexes: LocalSecondaryIndex[] = [
  {
    IndexName: "sentiments",
    KeySchema: keysOf("pk", "felt"),
    Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["conv", "at", "sentiment", "score"] },
  },
  { IndexName: "inline", KeySchema: keysOf("pk", "inline"), Projection: { ProjectionType: "KEYS_ONLY" } },
];
const globalIndexes: GlobalSecondaryIndex[] = [
  {
    IndexName: "by-time",
    KeySchema: keysOf("timePk", "timeSk"),
    Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["due"] },
  },
  { IndexName: "by-rest", KeySchema: keysOf("restPk", "restSk"), Projection: { ProjectionType: "KEYS_ONLY" } },
];

export interface PrepareTableDeps extends RetryDeps {
  readonly client: DynamoDBClient;
  readonly name: string;
  readonly say: (sentence: string) => void;
}

const patienceMilliseconds = 250;
const looks = 480;

export async function prepareTable(deps: PrepareTableDeps): Promise<void> {
  const { client, name, say } = deps;
  const found = await describe(deps);
  if (!found) {
    await untilServed(deps, () => createTable(client, name));
    await untilActive(deps);
    await untilServed(deps, () => expireByAttribute(client, name));
    say(`The table ${name} was not there and has been made`);
    return;
  }
  const local = new Set((found.LocalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName));
  const missing = localIndexes.filter(({ IndexName }) => !local.has(IndexName));
  const isOurs = ["pk", "sk"].every((key, index) => found.KeySchema?.[index]?.AttributeName === key);
  if (!isOurs || missing.length > 0) {
    throw new StoreUnavailable(`the table ${name} was made for something else; name another, and it is made.`);
  }
  await untilActive(deps);
  for (const index of globalIndexes) {
    const present = (found.GlobalSecondaryIndexes ?? []).some(({ IndexName }) => IndexName === index.IndexName);
    if (present) continue;
    await untilServed(deps, () => addIndex(client, name, index));
    await untilActive(deps);
    say(`The index ${index.IndexName} of the table ${name} was not there and has been made`);
  }
}

async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: keysOf("pk", "sk"),
        AttributeDefinitions: texts("pk", "sk", "felt", "inline", "timePk", "timeSk", "restPk", "restSk"),
        LocalSecondaryIndexes: localIndexes,
        GlobalSecondaryIndexes: globalIndexes,
      }),
    );
  } catch (error) {
    // Another process that started at the same moment makes it.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

async function expireByAttribute(client: DynamoDBClient, name: string): Promise<void> {
  const TimeToLiveSpecification = { AttributeName: ttlAttribute, Enabled: true };
  try {
    await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
  } catch (error) {
    // Another process that started at the same moment did it.
    if (!(error instanceof Error) || error.name !== "ValidationException") throw error;
  }
}

async function addIndex(client: DynamoDBClient, name: string, index: GlobalSecondaryIndex): Promise<void> {
  const keys = (index.KeySchema ?? []).flatMap(({ AttributeName }) => AttributeName ?? []);
  try {
    await client.send(
      new UpdateTableCommand({
        TableName: name,
        AttributeDefinitions: texts(...keys),
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

function describe({ client, name, ...retry }: PrepareTableDeps): Promise<TableDescription | null> {
  return untilServed(retry, async () => {
    try {
      return (await client.send(new DescribeTableCommand({ TableName: name }))).Table ?? null;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return null;
      throw error;
    }
  });
}

async function untilActive(deps: PrepareTableDeps): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    const table = await describe(deps);
    const states = [table?.TableStatus, ...(table?.GlobalSecondaryIndexes ?? []).map(({ IndexStatus }) => IndexStatus)];
    if (states.every((state) => state === "ACTIVE")) return;
    await deps.wait(patienceMilliseconds);
  }
  throw new StoreUnavailable(`the table ${deps.name} is not ready yet; start again in some minutes.`);
}

export interface PrepareBucketDeps extends RetryDeps {
  readonly client: S3Client;
  readonly bucket: string;
  readonly region: string;
  readonly say: (sentence: string) => void;
}

export async function prepareBucket({ client, bucket, region, say, ...retry }: PrepareBucketDeps): Promise<void> {
  const isThere = await untilServed(retry, async () => {
    try {
      await client.send(new HeadBucketCommand({ Bucket: bucket }));
      return true;
    } catch (error) {
      if (error instanceof Error && statusOf(error) === 404) return false;
      throw error;
    }
  });
  if (isThere) return;
  // The one region that may not be named is the one that S3 takes when none is.
  const place = Object.values(BucketLocationConstraint).find((one) => one === region);
  if (!place && region !== "us-east-1") {
    throw new StoreUnavailable(`the bucket ${bucket} cannot be made in ${region} from here; make it by hand.`);
  }
  await untilServed(retry, async () => {
    try {
      await client.send(
        new CreateBucketCommand({
          Bucket: bucket,
          ...(place && { CreateBucketConfiguration: { LocationConstraint: place } }),
        }),
      );
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "BucketAlreadyOwnedByYou") throw error;
    }
  });
  say(`The bucket ${bucket} was not there and has been made`);
}
