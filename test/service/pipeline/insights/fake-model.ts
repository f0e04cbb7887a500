import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import * as z from "zod/mini";

const completionRequest = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  response_format: z.optional(z.object({ type: z.string() })),
});

export interface ModelRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The message of that role. */
  readonly said: (role: "system" | "user") => string;
  readonly model: string;
  readonly responseFormat: string | undefined;
}

export interface FakeModel {
  readonly baseUrl: string;
  readonly requests: ModelRequest[];
  /** Set to what it answers in JSON mode, or to what it does with the connection. */
  answer: unknown;
  respond: ((response: ServerResponse) => void) | null;
  readonly close: () => Promise<void>;
}

/** A server that speaks the OpenAI protocol over real HTTP. */
export async function startFakeModel(): Promise<FakeModel> {
  const requests: ModelRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const body = z.parse(completionRequest, JSON.parse(text));
      requests.push({
        path: request.url ?? "",
        headers: request.headers,
        text,
        model: body.model,
        responseFormat: body.response_format?.type,
        said: (role) => body.messages.find((message) => message.role === role)?.content ?? "",
      });
      if (fake.respond) fake.respond(response);
      else reply(response, completionOf(JSON.stringify(fake.answer)));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const fake: FakeModel = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    answer: { notes: "The customer disputes the April bill; the agent promised a refund.", followUps: [] },
    respond: null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return fake;
}

export function reply(response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

export function completionOf(content: unknown): unknown {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_777_888_999,
    model: "small",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: { prompt_tokens: 300, completion_tokens: 40, total_tokens: 340 },
  };
}
