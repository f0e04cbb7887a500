import { Duration } from "aws-cdk-lib";
import { EventBus, Match, Rule, type IRuleTarget } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { createFunction, mayKeepEvents, type FunctionParts, type JourneyFunction } from "./functions.ts";
import type { Installation } from "./installation.ts";

export interface Intake {
  readonly events: JourneyFunction;
  readonly queue: Queue;
  /** Events that nobody could take in. */
  readonly dead: Queue;
  /** Events that EventBridge could not put into the queue. */
  readonly undelivered: Queue;
}

const functionTimeout = Duration.seconds(30);
/** Six times the function's, as AWS asks for, so that no message is handed out twice while one is worked on. */
const visibility = Duration.seconds(180);
/** With that a store that is away may be so for a day. */
const triesOfADay = Duration.days(1).toSeconds() / visibility.toSeconds();
const fortnight = Duration.days(14);

/** From the partner event bus of each organisation to the inbox. */
export function createIntake(
  scope: Construct,
  parts: FunctionParts,
  { organizationIds, eventTypes }: Installation,
  sourceSuffix: string,
): Intake {
  const { key, storage } = parts;
  const dead = createQueue(scope, "DeadEvents", key);
  const undelivered = createQueue(scope, "UndeliveredEvents", key);
  const queue = new Queue(scope, "EventQueue", {
    ...encrypted(key),
    visibilityTimeout: visibility,
    retentionPeriod: fortnight,
    deadLetterQueue: { queue: dead, maxReceiveCount: triesOfADay },
  });
  const events = createFunction(scope, {
    ...parts,
    name: "events",
    memory: 512,
    timeout: functionTimeout,
    secrets: [],
  });
  mayKeepEvents(events, storage);
  events.lambda.addEventSource(
    new SqsEventSource(queue, {
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(5),
      maxConcurrency: 5,
      reportBatchItemFailures: true,
    }),
  );
  const target: IRuleTarget = {
    bind: () => ({
      arn: queue.queueArn,
      deadLetterConfig: { arn: undelivered.queueArn },
      retryPolicy: { maximumEventAgeInSeconds: Duration.hours(24).toSeconds(), maximumRetryAttempts: 185 },
    }),
  };
  const rules = organizationIds.map((organizationId, index) => {
    const source = `aws.partner/genesys.com/cloud/${organizationId}/${sourceSuffix}`;
    // Made with the name of a partner's event source a bus is associated with it.
    const eventBus = new EventBus(scope, `Bus${index}`, { eventSourceName: source });
    return new Rule(scope, `Rule${index}`, {
      eventBus,
      description: "Ended conversations of Genesys Cloud, and what corrects them",
      eventPattern: { source: Match.exactString(source), detailType: [...eventTypes] },
      targets: [target],
    });
  });
  for (const one of [queue, undelivered]) {
    one.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("events.amazonaws.com")],
        actions: ["sqs:SendMessage"],
        resources: [one.queueArn],
        conditions: { ArnEquals: { "aws:SourceArn": rules.map(({ ruleArn }) => ruleArn) } },
      }),
    );
  }
  return { events, queue, dead, undelivered };
}

function createQueue(scope: Construct, id: string, key: Key): Queue {
  return new Queue(scope, id, { ...encrypted(key), retentionPeriod: fortnight });
}

const encrypted = (key: Key) =>
  ({
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: key,
    dataKeyReuse: Duration.minutes(15),
    enforceSSL: true,
  }) as const;
