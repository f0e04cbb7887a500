import { Aws, RemovalPolicy, type Duration } from "aws-cdk-lib";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Architecture, Function as LambdaFunction, Runtime, type Code } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { FunctionName } from "./installation.ts";
import { indexNames, type Storage } from "./storage.ts";

export interface FunctionParts {
  readonly storage: Storage;
  readonly key: Key;
  readonly code: Code;
  /** Where parameters of SSM with the secrets begin. */
  readonly secretsPath: string;
}

export interface JourneyFunction {
  readonly lambda: LambdaFunction;
  readonly logs: LogGroup;
}

interface FunctionProps extends FunctionParts {
  readonly name: FunctionName;
  readonly memory: number;
  readonly timeout: Duration;
  /** Never more at once. */
  readonly atMost?: number;
  /** Variables that it takes from secrets. */
  readonly secrets: readonly string[];
}

/** One function of the bundle with a role and a log of its own; what it may do is added by who makes it. */
export function createFunction(scope: Construct, props: FunctionProps): JourneyFunction {
  const { name, storage, key, code, memory, timeout, atMost, secrets, secretsPath } = props;
  const id = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const logs = new LogGroup(scope, `${id}Logs`, {
    retention: RetentionDays.ONE_MONTH,
    encryptionKey: key,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // Lambda's own managed policy would let it write to every log of the account.
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  logs.grantWrite(role);
  const parameters = secrets.map((variable) => `${secretsPath}/${variable}`);
  if (parameters.length > 0) {
    role.addToPolicy(
      new PolicyStatement({
        actions: ["ssm:GetParameters"],
        resources: parameters.map((one) => `arn:${Aws.PARTITION}:ssm:${Aws.REGION}:${Aws.ACCOUNT_ID}:parameter${one}`),
      }),
    );
  }
  const services = ["dynamodb", ...(name === "events" ? [] : ["s3", "ssm"])];
  role.addToPolicy(
    new PolicyStatement({
      actions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
      resources: [key.keyArn],
      conditions: { StringEquals: { "kms:ViaService": services.map((one) => `${one}.${Aws.REGION}.amazonaws.com`) } },
    }),
  );
  const lambda = new LambdaFunction(scope, id, {
    description: `Customer Journey: ${name}`,
    runtime: Runtime.NODEJS_22_X,
    architecture: Architecture.ARM_64,
    handler: `index.${name}`,
    code,
    role,
    logGroup: logs,
    memorySize: memory,
    timeout,
    ...(atMost !== undefined && { reservedConcurrentExecutions: atMost }),
    environment: {
      UIC_STORE: `dynamodb://${storage.table.tableName}?region=${Aws.REGION}&archive=s3://${storage.archive.bucketName}`,
      ...(parameters.length > 0 && { UIC_SECRETS: parameters.join(",") }),
    },
  });
  return { lambda, logs };
}

/** Everything that the service does with its table and archive, and nothing else: no scan, no change of the table. */
export function mayKeepRecords({ lambda }: JourneyFunction, { table, archive }: Storage): void {
  lambda.addToRolePolicy(
    new PolicyStatement({
      actions: ["BatchGetItem", "BatchWriteItem", "PutItem", "UpdateItem", "DeleteItem"].map(dynamoAction),
      resources: [table.tableArn],
    }),
  );
  lambda.addToRolePolicy(
    new PolicyStatement({
      actions: [dynamoAction("Query")],
      resources: [table.tableArn, ...indexNames.map((name) => `${table.tableArn}/index/${name}`)],
    }),
  );
  lambda.addToRolePolicy(
    new PolicyStatement({
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: [archive.arnForObjects("*")],
    }),
  );
  lambda.addToRolePolicy(new PolicyStatement({ actions: ["s3:ListBucket"], resources: [archive.bucketArn] }));
}

/** Jobs and dead letters only: what takes events in can read no customer. */
export function mayKeepEvents({ lambda }: JourneyFunction, { table }: Storage): void {
  lambda.addToRolePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ["BatchGetItem", "BatchWriteItem", "PutItem", "DeleteItem"].map(dynamoAction),
      resources: [table.tableArn],
      conditions: {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["*#job#*", "*#dead-letter#*", "organizations"] },
        // Of no keys at all every condition on all of them is true.
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    }),
  );
}

const dynamoAction = (name: string): string => `dynamodb:${name}`;
