import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";
import * as z from "zod";
import type { FunctionUnderTest } from "./function-under-test.ts";

export interface EventQueue {
  readonly client: SQSClient;
  readonly url: string;
  /** As a rule of EventBridge sends an envelope to a queue: as the whole body. */
  send(envelope: unknown): Promise<void>;
  sendText(body: string): Promise<void>;
  /** Bodies of the dead letters. */
  dead(): readonly string[];
  /** How many messages are in the queue, received or not. */
  waiting(): number;
}

export interface Queues {
  /** A queue whose messages are dead letters after so many receives. */
  create(maxReceiveCount: number): EventQueue;
  stop(): Promise<void>;
}

export async function startQueues(): Promise<Queues> {
  const server = await startFauxqs({ port: 0, logger: false });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const client = new SQSClient({
    endpoint,
    // The queue's address has a host that only the emulator knows.
    useQueueUrlAsEndpoint: false,
    region: "eu-west-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  let count = 0;
  return {
    create(maxReceiveCount) {
      count += 1;
      const [name, deadName] = [`events-${count}`, `events-${count}-dead`];
      const attributes = { region: "eu-west-1" };
      const dead = server.createQueue(deadName, attributes);
      const { queueUrl } = server.createQueue(name, {
        ...attributes,
        attributes: {
          VisibilityTimeout: "180",
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.queueArn, maxReceiveCount }),
        },
      });
      const messagesOf = (queue: string) => server.inspectQueue(queue)?.messages;
      const sendText = async (body: string): Promise<void> => {
        await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
      };
      return {
        client,
        url: queueUrl,
        send: (envelope) => sendText(JSON.stringify(envelope)),
        sendText,
        dead: () => (messagesOf(deadName)?.ready ?? []).map(({ body }) => body),
        waiting: () => (messagesOf(name)?.ready.length ?? 0) + (messagesOf(name)?.inflight.length ?? 0),
      };
    },
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}

const sqsAnswer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/**
 * One poll of Lambda's event source mapping with `ReportBatchItemFailures`: what is not given back is deleted.
 * What is given back is visible again at once, as if its time had passed. Answers how many messages there were.
 */
export async function pollOnce({ client, url }: EventQueue, handler: FunctionUnderTest): Promise<number> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 0,
      MessageSystemAttributeNames: ["All"],
    }),
  );
  if (Messages.length === 0) return 0;
  const event = {
    Records: Messages.map(({ MessageId, ReceiptHandle, Body, Attributes, MD5OfBody }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: Attributes,
      messageAttributes: {},
      md5OfBody: MD5OfBody,
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:eu-west-1:000000000000:events",
      awsRegion: "eu-west-1",
    })),
  };
  const { batchItemFailures } = sqsAnswer.parse(await handler.invoke(event));
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { MessageId = "", ReceiptHandle } of Messages) {
    const handle = { QueueUrl: url, ReceiptHandle };
    if (failed.has(MessageId))
      await client.send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: 0 }));
    else await client.send(new DeleteMessageCommand(handle));
  }
  return Messages.length;
}

/** Polls until the queue is empty. */
export async function pollUntilEmpty(queue: EventQueue, handler: FunctionUnderTest): Promise<number> {
  let polls = 0;
  while ((await pollOnce(queue, handler)) > 0) polls += 1;
  return polls;
}
