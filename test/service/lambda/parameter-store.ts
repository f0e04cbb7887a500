import { createServer } from "node:http";
import * as z from "zod";

export interface ParameterStore {
  readonly endpoint: string;
  /** Name to value. */
  readonly parameters: Map<string, string>;
  stop(): Promise<void>;
}

const request = z.object({ Names: z.array(z.string()).max(10), WithDecryption: z.literal(true) });

/** What a function asks of SSM's Parameter Store, over real HTTP. */
export async function startParameterStore(): Promise<ParameterStore> {
  const parameters = new Map<string, string>();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { Names } = request.parse(JSON.parse(Buffer.concat(chunks).toString()));
      const Parameters = Names.flatMap((Name) => {
        const Value = parameters.get(Name);
        return Value === undefined ? [] : { Name, Value, Type: "SecureString" };
      });
      const InvalidParameters = Names.filter((name) => !parameters.has(name));
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ Parameters, InvalidParameters }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    parameters,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
