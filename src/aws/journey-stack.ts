import { CfnOutput, Stack, type App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { createAlarms } from "./alarms.ts";
import { createApi } from "./api.ts";
import type { Installation } from "./installation.ts";
import { createIntake } from "./intake.ts";
import { createKey } from "./keys.ts";
import type { Options } from "./options.ts";
import { createStorage } from "./storage.ts";
import { createWidget } from "./widget.ts";
import { createWorkers } from "./workers.ts";

export interface StackProps {
  readonly options: Options;
  readonly installation: Installation;
  /** The built functions with the service's configuration beside them. */
  readonly assetFolder: string;
}

/** A whole installation on AWS: partner event bus → queue → functions → table and archive; API and widget under one name; alarms. */
export function createJourneyStack(app: App, { options, installation, assetFolder }: StackProps): Stack {
  const { name, domain, certificate } = options;
  const stack = new Stack(app, name, {
    description: "Customer Journey for Genesys Cloud",
    terminationProtection: true,
  });
  const key = createKey(stack);
  const storage = createStorage(stack, {
    key,
    recoveryDays: Number(options["recovery-days"]),
    longestRetentionDays: installation.longestRetentionDays,
  });
  const parts = { storage, key, code: Code.fromAsset(assetFolder), secretsPath: options.secrets };
  const intake = createIntake(stack, parts, installation, options["event-source"]);
  const workers = createWorkers(stack, parts, installation);
  const api = createApi(stack, parts, installation, stack.region);
  const widget = createWidget(stack, {
    headers: installation.widgetHeaders,
    operatorsHeaders: installation.operatorsHeaders,
    apiHost: api.host,
    ownName: domain === undefined || certificate === undefined ? null : { domain, certificate },
  });
  const topic = createAlarms(stack, {
    ...intake,
    ...workers,
    ...api,
    key,
    email: options["alarm-email"],
    stackName: name,
  });
  const outputs = {
    Url: `https://${domain ?? widget.distribution.distributionDomainName}`,
    WidgetBucket: widget.bucket.bucketName,
    DistributionId: widget.distribution.distributionId,
    TableName: storage.table.tableName,
    ArchiveBucket: storage.archive.bucketName,
    KeyArn: key.keyArn,
    EventQueueUrl: intake.queue.queueUrl,
    DeadEventsArn: intake.dead.queueArn,
    AlarmTopicArn: topic.topicArn,
    Secrets: [...new Set(Object.values(installation.secrets).flat())]
      .map((one) => `${options.secrets}/${one}`)
      .join(" "),
  };
  const tell = (id: string, value: string): CfnOutput => new CfnOutput(stack, id, { value });
  for (const [id, value] of Object.entries(outputs)) tell(id, value);
  return stack;
}
