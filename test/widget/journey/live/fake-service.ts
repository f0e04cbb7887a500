import type { UnifiedInteractionContext } from "../../../../src/contract/record.ts";
import { changesRequest } from "../../../../src/contract/writes.ts";

/** A stream that the service has been asked for. */
export interface AskedStream {
  readonly token: string | null;
  readonly customers: readonly { readonly customerId: string; readonly version?: number | undefined }[];
  readonly request: RequestInit;
  readonly address: string;
  /** The widget has let go of it. */
  readonly isClosed: () => boolean;
  accept(): void;
  refuse(status: number, headers?: Record<string, string>): void;
  /** As it comes over the wire. */
  write(text: string | Uint8Array): void;
  say(record: UnifiedInteractionContext, asked?: string): void;
  end(): void;
}

export interface FakeService {
  readonly streams: readonly AskedStream[];
  readonly open: () => readonly AskedStream[];
  readonly last: () => AskedStream;
  readonly fetch: typeof fetch;
}

/** The service as far as streams of changes go; every one is answered by the test. */
export function fakeService(): FakeService {
  const streams: AskedStream[] = [];
  return {
    streams,
    open: () => streams.filter((one) => !one.isClosed()),
    last() {
      const stream = streams.at(-1);
      if (!stream) throw new Error("No stream was asked for.");
      return stream;
    },
    fetch: (address, request = {}) => {
      const answer = Promise.withResolvers<Response>();
      let body: ReadableStreamDefaultController<Uint8Array> | undefined;
      let closed = false;
      const close = (): void => {
        closed = true;
      };
      request.signal?.addEventListener("abort", () => {
        close();
        const gone = new DOMException("Aborted.", "AbortError");
        answer.reject(gone);
        body?.error(gone);
      });
      const write = (text: string | Uint8Array): void =>
        body?.enqueue(typeof text === "string" ? new TextEncoder().encode(text) : text);
      streams.push({
        address: typeof address === "string" ? address : "not a text",
        token: new Headers(request.headers).get("authorization"),
        customers: changesRequest.parse(JSON.parse(typeof request.body === "string" ? request.body : "")).customers,
        request,
        isClosed: () => closed,
        accept() {
          const stream = new ReadableStream<Uint8Array>({
            start(controller) {
              body = controller;
            },
          });
          answer.resolve(new Response(stream, { headers: { "content-type": "text/event-stream" } }));
        },
        refuse(status, headers = {}) {
          close();
          answer.resolve(new Response("{}", { status, headers }));
        },
        write,
        say: (record, asked = record.customerId) =>
          write(`event: context\nid: ${asked}:${record.version}\ndata: ${JSON.stringify(record)}\n\n`),
        end() {
          close();
          body?.close();
        },
      });
      return answer.promise;
    },
  };
}
