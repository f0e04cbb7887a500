import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import type { InboxStore } from "../inbox-store.ts";
import type { Store } from "../store.ts";
import { createDynamoStore } from "./dynamodb-store.ts";
import { createDynamoInboxStore } from "./inbox-store.ts";
import { createObjects } from "./objects.ts";
import type { RetryDeps } from "./retry.ts";
import { prepareBucket, prepareTable } from "./prepare.ts";
import { createTable } from "./table.ts";

export interface DynamoLocation {
  readonly table: string;
  readonly region: string;
  readonly bucket: string;
  /** Where DynamoDB and S3 answer instead of AWS: for tests. */
  readonly endpoint: string | null;
  readonly s3endpoint: string | null;
}

export interface DynamoStores {
  readonly customers: Store;
  readonly inbox: InboxStore;
  /** Finishes what goes on behind answers; for a process that may be frozen or ended between them. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface DynamoDeps extends RetryDeps {
  readonly newId: () => string;
  /** Tells what had to be made, a sentence each. Null where table and bucket are made elsewhere: then they are not looked at, and no right to make them is needed. */
  readonly say: ((sentence: string) => void) | null;
}

const answersWithin = { connectionTimeout: 2000, requestTimeout: 5000 };

/** Opens the table and the bucket, makes what is missing of them and says so. Throws one sentence when they cannot be used. */
export async function openDynamoStores(
  location: DynamoLocation,
  { newId, say, ...retry }: DynamoDeps,
): Promise<DynamoStores> {
  const { region, endpoint, s3endpoint } = location;
  // Repeating is our own, because the SDK repeats neither cancelled transactions nor what a batch left out.
  const common = { region, maxAttempts: 1, requestHandler: answersWithin };
  const dynamodb = new DynamoDBClient({ ...common, ...(endpoint !== null && { endpoint }) });
  const s3 = new S3Client({ ...common, ...(s3endpoint !== null && { endpoint: s3endpoint, forcePathStyle: true }) });
  const release = (): void => {
    dynamodb.destroy();
    s3.destroy();
  };
  try {
    if (say) {
      await prepareTable({ ...retry, client: dynamodb, name: location.table, say });
      await prepareBucket({ ...retry, client: s3, bucket: location.bucket, region, say });
    }
  } catch (error) {
    release();
    throw error;
  }
  const table = createTable({ ...retry, client: dynamodb, name: location.table, newId });
  const objects = createObjects({ ...retry, client: s3, bucket: location.bucket });
  const engine = { ...retry, table, objects, newId };
  const customers = createDynamoStore(engine);
  return {
    customers,
    inbox: createDynamoInboxStore(engine),
    settle: () => customers.close(),
    async close() {
      await customers.close();
      release();
    },
  };
}
