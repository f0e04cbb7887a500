import { randomUUID } from "node:crypto";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import {
  openDynamoStores,
  type DynamoLocation,
  type DynamoStores,
} from "../../../../src/service/stores/dynamodb/open.ts";
import { startDynamoLocal, type LocalDynamo } from "./dynamodb-local.ts";
import { startS3, type S3Server } from "./s3-server.ts";

export interface Aws {
  readonly dynamo: LocalDynamo;
  readonly s3: S3Server;
  /** A table and a bucket that nobody had yet. */
  location(): DynamoLocation;
  stop(): Promise<void>;
}

/** DynamoDB and S3 on this machine; neither looks at the credentials, and the SDK asks for some. */
export async function startAws(): Promise<Aws> {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" });
  const [dynamo, s3] = await Promise.all([startDynamoLocal(), startS3()]);
  let tables = 0;
  return {
    dynamo,
    s3,
    location() {
      tables += 1;
      const { endpoint } = dynamo;
      return {
        table: `uic-${tables}`,
        region: "eu-west-1",
        bucket: `uic-archive-${tables}`,
        endpoint,
        s3endpoint: s3.endpoint,
      };
    },
    async stop() {
      await Promise.all([dynamo.stop(), s3.stop()]);
    },
  };
}

/** As a process has it, but patient for milliseconds only. */
export function openQuietly(
  location: DynamoLocation,
  say: (sentence: string) => void = () => undefined,
): Promise<DynamoStores> {
  const deps = { random: Math.random, newId: randomUUID, say, wait: (time: number) => wait(Math.min(time, 5)) };
  return openDynamoStores(location, deps);
}
