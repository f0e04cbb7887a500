import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Stands between the service and its server, and breaks the connection when the next answer to a command comes. */
export interface CuttingProxy {
  readonly url: string;
  /** Lets the server do what it is asked next, and loses its answer. */
  loseNextAnswer(command: string): void;
  /** How many answers were lost. */
  lost(): number;
  close(): Promise<void>;
}

export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  const { port } = new URL(target);
  let losing: string | null = null;
  let lost = 0;
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(Number(port), "127.0.0.1");
    let isDoomed = false;
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.on("data", (asked) => {
      if (losing !== null && asked.includes(losing)) {
        losing = null;
        isDoomed = true;
      }
      server.write(asked);
    });
    server.on("data", (answer) => {
      if (!isDoomed) return void client.write(answer);
      lost += 1;
      client.destroy();
    });
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  if (typeof address !== "object" || !address) throw new Error("There is no free port.");
  return {
    url: `redis://127.0.0.1:${address.port}/0`,
    loseNextAnswer(command) {
      losing = command;
    },
    lost: () => lost,
    async close() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, "close");
    },
  };
}
