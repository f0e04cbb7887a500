import ApiClient from "purecloud-platform-client-v2/src/purecloud-platform-client-v2/ApiClient.js";
import * as z from "zod/mini";
import { catch as orElse } from "zod/mini";
import type { RegionDomain } from "../../contract/regions.ts";
import type { WidgetConfig } from "../../contract/widget-config.ts";
import { FetchHttpClient, HttpFailure } from "./fetch-http-client.ts";
import type { AgentSession } from "./genesys.ts";

export interface PlatformAnswer {
  readonly status: number;
  /** By lower-case name, as far as the browser may read them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface PlatformRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With `{name}` where `pathParameters` go. */
  readonly path: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export type Exchange =
  | { readonly kind: "signed-in"; readonly session: AgentSession }
  | { readonly kind: "denied" }
  | { readonly kind: "unreachable" };

/** purecloud-platform-client-v2 as far as the widget uses it: the calls and both grants of one environment. */
export interface PlatformClient {
  /** Null when nothing came back, or it was aborted. */
  call(session: AgentSession, request: PlatformRequest, signal: AbortSignal): Promise<PlatformAnswer | null>;
  /** Where the login host is asked; with a verifier by PKCE, without by the implicit grant. */
  authorizeUrl(request: {
    readonly redirectUri: string;
    readonly state: string;
    readonly codeVerifier: string | null;
  }): Promise<string>;
  exchangeCode(answer: {
    readonly code: string;
    readonly codeVerifier: string;
    readonly redirectUri: string;
  }): Promise<Exchange>;
}

export interface PlatformClientDependencies {
  readonly config: WidgetConfig;
  readonly environment: RegionDomain;
  readonly window: Window;
  readonly fetch: typeof globalThis.fetch;
}

const bearer = ["PureCloud OAuth"];
const json = ["application/json"];
const extendedAnswer = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.unknown(),
});
const authData = z.object({
  accessToken: z.string().check(z.minLength(1)),
  tokenExpiryTime: orElse(z.nullable(z.number()), null),
});

/** Asks the SDK where it would open its popup, without its popup: that one believes whoever answers. */
class AuthorizeUrls extends ApiClient {
  override _startAuthPopup(url: string): Promise<string> {
    return Promise.resolve(url);
  }
}

export function createPlatformClient({
  config,
  environment,
  window,
  fetch,
}: PlatformClientDependencies): PlatformClient {
  const open = <T extends ApiClient>(client: T, http: FetchHttpClient): T => {
    // The SDK puts itself on the window, where any script could read its token.
    Reflect.deleteProperty(window, "ApiClient");
    const { gateway } = config.genesys;
    if (gateway === undefined) client.setEnvironment(environment);
    else client.setGateway(gateway);
    client.setHttpClient(http);
    client.setReturnExtendedResponses(true);
    return client;
  };
  const http = new FetchHttpClient(fetch);
  const client = open(new ApiClient(), http);

  return {
    async call(session, { method, path, pathParameters = {}, query = {}, body = null }, signal) {
      const answered = http.abortable(signal, () => {
        client.setAccessToken(session.accessToken);
        return client.callApi(path, method, pathParameters, query, {}, null, body, bearer, json, json);
      });
      // The SDK rejects with the answer itself where there is one, and with an error where there is none.
      const answer = extendedAnswer.safeParse(await answered.catch((failure: unknown) => failure));
      return answer.success ? answer.data : null;
    },

    async authorizeUrl({ redirectUri, state, codeVerifier }) {
      const { clientId } = config.oauth;
      const asking = open(new AuthorizeUrls(), http);
      const options = { state, authPopupConfiguration: { usePopup: true } };
      const { href } = window.location;
      const url =
        codeVerifier === null
          ? asking.loginImplicitGrant(clientId, redirectUri, options)
          : asking.loginPKCEGrant(clientId, redirectUri, options, codeVerifier);
      // The SDK has just cut the query off the address, and with it the launch parameters.
      if (window.location.href !== href) window.history.replaceState(null, "", href);
      return z.parse(z.string(), await url);
    },

    async exchangeCode({ code, codeVerifier, redirectUri }) {
      try {
        const exchanging = open(new ApiClient(), http);
        const answer = await exchanging.authorizePKCEGrant(config.oauth.clientId, codeVerifier, code, redirectUri);
        const { accessToken, tokenExpiryTime } = z.parse(authData, answer);
        return { kind: "signed-in", session: { accessToken, expiresAt: tokenExpiryTime } };
      } catch (failure) {
        const isRefused = failure instanceof HttpFailure && failure.response.status < 500;
        return { kind: isRefused ? "denied" : "unreachable" };
      }
    },
  };
}
