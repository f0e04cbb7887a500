import type { Conversation } from "../../contract/genesys-conversation.ts";
import type { RegionDomain, TargetEnvironment } from "../../contract/regions.ts";

/** Ends what a call opened: a listener, a timer, a connection. Calling it twice is harmless. */
export type Disposer = () => void;

/** What Genesys Cloud put on the URL, after every part was checked against the configuration. */
export interface LaunchParameters {
  readonly hostOrigin: string;
  readonly targetEnvironment: TargetEnvironment;
  readonly environment: RegionDomain;
  /** Lower-case BCP 47, for example `pt-br`; `en-us` when the host named none. */
  readonly languageTag: string;
  readonly conversationId: string;
  readonly usePopup: boolean;
}

/** Why a launch is refused before anything leaves the widget. `parameter` names the one to correct. */
export interface LaunchRefusal {
  readonly parameter: "gcHostOrigin" | "gcTargetEnv" | "gcConversationId" | "pcEnvironment" | "pcConversationId";
  readonly fault: "missing" | "malformed" | "not-allowed" | "contradictory";
}

/** A signed-in agent. The token lives in memory (and the tab's session storage, to share it between widgets), nowhere else. */
export interface AgentSession {
  readonly accessToken: string;
  /** Epoch milliseconds, or null when Genesys Cloud named no life time. */
  readonly expiresAt: number | null;
}

export type SignInState =
  | { readonly kind: "signing-in" }
  | { readonly kind: "signed-in"; readonly session: AgentSession }
  /** Nothing happens until the agent presses "Sign in", which opens the popup. */
  | {
      readonly kind: "agent-needed";
      readonly reason:
        | "popup-required"
        | "frame-refused"
        | "popup-blocked"
        | "popup-closed"
        | "denied"
        | "expired"
        | "forged"
        | "unreachable"
        | "signed-out";
    };

export interface SignIn {
  state(): SignInState;
  subscribe(listener: () => void): Disposer;
  /** Opens the popup; call it from the click itself, or the browser blocks the window. */
  openPopup(): void;
  /** A request was answered 401 with this token: renew it once for everyone, or ask the agent. */
  reject(accessToken: string): void;
  /** Forgets the token here and in the agent's other widgets. */
  signOut(): Promise<void>;
  dispose(): void;
}

export type ConversationOutcome =
  | { readonly kind: "found"; readonly conversation: Conversation }
  | { readonly kind: "not-found" }
  | { readonly kind: "forbidden" }
  | { readonly kind: "unauthenticated" }
  | { readonly kind: "rate-limited"; readonly retryAfterSeconds: number | null }
  | { readonly kind: "malformed" }
  | { readonly kind: "unreachable" };

/** The platform API as far as the widget needs it, through purecloud-platform-client-v2. */
export interface Platform {
  readConversation(conversationId: string, session: AgentSession, signal: AbortSignal): Promise<ConversationOutcome>;
  /** Who the agent is; null where it cannot be read. */
  readAgent(
    session: AgentSession,
    signal: AbortSignal,
  ): Promise<{ readonly agentId: string; readonly organizationId: string } | null>;
}

/** Live updates of conversations, one notification channel for all of the agent's widgets. */
export interface ConversationChanges {
  /** Calls back whenever the conversation changed in a way that may matter (attributes, participants, end). */
  subscribe(conversationId: string, onChange: () => void): Disposer;
  dispose(): void;
}

/** The desktop around the widget, through purecloud-client-app-sdk. */
export interface HostApp {
  bootstrapped(): void;
  onFocus(listener: () => void): Disposer;
  onBlur(listener: () => void): Disposer;
  /** Runs the disposers, then tells the host that the widget has stopped. */
  onStop(listener: () => void | Promise<void>): Disposer;
  openInteraction(conversationId: string): void;
  /** The number beside the widget's icon; 0 takes it away. */
  setAttentionCount(count: number): void;
  /** Plain text, never Markdown. */
  toast(title: string, message: string): void;
}
