import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { Disposer } from "../runtime.ts";
import type { Channels } from "./channels.ts";

const path = /^\/channels\/([\w-]+)$/;

/** Upgrades `/channels/{id}` of a server to the channel's WebSocket; an unknown channel is answered 404. */
export function acceptSockets(server: Server, channels: Channels): Disposer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 65_536 });
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const id = path.exec(request.url ?? "")?.[1];
    if (id === undefined || channels.find(id) === undefined) {
      stream.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const connection = channels.connect(id, {
        send: (text) => socket.send(text),
        close: (code, reason) => socket.close(code, reason),
      });
      if (connection === null) {
        socket.close(1008, "no such channel");
        return;
      }
      socket.on("message", (data) => connection.receive(textOf(data)));
      socket.on("close", () => connection.closed());
      socket.on("error", () => connection.closed());
    });
  };
  server.on("upgrade", upgrade);
  return () => {
    server.off("upgrade", upgrade);
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data).toString("utf8");
}
