import { Aws, Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import { FilterPattern, MetricFilter, type IFilterPattern } from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { Api } from "./api.ts";
import type { JourneyFunction } from "./functions.ts";
import type { Intake } from "./intake.ts";
import type { Workers } from "./workers.ts";

interface AlarmProps extends Intake, Workers, Pick<Api, "api" | "http"> {
  readonly key: Key;
  readonly email: string | undefined;
  readonly stackName: string;
}

const period = Duration.minutes(5);
/** Events wait for seconds and jobs for their minute: longer means that something stands still. */
const standstillSeconds = 900;

interface Watched {
  readonly id: string;
  readonly says: string;
  readonly metric: IMetric;
  readonly above: number;
  /** Whether silence is what is wrong. */
  readonly whenSilent?: boolean;
}

/** Tells by SNS what an operator must look at, and with each what it means. */
export function createAlarms(scope: Construct, props: AlarmProps): Topic {
  const { key, email } = props;
  const topic = new Topic(scope, "Alarms", { masterKey: key, enforceSSL: true });
  if (email !== undefined) topic.addSubscription(new EmailSubscription(email));
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
  );
  const action = new SnsAction(topic);
  for (const { id, says, metric, above, whenSilent = false } of watched(scope, props)) {
    const alarm = new Alarm(scope, `${id}Alarm`, {
      alarmDescription: says,
      metric,
      threshold: above,
      comparisonOperator: whenSilent
        ? ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD
        : ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: whenSilent ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(action);
  }
  return topic;
}

function watched(scope: Construct, props: AlarmProps): readonly Watched[] {
  const { queue, dead, undelivered, work, http } = props;
  return [
    {
      id: "EventsWait",
      says: "Events wait in the queue: nobody takes them in. Look at the log of the function events.",
      metric: queue.metricApproximateAgeOfOldestMessage({ period }),
      above: standstillSeconds,
    },
    {
      id: "DeadEvents",
      says: "Events could not be taken in for a day. The log of events says why; move them back with start-message-move-task.",
      metric: dead.metricApproximateNumberOfMessagesVisible({ period }),
      above: 0,
    },
    {
      id: "UndeliveredEvents",
      says: "EventBridge could not put events into the queue. Look at the queue's and the key's policies, then send them again.",
      metric: undelivered.metricApproximateNumberOfMessagesVisible({ period }),
      above: 0,
    },
    {
      id: "JobsWait",
      says: "Conversations are overdue: Genesys Cloud does not answer, or its calls a minute are used up.",
      metric: filtered(
        scope,
        "Overdue",
        props,
        work,
        FilterPattern.numberValue("$.overdueSeconds", ">=", 0),
        "$.overdueSeconds",
      ),
      above: standstillSeconds,
    },
    {
      id: "NobodyWorks",
      says: "The function work was not started for ten minutes: look at its schedule.",
      metric: work.lambda.metricInvocations({ period: Duration.minutes(10) }),
      above: 0,
      whenSilent: true,
    },
    {
      id: "DeadLetters",
      says: "A conversation could not be recorded: GET /v1/dead-letters says why, and replays it.",
      metric: filtered(
        scope,
        "Dead",
        props,
        work,
        FilterPattern.stringValue("$.msg", "=", "A conversation became a dead letter."),
        "1",
      ),
      above: 0,
    },
    {
      id: "ApiAnswers5xx",
      says: "The API answers with errors of its own: look at the log of the function api.",
      metric: http.metricServerError({ period, statistic: "Sum" }),
      above: 5,
    },
    ...functionsOf(props).flatMap(([name, one]): readonly Watched[] => [
      {
        id: `${name}Fails`,
        says: `The function ${name} ended without an answer: look at its log.`,
        metric: one.lambda.metricErrors({ period }),
        above: 0,
      },
      {
        id: `${name}Logs`,
        says: `The function ${name} logged an error: look at its log.`,
        metric: filtered(scope, `${name}Errors`, props, one, FilterPattern.stringValue("$.level", "=", "error"), "1"),
        above: 0,
      },
    ]),
  ];
}

const functionsOf = ({ events, work, api, sweep }: AlarmProps): readonly (readonly [string, JourneyFunction])[] => [
  ["Events", events],
  ["Work", work],
  ["Api", api],
  ["Sweep", sweep],
];

/** A metric out of the lines that a function logs, which are JSON and hold no personal data. */
function filtered(
  scope: Construct,
  id: string,
  { stackName }: AlarmProps,
  { logs }: JourneyFunction,
  filterPattern: IFilterPattern,
  metricValue: string,
): IMetric {
  const filter = new MetricFilter(scope, `${id}Filter`, {
    logGroup: logs,
    filterPattern,
    metricNamespace: stackName,
    metricName: id,
    metricValue,
  });
  return filter.metric({ period, statistic: "Maximum" });
}
