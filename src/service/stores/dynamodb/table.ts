import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type AttributeValue,
  type DynamoDBClient,
  type TransactWriteItem,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { ItemKey } from "./keys.ts";
import { untilServed, type RetryDeps } from "./retry.ts";

export type Row = Readonly<Record<string, unknown>>;

/** In expressions `@name` stands for an attribute and `:name` for a value. */
export interface Condition {
  readonly expression: string;
  readonly values: Row;
}

export type Write =
  | { readonly kind: "put"; readonly row: ItemKey & Row; readonly condition: Condition | null }
  /** Attributes that are null are removed. */
  | { readonly kind: "update"; readonly key: ItemKey; readonly attributes: Row; readonly condition: Condition }
  | { readonly kind: "delete"; readonly key: ItemKey; readonly condition: Condition | null };

export interface Query {
  readonly index?: string;
  /** Names of the key attributes, `pk` and `sk` when left out. */
  readonly names?: readonly [string, string];
  readonly partition: string;
  /** Both included. */
  readonly between: readonly [string, string];
  /** All when left out. */
  readonly limit?: number;
  readonly newestFirst?: boolean;
  readonly attributes?: readonly string[];
}

/** Null when it landed, else the items whose conditions did not hold, as they are stored. */
export type Refused = readonly { readonly write: Write; readonly stored: Row | null }[];

/** One DynamoDB table in plain values. Reads of the table and its local indexes are consistent; requests are repeated until they are served or the store is unavailable. */
export interface Table {
  get(key: ItemKey, attributes?: readonly string[]): Promise<Row | null>;
  /** In no order; what is not there is left out. */
  getAll(keys: readonly ItemKey[], attributes?: readonly string[]): Promise<readonly Row[]>;
  query(query: Query): Promise<readonly Row[]>;
  /** At most {@link transactionSize} writes, all or none. A lost answer does not make it land twice. */
  transact(writes: readonly Write[]): Promise<Refused | null>;
  putAll(rows: readonly (ItemKey & Row)[]): Promise<void>;
  removeAll(keys: readonly ItemKey[]): Promise<void>;
}

export interface TableDeps extends RetryDeps {
  readonly client: DynamoDBClient;
  readonly name: string;
  readonly newId: () => string;
}

export const transactionSize = 100;
const batchGetSize = 100;
const batchWriteSize = 25;

export const isAbsent: Condition = { expression: "attribute_not_exists(@pk)", values: {} };

export function createTable({ client, name, newId, ...retry }: TableDeps): Table {
  async function getAll(keys: readonly ItemKey[], attributes?: readonly string[]): Promise<readonly Row[]> {
    const found: Row[] = [];
    const distinct = [...new Map(keys.map((key) => [`${key.pk}\n${key.sk}`, key])).values()];
    for (let from = 0; from < distinct.length; from += batchGetSize) {
      let left: Record<string, AttributeValue>[] | undefined = distinct
        .slice(from, from + batchGetSize)
        .map(({ pk, sk }) => marshall({ pk, sk }));
      while (left && left.length > 0) {
        const asked: Record<string, AttributeValue>[] = left;
        const answer = await untilServed(retry, async () => {
          const batch = await client.send(
            new BatchGetItemCommand({
              RequestItems: { [name]: { Keys: asked, ConsistentRead: true, ...projection(attributes) } },
            }),
          );
          if ((batch.Responses?.[name] ?? []).length === 0 && batch.UnprocessedKeys?.[name]) throw new Unserved();
          return batch;
        });
        found.push(...(answer.Responses?.[name] ?? []).map((item) => unmarshall(item)));
        left = answer.UnprocessedKeys?.[name]?.Keys;
      }
    }
    return found;
  }

  async function writeAll(requests: readonly WriteRequest[]): Promise<void> {
    for (let from = 0; from < requests.length; from += batchWriteSize) {
      let left: WriteRequest[] | undefined = requests.slice(from, from + batchWriteSize);
      while (left && left.length > 0) {
        const asked: WriteRequest[] = left;
        const answer = await untilServed(retry, async () => {
          const batch = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: asked } }));
          if (batch.UnprocessedItems?.[name]?.length === asked.length) throw new Unserved();
          return batch;
        });
        left = answer.UnprocessedItems?.[name];
      }
    }
  }

  return {
    getAll,
    async get(key, attributes) {
      const [row] = await getAll([key], attributes);
      return row ?? null;
    },
    async query({
      index,
      names = ["pk", "sk"],
      partition,
      between,
      limit = Infinity,
      newestFirst = false,
      attributes,
    }) {
      const rows: Row[] = [];
      let from: Record<string, AttributeValue> | undefined;
      // Global indexes have no consistent reads; what is read there is checked on the item itself.
      const isGlobal = names[0] !== "pk";
      do {
        const start = from;
        const answer = await untilServed(retry, () => {
          const shown = projection(attributes);
          return client.send(
            new QueryCommand({
              TableName: name,
              ...(index !== undefined && { IndexName: index }),
              ConsistentRead: !isGlobal,
              KeyConditionExpression: "#partition = :partition AND #sort BETWEEN :from AND :to",
              ExpressionAttributeValues: marshall({ ":partition": partition, ":from": between[0], ":to": between[1] }),
              ...(limit < Infinity && { Limit: limit - rows.length }),
              ScanIndexForward: !newestFirst,
              ...shown,
              ExpressionAttributeNames: {
                ...shown.ExpressionAttributeNames,
                "#partition": names[0],
                "#sort": names[1],
              },
              ...(start && { ExclusiveStartKey: start }),
            }),
          );
        });
        rows.push(...(answer.Items ?? []).map((item) => unmarshall(item)));
        from = answer.LastEvaluatedKey;
      } while (from && rows.length < limit);
      return rows;
    },
    transact(writes) {
      const token = newId();
      const items = writes.map((write) => toItem(name, write));
      return untilServed(retry, async () => {
        try {
          await client.send(new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: token }));
          return null;
        } catch (error) {
          const refused = refusedWrites(error, writes);
          if (refused.length > 0) return refused;
          throw error;
        }
      });
    },
    putAll: (rows) => writeAll(rows.map((row) => ({ PutRequest: { Item: toAttributes(row) } }))),
    removeAll: (keys) => writeAll(keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: marshall({ pk, sk }) } }))),
  };
}

/** A batch of which nothing was served: DynamoDB throttles without saying so. */
class Unserved extends Error {
  override readonly name = "ThrottlingException";
}

function refusedWrites(error: unknown, writes: readonly Write[]): Refused {
  if (!(error instanceof TransactionCanceledException)) return [];
  return (error.CancellationReasons ?? []).flatMap(({ Code, Item }, index) => {
    const write = writes[index];
    if (Code !== "ConditionalCheckFailed" || !write) return [];
    return [{ write, stored: Item ? unmarshall(Item) : null }];
  });
}

const toAttributes = (row: Row): Record<string, AttributeValue> => marshall(row, { removeUndefinedValues: true });

function toItem(table: string, write: Write): TransactWriteItem {
  const common = { TableName: table, ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const };
  switch (write.kind) {
    case "put":
      return { Put: { ...common, Item: toAttributes(write.row), ...conditionOf(write.condition) } };
    case "delete":
      return {
        Delete: { ...common, Key: marshall({ pk: write.key.pk, sk: write.key.sk }), ...conditionOf(write.condition) },
      };
    case "update": {
      const entries = Object.entries(write.attributes).filter(([, value]) => value !== undefined);
      const set = entries.filter(([, value]) => value !== null);
      const gone = entries.filter(([, value]) => value === null);
      const expression = [
        set.length > 0 ? `SET ${set.map(([name]) => `@${name} = :set_${name}`).join(", ")}` : "",
        gone.length > 0 ? `REMOVE ${gone.map(([name]) => `@${name}`).join(", ")}` : "",
      ].join(" ");
      const { condition } = write;
      return {
        Update: {
          ...common,
          Key: marshall({ pk: write.key.pk, sk: write.key.sk }),
          UpdateExpression: named(expression),
          ConditionExpression: named(condition.expression),
          ExpressionAttributeNames: namesIn(`${expression} ${condition.expression}`),
          ...valuesOf({
            ...condition.values,
            ...Object.fromEntries(set.map(([name, value]) => [`set_${name}`, value])),
          }),
        },
      };
    }
    default:
      return write satisfies never;
  }
}

function conditionOf(condition: Condition | null): object {
  if (!condition) return {};
  return {
    ConditionExpression: named(condition.expression),
    ExpressionAttributeNames: namesIn(condition.expression),
    ...valuesOf(condition.values),
  };
}

function projection(attributes: readonly string[] | undefined): {
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
} {
  if (!attributes) return {};
  const expression = attributes.map((name) => `@${name}`).join(", ");
  return { ProjectionExpression: named(expression), ExpressionAttributeNames: namesIn(expression) };
}

/** Every attribute goes by a placeholder, since DynamoDB reserves hundreds of words. */
const named = (expression: string): string => expression.replaceAll("@", "#");

const namesIn = (expression: string): Record<string, string> =>
  Object.fromEntries([...expression.matchAll(/@(\w+)/g)].map(([, name = ""]) => [`#${name}`, name]));

function valuesOf(values: Row): { readonly ExpressionAttributeValues?: Record<string, AttributeValue> } {
  const entries = Object.entries(values).map(([name, value]) => [`:${name}`, value]);
  return entries.length === 0 ? {} : { ExpressionAttributeValues: marshall(Object.fromEntries(entries)) };
}
