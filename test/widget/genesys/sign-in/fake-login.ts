import { webcrypto } from "node:crypto";
import type { WidgetConfig } from "../../../../src/contract/widget-config.ts";
import type { SignIn, SignInState } from "../../../../src/widget/genesys/genesys.ts";
import type { Exchange, PlatformClient, PlatformRequest } from "../../../../src/widget/genesys/platform-client.ts";
import { handOverType } from "../../../../src/widget/genesys/sign-in/hand-over.ts";
import { takeReturned } from "../../../../src/widget/genesys/sign-in/returned.ts";
import { createSignIn } from "../../../../src/widget/genesys/sign-in/sign-in.ts";
import { type FakeChild, type FakeFrame, widgetOrigin } from "../fake-browser.ts";

export const launch =
  "?gcHostOrigin=https%3A%2F%2Fapps.mypurecloud.ie&gcTargetEnv=prod-euw1&gcConversationId=9a1b6a44-0000-4000-8000-00000000cb01";
export const launchAddress = `${widgetOrigin}/${launch}`;

/** What happened at Genesys Cloud: codes that were exchanged and calls that were made. */
export interface FakeLogin {
  readonly exchanged: { readonly code: string; readonly codeVerifier: string; readonly redirectUri: string }[];
  readonly calls: PlatformRequest[];
  readonly client: () => Promise<PlatformClient | null>;
  exchange: Exchange;
  isLoadable: boolean;
}

export function createFakeLogin(): FakeLogin {
  const login: FakeLogin = {
    exchanged: [],
    calls: [],
    exchange: { kind: "signed-in", session: { accessToken: "token-of-code", expiresAt: null } },
    isLoadable: true,
    client: () => Promise.resolve(login.isLoadable ? client : null),
  };
  const client: PlatformClient = {
    call: (_, request) => {
      login.calls.push(request);
      return Promise.resolve({ status: 200, headers: {}, body: {} });
    },
    authorizeUrl: ({ redirectUri, state, codeVerifier }) =>
      Promise.resolve(
        `https://login.mypurecloud.ie/oauth/authorize?${new URLSearchParams({
          redirect_uri: redirectUri,
          state,
          response_type: codeVerifier === null ? "token" : "code",
        }).toString()}`,
      ),
    exchangeCode: (answer) => {
      login.exchanged.push(answer);
      return Promise.resolve(login.exchange);
    },
  };
  return login;
}

export interface SignInUnderTest {
  readonly signIn: SignIn;
  readonly states: SignInState[];
  /** Where the frame was taken. */
  readonly navigated: string[];
}

/** The widget in this frame, as it starts. */
export function startSignIn(
  frame: FakeFrame,
  {
    login,
    grant = "pkce",
    usePopup = false,
  }: {
    readonly login: FakeLogin;
    readonly grant?: WidgetConfig["oauth"]["grant"];
    readonly usePopup?: boolean;
  },
): SignInUnderTest {
  const navigated: string[] = [];
  const signIn = createSignIn({
    config: {
      oauth: { clientId: "client-1", grant },
      uicApi: { baseUrl: "" },
      genesys: { environments: ["mypurecloud.ie"] },
    },
    environment: "mypurecloud.ie",
    usePopup,
    returned: takeReturned(frame.window, frame.clock.now()),
    widgets: frame.widgets,
    client: login.client,
    window: frame.window,
    navigate: (url) => navigated.push(url),
    clock: frame.clock,
    random: (bytes) => webcrypto.getRandomValues(new Uint8Array(bytes)),
  });
  const states = [signIn.state()];
  signIn.subscribe(() => states.push(signIn.state()));
  return { signIn, states, navigated };
}

export function stateOf(address: string | undefined): string {
  return new URL(address ?? "missing:").searchParams.get("state") ?? "";
}

/** The page of ours that the login host sends the popup or hidden frame to, as it hands over. */
export function answerFrom(
  frame: FakeFrame,
  child: FakeChild | undefined,
  answer: { readonly search?: string; readonly hash?: string },
  from: { readonly origin?: string; readonly source?: unknown } = {},
): void {
  frame.deliver({
    data: { type: handOverType, search: "", hash: "", ...answer },
    origin: widgetOrigin,
    source: child?.asEventSource,
    ...from,
  });
}
