import AbstractHttpClient from "purecloud-platform-client-v2/src/purecloud-platform-client-v2/AbstractHttpClient.js";
import type HttpRequestOptions from "purecloud-platform-client-v2/src/purecloud-platform-client-v2/HttpRequestOptions.js";

/** What the SDK takes for an answer, and, on a failure that carries one, for the failure. */
export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
  readonly text: string;
}

/** An answer that is no success. Unlike the SDK's own, it holds nothing of the request, so neither the token nor the code. */
export class HttpFailure extends Error {
  readonly response: HttpAnswer;

  constructor(response: HttpAnswer) {
    super(`Genesys Cloud answered ${response.status}.`);
    this.name = "HttpFailure";
    this.response = response;
  }
}

const timeoutMilliseconds = 8000;

/** The platform SDK's HTTP client over fetch, with a time limit and a way to abort. */
export class FetchHttpClient extends AbstractHttpClient {
  readonly #fetch: typeof globalThis.fetch;
  #signal: AbortSignal | undefined;

  constructor(fetch: typeof globalThis.fetch) {
    super();
    this.#fetch = fetch;
  }

  /** Aborts what `start` requests while it runs with `signal`: the SDK has no place for one. */
  abortable<T>(signal: AbortSignal, start: () => T): T {
    this.#signal = signal;
    try {
      return start();
    } finally {
      this.#signal = undefined;
    }
  }

  /** The SDK's hooks are not offered: they would see every token. */
  override enableHooks(): void {
    throw new Error("The hooks of the platform SDK are switched off.");
  }

  override async request({ url, method, params, headers, data }: HttpRequestOptions): Promise<HttpAnswer> {
    const limit = AbortSignal.timeout(timeoutMilliseconds);
    const signal = this.#signal === undefined ? limit : AbortSignal.any([limit, this.#signal]);
    const query = new URLSearchParams(params).toString();
    const answer = await this.#send(`${url}${query === "" ? "" : `?${query}`}`, {
      method,
      signal,
      ...(headers && { headers }),
      ...(data !== undefined && { body: typeof data === "string" ? data : JSON.stringify(data) }),
    });
    if (answer.status < 200 || answer.status > 299) throw new HttpFailure(answer);
    return answer;
  }

  async #send(url: string, init: RequestInit): Promise<HttpAnswer> {
    try {
      const answer = await this.#fetch(url, {
        ...init,
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
      });
      const text = await answer.text();
      return {
        status: answer.status,
        statusText: answer.statusText,
        headers: Object.fromEntries(answer.headers),
        data: parseJson(text),
        text,
      };
    } catch {
      // A new error without a cause: what fetch throws may name the URL, and a test's or a proxy's may hold the request.
      throw new Error("Genesys Cloud did not answer.");
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
