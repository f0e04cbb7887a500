import type { MiddlewareHandler } from "hono";

/** One request to the platform API as it came, and how it was answered. */
export interface RecordedCall {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON, the text where it is none, or null without a body. */
  readonly body: unknown;
  readonly status: number;
}

export interface Recorder {
  readonly middleware: MiddlewareHandler;
  /** The latest calls, the oldest first. */
  calls(): readonly RecordedCall[];
  forget(): void;
}

/** A desk that runs for weeks must not remember all of them. */
const mostCalls = 5000;

export function createRecorder(): Recorder {
  const calls: RecordedCall[] = [];
  return {
    middleware: async (context, next) => {
      const { req } = context;
      const text = req.method === "GET" || req.method === "HEAD" ? "" : await req.text();
      await next();
      const { pathname, searchParams } = new URL(req.url);
      calls.push({
        method: req.method,
        path: pathname,
        query: Object.fromEntries(searchParams),
        body: text === "" ? null : parsed(text),
        status: context.res.status,
      });
      if (calls.length > mostCalls) calls.shift();
    },
    calls: () => [...calls],
    forget: () => {
      calls.length = 0;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
