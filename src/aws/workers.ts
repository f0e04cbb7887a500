import { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Construct } from "constructs";
import { createFunction, mayKeepRecords, type FunctionParts, type JourneyFunction } from "./functions.ts";
import type { Installation } from "./installation.ts";

export interface Workers {
  readonly work: JourneyFunction;
  readonly sweep: JourneyFunction;
}

/** What runs by schedule. A run that is missed or fails is made good by the next, so that none is repeated. */
export function createWorkers(scope: Construct, parts: FunctionParts, { secrets }: Installation): Workers {
  // One at a time, since it keeps to the calls a minute that Genesys Cloud gives one client.
  const work = createFunction(scope, {
    ...parts,
    name: "work",
    memory: 1024,
    timeout: Duration.minutes(5),
    atMost: 1,
    secrets: secrets.work,
  });
  const sweep = createFunction(scope, {
    ...parts,
    name: "sweep",
    memory: 512,
    timeout: Duration.minutes(15),
    atMost: 1,
    secrets: secrets.sweep,
  });
  for (const [one, id, every] of [
    [work, "EveryMinute", Duration.minutes(1)],
    [sweep, "EveryHour", Duration.hours(1)],
  ] as const) {
    mayKeepRecords(one, parts.storage);
    one.lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    const rule = new Rule(scope, id, { schedule: Schedule.rate(every) });
    rule.addTarget(new LambdaFunction(one.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }));
  }
  return { work, sweep };
}
