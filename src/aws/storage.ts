import { Duration, RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
  type Attribute,
} from "aws-cdk-lib/aws-dynamodb";
import type { Key } from "aws-cdk-lib/aws-kms";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";

export interface Storage {
  readonly table: Table;
  /** Interactions beyond the window of each customer. */
  readonly archive: Bucket;
}

interface StorageProps {
  readonly key: Key;
  readonly recoveryDays: number;
  readonly longestRetentionDays: number;
}

/** Names of the table's indexes, which a function's rights name too. */
export const indexNames = ["sentiments", "inline", "by-time", "by-rest"] as const;

/** A body that was written for a change which never landed is led to by nothing: it goes this long after the last that can be. */
const orphanDays = 90;

/** The table as the service would make it itself, and the archive; both stay when the stack goes. */
export function createStorage(scope: Construct, { key, recoveryDays, longestRetentionDays }: StorageProps): Storage {
  const table = new Table(scope, "Table", {
    partitionKey: text("pk"),
    sortKey: text("sk"),
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    timeToLiveAttribute: "expiresAt",
    pointInTimeRecoverySpecification: {
      pointInTimeRecoveryEnabled: true,
      recoveryPeriodInDays: recoveryDays,
    },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  table.addLocalSecondaryIndex({
    indexName: "sentiments",
    sortKey: text("felt"),
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: ["conv", "at", "sentiment", "score"],
  });
  table.addLocalSecondaryIndex({
    indexName: "inline",
    sortKey: text("inline"),
    projectionType: ProjectionType.KEYS_ONLY,
  });
  table.addGlobalSecondaryIndex({
    indexName: "by-time",
    partitionKey: text("timePk"),
    sortKey: text("timeSk"),
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: ["due"],
  });
  table.addGlobalSecondaryIndex({
    indexName: "by-rest",
    partitionKey: text("restPk"),
    sortKey: text("restSk"),
    projectionType: ProjectionType.KEYS_ONLY,
  });
  const archive = new Bucket(scope, "Archive", {
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    // An erasure must leave no earlier version behind.
    versioned: false,
    lifecycleRules: [
      { id: "what-nothing-leads-to", expiration: Duration.days(longestRetentionDays + orphanDays) },
      { id: "what-was-never-finished", abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  return { table, archive };
}

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });
