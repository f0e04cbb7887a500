import { PlatformError } from "./answer.ts";
import { readRetryAfter } from "./retry-after.ts";

export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

export interface JsonResponse {
  readonly status: number;
  /** Parsed JSON, or undefined where there was none. */
  readonly body: unknown;
  readonly retryAfterMilliseconds: number | null;
}

interface FetchSettings {
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly timeoutMilliseconds: number;
}

/** One request, without following redirects. Rejects with a PlatformError when no answer came; that error holds neither headers nor body. */
export async function fetchJson(settings: FetchSettings, url: URL, init: RequestInit): Promise<JsonResponse> {
  const timeout = AbortSignal.timeout(settings.timeoutMilliseconds);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  try {
    const response = await settings.fetch(url, { ...init, signal, redirect: "error" });
    const text = await readText(response);
    return {
      status: response.status,
      body: parsed(text),
      retryAfterMilliseconds: readRetryAfter(response.headers.get("retry-after"), settings.now()),
    };
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    if (init.signal?.aborted === true) {
      throw new PlatformError({ kind: "stopped", reason: "The service is stopping; the job is taken up again." });
    }
    const reason = timeout.aborted
      ? `${url.host} did not answer within ${settings.timeoutMilliseconds} ms; it is asked again.`
      : `${url.host} could not be reached; check the network and the organisation's environment.`;
    throw new PlatformError({ kind: "unavailable", reason, retryAfterMilliseconds: null });
  }
}

/** No answer of Genesys Cloud is that long; one that is must not fill the memory. */
const longestAnswer = 16 * 1024 * 1024;

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > longestAnswer) {
      throw new PlatformError({ kind: "unreadable", reason: "Genesys Cloud answered more than can be read." });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
