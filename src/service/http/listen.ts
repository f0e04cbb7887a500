import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { invalidRequest, problemResponse, refuse } from "./problem.ts";

export interface Listening {
  readonly ok: true;
  readonly url: string;
  /** Takes no more requests, lets the running ones finish for so long, then cuts what is left. */
  stop(graceMilliseconds: number): Promise<void>;
}

export interface ListenOptions {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly host: string;
  readonly port: number;
  readonly newRequestId: () => string;
}

/** Serves HTTP at the address; a fault in words when it cannot be had. */
export function listen(options: ListenOptions): Promise<Listening | { readonly ok: false; readonly fault: string }> {
  const listener = getRequestListener((request) => options.fetch(request), {
    hostname: options.host,
    // What cannot even be read as a request never reaches the app.
    errorHandler: (error) => {
      const isUnreadable = error instanceof Error && error.name === "RequestError";
      const requestId = options.newRequestId();
      const response = problemResponse(isUnreadable ? unreadable : unavailable, requestId);
      response.headers.set("x-request-id", requestId);
      response.headers.set("cache-control", "no-store");
      return response;
    },
  });
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 20_000, keepAliveTimeout: 65_000 });
  server.on("request", (incoming, outgoing) => void listener(incoming, outgoing));
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve({ ok: false, fault: describeFault(error, options) }),
    );
    server.listen(options.port, options.host, () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : options.port;
      const host = options.host.includes(":") ? `[${options.host}]` : options.host;
      resolve({ ok: true, url: `http://${host}:${port}`, stop });
    });
  });

  async function stop(graceMilliseconds: number): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    // A connection whose last answer is out would otherwise be kept for the next request.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
    await closed;
    clearInterval(idle);
    clearTimeout(cut);
  }
}

const unreadable = invalidRequest([{ path: "", message: "must have an address and a Host header that can be read" }]);
const unavailable = refuse("unavailable", "Try again shortly: the service could not finish this request.");

function describeFault(error: NodeJS.ErrnoException, { host, port }: ListenOptions): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `UIC_PORT: port ${port} on ${host} is in use; stop what uses it or choose another port.`;
    case "EACCES":
      return `UIC_PORT: this user may not listen on port ${port}; choose one above 1023.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `UIC_HOST: ${host} is no address of this machine; 0.0.0.0 listens on all of them.`;
    case undefined:
    default:
      return `The service cannot listen on ${host}:${port} (${error.code ?? "unknown error"}).`;
  }
}
