import type { Channel } from "../../contract/primitives.ts";
import type { IdentifierType } from "../../contract/identifier.ts";
import type { Ambiguous, ReturningCustomer } from "../../contract/lookup.ts";
import type { Change, ShownChange } from "./changes.ts";
import type { IdentityActions } from "./identity-calls.ts";
import type { LaunchRefusal, SignInState } from "../genesys/genesys.ts";

/** Whether what is shown is the present truth, and if not, since when and why. */
export type Freshness =
  | { readonly kind: "live"; /** UTC. */ readonly at: string }
  /** On screen before the network has answered. */
  | { readonly kind: "remembered"; readonly at: string }
  /** The last known record; `retryAt` is when it is tried again by itself (epoch milliseconds), null when only the agent can. */
  | {
      readonly kind: "stale";
      readonly at: string;
      readonly because: "offline" | "service-unreachable" | "signed-out" | "rate-limited" | "malformed-answer";
      readonly retryAt: number | null;
    };

/** Whether changes of the customer on screen arrive by themselves: `off` when they are seen only by asking again. */
export type Following = "live" | "connecting" | "off";

/** The customer of the live interaction as the conversation shows them, before any lookup. */
export interface Caller {
  readonly participantId: string;
  /** What Genesys Cloud calls the participant; never used to identify. */
  readonly name: string | null;
  readonly channel: Channel | null;
  /** Masked for display. */
  readonly phone: string | null;
  readonly email: string | null;
  /** Which identifiers were on the interaction. */
  readonly has: readonly IdentifierType[];
}

interface WithCaller {
  readonly caller: Caller;
  /** Every customer of the interaction; more than one offers a selector. */
  readonly callers: readonly Caller[];
}

/** Everything the panel can show. Never two at once, never one confused with another. */
export type Situation =
  | { readonly kind: "refused-launch"; readonly refusal: LaunchRefusal }
  | {
      readonly kind: "misconfigured";
      readonly fault: "missing" | "not-json" | "invalid";
      readonly issues: readonly string[];
    }
  | { readonly kind: "signing-in" }
  | { readonly kind: "sign-in-needed"; readonly reason: Extract<SignInState, { kind: "agent-needed" }>["reason"] }
  | { readonly kind: "loading" }
  | { readonly kind: "conversation-not-found" }
  | { readonly kind: "conversation-forbidden" }
  | { readonly kind: "no-customer" }
  | ({ readonly kind: "anonymous" } & WithCaller)
  | ({
      readonly kind: "first-contact";
      readonly tried: readonly IdentifierType[];
      readonly freshness: Freshness;
    } & WithCaller)
  | ({ readonly kind: "ambiguous"; readonly answer: Ambiguous; readonly freshness: Freshness } & WithCaller)
  | ({
      readonly kind: "returning";
      readonly customer: ReturningCustomer;
      readonly freshness: Freshness;
      /** The agent said who it is, for this interaction only. */
      readonly isChosen?: boolean;
    } & Partial<WithCaller>)
  /** The agent said that it is not the customer who matched. */
  | ({
      readonly kind: "hidden";
      readonly customerId: string;
      readonly matchedBy: Pick<ReturningCustomer["matchedBy"], "type" | "identifierId">;
      readonly change: ShownChange;
      readonly freshness: Freshness;
    } & Partial<WithCaller>)
  | { readonly kind: "no-permission"; readonly by: "genesys" | "service" }
  | { readonly kind: "erased" }
  /** Nothing is known and the source does not answer. */
  | {
      readonly kind: "unavailable";
      readonly because:
        | "offline"
        | "genesys-unreachable"
        | "genesys-malformed"
        | "service-unreachable"
        | "service-malformed"
        | "rate-limited";
      readonly retryAt: number | null;
    }
  /** A fault of ours, caught by the error boundary. */
  | { readonly kind: "broken" };

/** What the agent can do from the panel; each is safe to call in any situation. */
export interface Actions {
  readonly retry: () => void;
  readonly signIn: () => void;
  readonly signOutAndForget: () => void;
  /** Shows another customer of the same interaction. */
  readonly chooseCaller: (participantId: string) => void;
  /** Says who it is, for this interaction only; null takes that back. */
  readonly chooseCandidate: (customerId: string | null) => void;
  /** On screen at once, and not lost; it can be taken back for a moment. */
  readonly change: (customerId: string, change: Change) => void;
  /** Takes a change back that was not sent, or puts one away that was refused. */
  readonly undo: (changeId: string) => void;
  /** Null while nobody is signed in. */
  readonly identity: IdentityActions | null;
  readonly openInteraction: (conversationId: string) => void;
}

/** What holds beside any situation. */
export interface Surroundings {
  /** What the agent did and the service has not acknowledged, in order. */
  readonly changes: readonly ShownChange[];
  readonly following: Following;
  /** False: "not remembered on this device"; null while it is not known yet. */
  readonly rememberedOnDevice: boolean | null;
  /** How far the service's clock is ahead of this machine's, in milliseconds: ages are counted by the service's. */
  readonly clockAheadBy: number;
  /** Only who it is, why and what was promised, on screen the sooner for it: the rest follows with the next frame. */
  readonly isFirstFrame: boolean;
}
