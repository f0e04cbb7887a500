// The SDK types only its root import, which brings every API class along. These are the parts that are imported deep.

declare module "purecloud-platform-client-v2/src/purecloud-platform-client-v2/HttpRequestOptions.js" {
  interface HttpRequestOptions {
    readonly url: string;
    readonly method: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly params?: Readonly<Record<string, string>>;
    readonly data?: unknown;
  }
  export default HttpRequestOptions;
}

declare module "purecloud-platform-client-v2/src/purecloud-platform-client-v2/AbstractHttpClient.js" {
  import type HttpRequestOptions from "purecloud-platform-client-v2/src/purecloud-platform-client-v2/HttpRequestOptions.js";

  export default class AbstractHttpClient {
    request(options: HttpRequestOptions): Promise<unknown>;
    enableHooks(): void;
  }
}

declare module "purecloud-platform-client-v2/src/purecloud-platform-client-v2/ApiClient.js" {
  import type AbstractHttpClient from "purecloud-platform-client-v2/src/purecloud-platform-client-v2/AbstractHttpClient.js";

  interface LoginOptions {
    readonly state: string;
    readonly authPopupConfiguration: { readonly usePopup: boolean };
  }

  export default class ApiClient {
    setEnvironment(environment: string): void;
    setGateway(gateway: { readonly protocol: string; readonly host: string; readonly port: number }): void;
    setHttpClient(client: AbstractHttpClient): void;
    setReturnExtendedResponses(extended: boolean): void;
    setAccessToken(accessToken: string): void;
    loginImplicitGrant(clientId: string, redirectUri: string, options: LoginOptions): Promise<unknown>;
    loginPKCEGrant(
      clientId: string,
      redirectUri: string,
      options: LoginOptions,
      codeVerifier: string,
    ): Promise<unknown>;
    authorizePKCEGrant(clientId: string, codeVerifier: string, code: string, redirectUri: string): Promise<unknown>;
    /** Where the login methods open their popup; what it resolves with is what they resolve with. */
    _startAuthPopup(url: string): Promise<unknown>;
    callApi(
      path: string,
      method: string,
      pathParameters: Readonly<Record<string, string>>,
      queryParameters: Readonly<Record<string, string>>,
      headers: Readonly<Record<string, string>>,
      form: null,
      body: unknown,
      authentications: readonly string[],
      contentTypes: readonly string[],
      accepts: readonly string[],
    ): Promise<unknown>;
  }
}
