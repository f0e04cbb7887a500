import { problem, type Problem } from "../contract/problem.ts";

/** Where the service is and who calls it. */
export interface ClientOptions {
  /** Such as `https://uic.example.com`. */
  readonly baseUrl: string;
  /** Its scopes say what may be called: `contexts:read`, `contexts:write`. */
  readonly serviceKey: string;
  /** How long one request may take; 5 s when left out. */
  readonly timeoutMilliseconds?: number;
  /** How long a read may wait, in all, where the service asks to wait; 10 s when left out. */
  readonly patienceMilliseconds?: number;
  /** The platform's own when left out. */
  readonly fetch?: typeof fetch;
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/** What went wrong, in a form to decide by; `sentence` says what to do next and holds no personal data. */
export type Failure = { readonly ok: false; readonly sentence: string } & (
  | {
      readonly reason: "refused";
      readonly problem: Problem;
      /** How long the service asks to wait before the same request is sent again. */
      readonly retryAfterSeconds: number | null;
    }
  /** It may or may not have arrived: the same write with the same id can be sent again, it never doubles. */
  | { readonly reason: "unreachable" }
  | { readonly reason: "unreadable" }
);
export type Result<T> = { readonly ok: true; readonly value: T } | Failure;

interface Schema<T> {
  safeParse(data: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

interface Message<T> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  readonly path: string;
  readonly body?: unknown;
  readonly answer: Schema<T>;
}

export interface Sender {
  /** Waits and asks again where the service says so. */
  read<T>(message: Message<T>): Promise<Result<T>>;
  /** Sends once. */
  write<T>(message: Message<T>): Promise<Result<T>>;
}

export function createSender(options: ClientOptions): Sender {
  const { timeoutMilliseconds = 5000, patienceMilliseconds = 10_000, wait = sleep } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const send = options.fetch ?? fetch;

  async function write<T>({ method, path, body, answer }: Message<T>): Promise<Result<T>> {
    try {
      const response = await send(baseUrl + path, {
        method,
        headers: { authorization: `Bearer ${options.serviceKey}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      const text = await response.text();
      return response.ok ? readAnswer(answer, text) : readProblem(text, response.headers.get("retry-after"));
    } catch {
      return { ok: false, reason: "unreachable", sentence: "The service cannot be reached; try again shortly." };
    }
  }

  return {
    write,
    async read(message) {
      let patience = patienceMilliseconds;
      for (;;) {
        const result = await write(message);
        if (result.ok || result.reason !== "refused" || result.retryAfterSeconds === null) return result;
        const pause = Math.max(result.retryAfterSeconds * 1000, shortestPause);
        if (pause > patience) return result;
        patience -= pause;
        await wait(pause);
      }
    },
  };
}

/** A service that asks to wait no time at all must not be asked without end. */
const shortestPause = 100;

function readAnswer<T>(schema: Schema<T>, text: string): Result<T> {
  const read = schema.safeParse(parseJson(text));
  return read.success ? { ok: true, value: read.data } : unreadable;
}

function readProblem(text: string, retryAfter: string | null): Failure {
  const read = problem.safeParse(parseJson(text));
  if (!read.success) return unreadable;
  const retryAfterSeconds = retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
  return { ok: false, reason: "refused", sentence: read.data.detail, problem: read.data, retryAfterSeconds };
}

const unreadable: Failure = {
  ok: false,
  reason: "unreadable",
  sentence: "What answers is not this service, or another version of it; check baseUrl.",
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
