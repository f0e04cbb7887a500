import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A request to DynamoDB, by the name of its operation. */
export interface DynamoRequest {
  readonly operation: string;
  readonly body: string;
}

/** What DynamoDB Local never does and DynamoDB does: answer otherwise, before or after the request was carried out. */
export type DynamoFault =
  | { readonly kind: "answers instead"; readonly status: number; readonly body: unknown }
  | { readonly kind: "drops the answer" };

export interface DynamoProxy {
  readonly endpoint: string;
  /** Decides for each request whether it goes wrong. */
  fault: (request: DynamoRequest) => DynamoFault | null;
  /** Sees every answer that went through. */
  seen: (request: DynamoRequest, answer: string) => void;
  stop(): Promise<void>;
}

export const throttled: DynamoFault = {
  kind: "answers instead",
  status: 400,
  body: {
    __type: "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
    message: "The level of configured provisioned throughput for the table was exceeded.",
  },
};

export function cancelled(...reasons: readonly string[]): DynamoFault {
  return {
    kind: "answers instead",
    status: 400,
    body: {
      __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
      message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.join(", ")}]`,
      CancellationReasons: reasons.map((Code) => ({ Code })),
    },
  };
}

/** DynamoDB behind a server that goes wrong where a test wants it to. */
export async function startDynamoProxy(target: string): Promise<DynamoProxy> {
  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString("utf8");
    const operation = String(incoming.headers["x-amz-target"]).split(".")[1] ?? "";
    const request = { operation, body };
    const fault = proxy.fault(request);
    if (fault?.kind === "answers instead") {
      response.writeHead(fault.status, { "content-type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify(fault.body));
      return;
    }
    const headers = new Headers();
    for (const name of ["content-type", "x-amz-target", "authorization", "x-amz-date"]) {
      headers.set(name, String(incoming.headers[name]));
    }
    const served = await fetch(target, { method: "POST", headers, body });
    const text = await served.text();
    if (fault?.kind === "drops the answer") {
      response.destroy();
      return;
    }
    proxy.seen(request, text);
    response.writeHead(served.status, { "content-type": "application/x-amz-json-1.0" });
    response.end(text);
  }

  const server = createServer((incoming, response) => void answer(incoming, response));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const proxy: DynamoProxy = {
    endpoint: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    fault: () => null,
    seen: () => {},
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}
