import { failed, type Answer } from "./answer.ts";

/** One request to Genesys Cloud and what came back, before anybody has judged it. */
export interface Exchange {
  readonly status: number;
  /** Parsed JSON, or undefined where there was none. */
  readonly body: unknown;
  readonly text: string;
  readonly retryAfterSeconds: number | null;
}

export interface ExchangeSettings {
  readonly fetch: (url: URL, init: RequestInit) => Promise<Response>;
  readonly timeoutMilliseconds: number;
}

/** Follows no redirect: a token goes to the host it was meant for and nowhere else. */
export async function exchange(
  { fetch, timeoutMilliseconds }: ExchangeSettings,
  url: URL,
  init: RequestInit,
): Promise<Answer<Exchange>> {
  try {
    const response = await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(timeoutMilliseconds) });
    const retryAfter = response.headers.get("retry-after") ?? "";
    const text = await response.text();
    return {
      ok: true,
      value: {
        status: response.status,
        body: parsed(text),
        text,
        retryAfterSeconds: /^\d{1,5}$/.test(retryAfter) ? Number(retryAfter) : null,
      },
    };
  } catch {
    return failed({
      kind: "unavailable",
      sentence: `${url.host} cannot be reached from here; check the network, the proxy and the name of the environment.`,
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
