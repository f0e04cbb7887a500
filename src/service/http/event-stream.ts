/** One server-sent event; `data` goes out as JSON on one line. */
export interface StreamedEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}

export interface EventStreamDeps {
  /** Aborts when the service stops: every stream ends then, and whoever reads it connects again. */
  readonly stopping: AbortSignal;
  /** Milliseconds between comment lines, so that nothing on the way takes the stream for dead. */
  readonly heartbeat: number;
  /** Milliseconds after which a reader shall come back when the stream has ended; left to the reader when left out. */
  readonly retryAfter?: number | undefined;
  /** Asked at every heartbeat: a stream must not outlive the credential that opened it. */
  readonly isAllowed: () => Promise<boolean>;
  /** Told what broke a stream; the reader only sees it end. */
  readonly failed: (error: unknown) => void;
}

/** The bytes of a server-sent event stream. The source is asked for the next event only when the reader has taken the last one. */
export function eventStream(
  source: (signal: AbortSignal) => AsyncIterable<StreamedEvent>,
  { stopping, heartbeat, retryAfter, isAllowed, failed }: EventStreamDeps,
): ReadableStream<Uint8Array> {
  const ended = new AbortController();
  const events = source(ended.signal)[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  let close: (() => void) | null = null;

  const end = () => {
    if (ended.signal.aborted) return;
    ended.abort();
    clearInterval(timer);
    stopping.removeEventListener("abort", end);
    void Promise.resolve(events.return?.()).catch(failed);
    close?.();
  };

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        close = () => controller.close();
        const comment = encoder.encode(":\n\n");
        controller.enqueue(retryAfter === undefined ? comment : encoder.encode(`retry: ${retryAfter}\n\n`));
        timer = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(comment);
          isAllowed().then(
            (allowed) => (allowed ? undefined : end()),
            (error: unknown) => failed(error),
          );
        }, heartbeat);
        if (stopping.aborted) end();
        else stopping.addEventListener("abort", end);
      },
      async pull(controller) {
        try {
          const next = await events.next();
          if (ended.signal.aborted) return;
          if (next.done) end();
          else controller.enqueue(encoder.encode(frame(next.value)));
        } catch (error) {
          if (!ended.signal.aborted) failed(error);
          end();
        }
      },
      cancel() {
        close = null;
        end();
      },
    },
    { highWaterMark: 1 },
  );
}

function frame({ event, id, data }: StreamedEvent): string {
  return `event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}
