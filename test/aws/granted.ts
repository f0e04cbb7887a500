import * as z from "zod";
import type { DynamoFault, DynamoRequest } from "../service/stores/dynamodb/dynamo-proxy.ts";
import { templateOf } from "./deployed.ts";

/** One thing that a request asks for, as IAM judges it. */
interface Asked {
  readonly action: string;
  readonly index: string | null;
  readonly partitions: readonly string[];
}

export interface Grant {
  /** Refuses as AWS would what the role of the function may not do. */
  readonly judge: (request: DynamoRequest) => DynamoFault | null;
  readonly used: ReadonlySet<string>;
  readonly denied: readonly string[];
  readonly actions: ReadonlySet<string>;
}

const statement = z.object({
  Action: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  Resource: z.unknown(),
  Condition: z
    .object({ "ForAllValues:StringLike": z.object({ "dynamodb:LeadingKeys": z.array(z.string()) }) })
    .nullish()
    .catch(null),
});
const policies = z.record(
  z.string(),
  z.object({ Properties: z.object({ PolicyDocument: z.object({ Statement: z.array(statement) }) }) }),
);

const found = policies.parse(templateOf().findResources("AWS::IAM::Policy"));

/** The rights on the table that the role of one function is deployed with. */
export function grantOf(name: "Events" | "Work" | "Api" | "Sweep"): Grant {
  const statements = Object.entries(found)
    .filter(([id]) => id.startsWith(`${name}Role`))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => Action.every((action) => action.startsWith("dynamodb:")));
  const used = new Set<string>();
  const denied: string[] = [];

  const isGranted = ({ action, index, partitions }: Asked): boolean =>
    statements.some(({ Action, Resource, Condition }) => {
      const patterns = Condition?.["ForAllValues:StringLike"]["dynamodb:LeadingKeys"];
      const resource = JSON.stringify(Resource);
      return (
        Action.includes(action) &&
        (index === null || resource.includes(`"/index/${index}"`)) &&
        (!patterns || partitions.every((partition) => patterns.some((pattern) => isLike(partition, pattern))))
      );
    });

  return {
    used,
    denied,
    actions: new Set(statements.flatMap(({ Action }) => Action)),
    judge(request) {
      for (const asked of askedIn(request)) {
        used.add(asked.action);
        if (isGranted(asked)) continue;
        denied.push(`${asked.action} ${asked.index ?? ""}`.trim());
        return {
          kind: "answers instead",
          status: 400,
          body: { __type: "com.amazon.coral.service#AccessDeniedException" },
        };
      }
      return null;
    },
  };
}

/** As IAM compares: a star stands for any characters. */
function isLike(text: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}

const key = z.object({ pk: z.object({ S: z.string() }) }).transform(({ pk }) => pk.S);
const bodies = {
  BatchGetItem: z
    .object({ RequestItems: z.record(z.string(), z.object({ Keys: z.array(key) })) })
    .transform(({ RequestItems }) => [
      oneOf(
        "BatchGetItem",
        Object.values(RequestItems).flatMap(({ Keys }) => Keys),
      ),
    ]),
  BatchWriteItem: z
    .object({
      RequestItems: z.record(
        z.string(),
        z.array(
          z.union([
            z.object({ PutRequest: z.object({ Item: key }) }).transform(({ PutRequest }) => PutRequest.Item),
            z.object({ DeleteRequest: z.object({ Key: key }) }).transform(({ DeleteRequest }) => DeleteRequest.Key),
          ]),
        ),
      ),
    })
    .transform(({ RequestItems }) => [oneOf("BatchWriteItem", Object.values(RequestItems).flat())]),
  TransactWriteItems: z
    .object({
      TransactItems: z.array(
        z.union([
          z.object({ Put: z.object({ Item: key }) }).transform(({ Put }) => oneOf("PutItem", [Put.Item])),
          z.object({ Update: z.object({ Key: key }) }).transform(({ Update }) => oneOf("UpdateItem", [Update.Key])),
          z.object({ Delete: z.object({ Key: key }) }).transform(({ Delete }) => oneOf("DeleteItem", [Delete.Key])),
        ]),
      ),
    })
    .transform(({ TransactItems }) => TransactItems),
  Query: z
    .object({
      IndexName: z.string().optional(),
      ExpressionAttributeValues: z.object({ ":partition": z.object({ S: z.string() }) }),
    })
    .transform(({ IndexName, ExpressionAttributeValues }) => [
      oneOf("Query", [ExpressionAttributeValues[":partition"].S], IndexName),
    ]),
} as const;

function oneOf(operation: string, partitions: readonly string[], index?: string): Asked {
  return { action: `dynamodb:${operation}`, index: index ?? null, partitions };
}

function askedIn({ operation, body }: DynamoRequest): readonly Asked[] {
  const schema = Object.entries(bodies).find(([name]) => name === operation)?.[1];
  return schema ? schema.parse(JSON.parse(body)) : [oneOf(operation, [])];
}
