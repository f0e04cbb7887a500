import * as z from "zod/mini";
import { PlatformError } from "./answer.ts";
import type { Fetch } from "./fetch-json.ts";
import { fetchJson } from "./fetch-json.ts";

const tokenAnswer = z.object({ access_token: z.string().check(z.minLength(1)), expires_in: z.nullish(z.number()) });

export interface TokenSource {
  /** The present token, or a new one when that is about to end. Rejects with a PlatformError. */
  current(): Promise<string>;
  /** Says that Genesys Cloud no longer takes this token. */
  forget(token: string): void;
}

interface TokenSettings {
  readonly loginOrigin: string;
  readonly client: { readonly id: string; readonly secret: string };
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly timeoutMilliseconds: number;
}

interface Token {
  readonly value: string;
  readonly renewAt: number;
}

/** The client-credentials token of one organisation, asked for once however many wait for it. */
export function createTokenSource(settings: TokenSettings): TokenSource {
  let token: Token | null = null;
  let asking: Promise<Token> | null = null;
  return {
    async current() {
      if (token !== null && token.renewAt > settings.now()) return token.value;
      asking ??= askForToken(settings).finally(() => {
        asking = null;
      });
      token = await asking;
      return token.value;
    },
    forget(value) {
      if (token?.value === value) token = null;
    },
  };
}

/** Wrong credentials are nobody's conversation's fault: everything waits until they are mended, and they are tried once a minute. */
const pauseAfterRefusal = 60_000;

async function askForToken({ loginOrigin, client, fetch, now, timeoutMilliseconds }: TokenSettings): Promise<Token> {
  const askedAt = now();
  const { id, secret } = client;
  const response = await fetchJson({ fetch, now, timeoutMilliseconds }, new URL("/oauth/token", loginOrigin), {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ grant_type: "client_credentials" }).toString(),
  });
  if (response.status === 400 || response.status === 401 || response.status === 403) {
    const reason = `The login host refused the client credentials (${response.status}); check the organisation's client.id and the secret in its client.secretEnv.`;
    throw new PlatformError({ kind: "held_back", until: now() + pauseAfterRefusal, reason });
  }
  const read = tokenAnswer.safeParse(response.body);
  if (response.status !== 200 || !read.success) {
    const reason = `The login host answered ${response.status} without a token; it is asked again.`;
    throw new PlatformError({ kind: "unavailable", reason, retryAfterMilliseconds: response.retryAfterMilliseconds });
  }
  const lifetime = (read.data.expires_in ?? 86_400) * 1000;
  // Renewed early enough that no call sets out with a token that ends under way.
  return { value: read.data.access_token, renewAt: askedAt + lifetime - Math.min(60_000, lifetime / 5) };
}
