import type { RegionDomain } from "../../../contract/regions.ts";
import type { WidgetConfig } from "../../../contract/widget-config.ts";
import type { AgentWidgets } from "../agent-widgets.ts";
import type { Clock } from "../clock.ts";
import type { AgentSession, Disposer, SignIn, SignInState } from "../genesys.ts";
import type { PlatformClient } from "../platform-client.ts";
import type { Place } from "./answer.ts";
import { attemptLifetimeMilliseconds, newAttempt, type Attempt } from "./attempt.ts";
import { complete, type Completion, type Reason } from "./completion.ts";
import { openPopupWindow, type Popup } from "./popup.ts";
import { createRenewal } from "./renewal.ts";
import { attemptsOf, type Returned } from "./returned.ts";
import { shareSession } from "./shared-session.ts";
import { askInSilentFrame } from "./silent-frame.ts";

export interface SignInDependencies {
  readonly config: WidgetConfig;
  readonly environment: RegionDomain;
  /** The host wants the popup, because it cannot show the login host in a frame. */
  readonly usePopup: boolean;
  readonly returned: Returned;
  readonly widgets: AgentWidgets;
  readonly client: () => Promise<PlatformClient | null>;
  readonly window: Window;
  /** Takes this frame to another address. */
  readonly navigate: (url: string) => void;
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
}

/** How long the other widgets wait for the one that went to the login host for all. */
const pendingMilliseconds = 20_000;
const leavingMilliseconds = 10_000;
const revokingMilliseconds = 3000;

/** Signs the agent in, once for all of the agent's widgets, and keeps the sign-in alive. Begins at once. */
export function createSignIn(dependencies: SignInDependencies): SignIn {
  const { config, environment, widgets, client, window, clock } = dependencies;
  const shared = shareSession(widgets);
  const attempts = attemptsOf(window);
  const ended = new AbortController();
  const listeners = new Set<() => void>();
  const redirectUri = window.location.origin + window.location.pathname;
  let state: SignInState = { kind: "signing-in" };
  let popup: Popup | null = null;

  const become = (next: SignInState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const need = (reason: Reason): void => {
    renewal.stop();
    if (!ended.signal.aborted) become({ kind: "agent-needed", reason });
  };
  const adopt = (session: AgentSession): void => {
    if (ended.signal.aborted) return;
    popup?.dismiss();
    popup = null;
    renewal.watch(session);
    become({ kind: "signed-in", session });
  };
  const settle = (completion: Completion): void => {
    if (completion.kind === "failed") {
      shared.setPending(0);
      need(completion.reason);
      return;
    }
    shared.share(completion.session);
    adopt(completion.session);
  };
  const isFresh = ({ expiresAt }: AgentSession): boolean => expiresAt === null || expiresAt > clock.now();
  const knownSession = (): AgentSession | null => {
    const session = shared.read();
    return session && isFresh(session) ? session : null;
  };
  const begin = (place: Place): Attempt =>
    newAttempt(place, {
      clientId: config.oauth.clientId,
      grant: config.oauth.grant,
      environment,
      launch: window.location.search,
      now: clock.now(),
      random: dependencies.random,
    });
  const addressFor = async (attempt: Attempt): Promise<string | null> => {
    try {
      return (await (await client())?.authorizeUrl({ ...attempt, redirectUri })) ?? null;
    } catch {
      return null;
    }
  };
  const completing = { redirectUri, client, now: () => clock.now() };

  const renewal = createRenewal({
    clock,
    widgets,
    known: knownSession,
    async ask(signal) {
      const attempt = begin("silent");
      const url = await addressFor(attempt);
      const answer = url === null ? null : await askInSilentFrame({ window, clock, signal }, url);
      const completion = answer && (await complete(answer, attempt, completing));
      return completion?.kind === "signed-in" ? completion.session : null;
    },
    onRenewed(session) {
      if (shared.read()?.accessToken !== session.accessToken) shared.share(session);
      adopt(session);
    },
    onOver() {
      need("expired");
    },
  });

  /** Only one widget goes to the login host; the others wait for what it brings. */
  const signInForAll = async (): Promise<void> => {
    const known = knownSession();
    const pendingFor = shared.pendingUntil() - clock.now();
    if (state.kind !== "signing-in") return;
    if (known) adopt(known);
    else if (shared.isSignedOut()) need("signed-out");
    else if (dependencies.usePopup) need("popup-required");
    else if (dependencies.returned.kind === "nothing" && dependencies.returned.isAbandoned) need("frame-refused");
    else if (pendingFor > 0) {
      clock.after(Math.min(pendingFor, pendingMilliseconds), () => {
        if (state.kind === "signing-in" && popup === null) need("popup-required");
      });
    } else await leaveForLogin();
  };
  const leaveForLogin = async (): Promise<void> => {
    const attempt = begin("frame");
    shared.setPending(clock.now() + pendingMilliseconds);
    attempts.keep(attempt);
    const url = await addressFor(attempt);
    const isStillWanted = state.kind === "signing-in" && popup === null && !ended.signal.aborted;
    if (url !== null && isStillWanted) {
      dependencies.navigate(url);
      // The turn is kept until this document is gone.
      await new Promise<void>((resolve) => {
        clock.after(leavingMilliseconds, resolve);
        ended.signal.addEventListener("abort", () => {
          resolve();
        });
      });
    }
    attempts.drop(attempt);
    shared.setPending(0);
    if (state.kind === "signing-in" && popup === null) need("unreachable");
  };

  const start = async (): Promise<void> => {
    const { returned } = dependencies;
    switch (returned.kind) {
      case "answered": {
        const { answer, attempt } = returned;
        const isOurs = attempt.clientId === config.oauth.clientId && attempt.environment === environment;
        settle(isOurs ? await complete(answer, attempt, completing) : { kind: "failed", reason: "forged" });
        return;
      }
      case "forged":
      case "expired":
        need(returned.kind);
        return;
      case "nothing": {
        const known = knownSession();
        if (known) {
          adopt(known);
          return;
        }
        shared.ask();
        await widgets.hold("frame-sign-in", ended.signal, signInForAll);
        return;
      }
      default:
        returned satisfies never;
    }
  };

  const finishInPopup = async (opened: Popup): Promise<void> => {
    const attempt = begin("popup");
    const url = await addressFor(attempt);
    if (popup !== opened) return;
    if (url === null) {
      opened.dismiss();
      popup = null;
      need("unreachable");
      return;
    }
    const outcome = await opened.ask(url);
    if (popup !== opened) return;
    popup = null;
    switch (outcome.kind) {
      case "answered":
        settle(await complete(outcome.answer, attempt, completing));
        break;
      case "closed":
        need("popup-closed");
        break;
      case "timed-out":
        need("expired");
        break;
      case "dismissed":
        break;
      default:
        outcome satisfies never;
    }
  };

  const revoke = async (session: AgentSession): Promise<void> => {
    const abort = new AbortController();
    const dispose = clock.after(revokingMilliseconds, () => {
      abort.abort();
    });
    const platform = await client();
    await platform?.call(session, { method: "DELETE", path: "/api/v2/tokens/me" }, abort.signal);
    dispose();
  };

  const unsubscribe: Disposer = shared.subscribe((event) => {
    if (event.kind === "session") {
      const isKnown = state.kind === "signed-in" && state.session.accessToken === event.session.accessToken;
      if (!isKnown && isFresh(event.session)) adopt(event.session);
    } else {
      popup?.dismiss();
      popup = null;
      need("signed-out");
    }
  });
  void start();

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    openPopup() {
      // Another widget's sign-in can arrive between the offer and the click.
      if (state.kind === "signed-in") return;
      popup?.dismiss();
      popup = openPopupWindow({ window, clock, timeoutMilliseconds: attemptLifetimeMilliseconds });
      if (popup === null) {
        need("popup-blocked");
        return;
      }
      become({ kind: "signing-in" });
      void finishInPopup(popup);
    },
    reject(accessToken) {
      if (state.kind !== "signed-in" || state.session.accessToken !== accessToken) return;
      const { session } = state;
      shared.withdraw(session);
      become({ kind: "signing-in" });
      renewal.replace(session);
    },
    async signOut() {
      const session = state.kind === "signed-in" ? state.session : null;
      popup?.dismiss();
      popup = null;
      shared.signOut();
      need("signed-out");
      if (session) await revoke(session);
    },
    dispose() {
      ended.abort();
      renewal.stop();
      unsubscribe();
      popup?.dismiss();
      listeners.clear();
    },
  };
}
