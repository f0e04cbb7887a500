import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  agentOne,
  agentTwo,
  answeredCall,
  answeredConversation,
  escalationQueueId,
  queueId,
  wrapUpId,
} from "./genesys-shapes.ts";

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it stands, in place of `body`. */
  readonly text?: string;
}

type Responder = (id: string) => Reply | undefined;

export interface FakeGenesys {
  readonly origin: string;
  /** Paths asked for, in order; tokens asked for are `POST /oauth/token`. */
  readonly calls: string[];
  readonly authorizations: (string | undefined)[];
  /** Consulted before the ordinary answer; undefined lets that stand. */
  detail: Responder;
  conversation: Responder;
  any: (path: string) => Reply | undefined;
  readonly callsTo: (part: string) => number;
  readonly close: () => Promise<void>;
}

/** Genesys Cloud's login and platform API over real HTTP: every conversation is an answered call unless told otherwise. */
export async function startFakeGenesys(): Promise<FakeGenesys> {
  const calls: string[] = [];
  const authorizations: (string | undefined)[] = [];
  let tokens = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    calls.push(`${request.method} ${path}`);
    authorizations.push(request.headers.authorization);
    void reply(request, response);
  });
  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for await (const _ of request);
    const path = request.url ?? "";
    const { status, body, headers, text } = fake.any(path) ?? ordinary(path);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(text ?? (body === undefined ? "" : JSON.stringify(body)));
  }
  function ordinary(path: string): Reply {
    if (path === "/oauth/token") {
      tokens += 1;
      return { status: 200, body: { access_token: `token-${tokens}`, token_type: "bearer", expires_in: 86_400 } };
    }
    const [, detailId] = /^\/api\/v2\/analytics\/conversations\/([^/]+)\/details$/.exec(path) ?? [];
    if (detailId !== undefined) return fake.detail(detailId) ?? { status: 200, body: answeredCall(detailId) };
    const [, id] = /^\/api\/v2\/conversations\/([^/]+)$/.exec(path) ?? [];
    if (id !== undefined) return fake.conversation(id) ?? { status: 200, body: answeredConversation(id) };
    const name = names[path];
    return name === undefined ? { status: 404, body: { code: "not.found" } } : { status: 200, body: { name } };
  }
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const fake: FakeGenesys = {
    origin: `http://127.0.0.1:${port}`,
    calls,
    authorizations,
    detail: () => undefined,
    conversation: () => undefined,
    any: () => undefined,
    callsTo: (part) => calls.filter((call) => call.includes(part)).length,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return fake;
}

const names: Readonly<Record<string, string>> = {
  [`/api/v2/routing/queues/${queueId}`]: "Support",
  [`/api/v2/routing/queues/${escalationQueueId}`]: "Second line",
  [`/api/v2/users/${agentOne}`]: "Agent One",
  [`/api/v2/users/${agentTwo}`]: "Agent Two",
  [`/api/v2/routing/wrapupcodes/${wrapUpId}`]: "Billing dispute",
};
