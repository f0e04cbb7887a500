import type { AgentWidgets } from "../agent-widgets.ts";
import type { Clock } from "../clock.ts";
import type { AgentSession, Disposer } from "../genesys.ts";

export interface Renewal {
  /** Renews this session before it ends. */
  watch(session: AgentSession): void;
  /** Renews a session that was refused now; too often within a minute, it is over. */
  replace(session: AgentSession): void;
  stop(): void;
}

interface Dependencies {
  readonly clock: Clock;
  readonly widgets: Pick<AgentWidgets, "hold" | "tell" | "hear">;
  /** The session that another widget may have got meanwhile. */
  readonly known: () => AgentSession | null;
  /** Asks the login host without the agent; null where it does not answer. */
  readonly ask: (signal: AbortSignal) => Promise<AgentSession | null>;
  readonly onRenewed: (session: AgentSession) => void;
  /** The session is at its end, and only the agent can begin another. */
  readonly onOver: () => void;
}

const longestLeadMilliseconds = 300_000;
const refusalsToBelieve = 3;
const refusalWindowMilliseconds = 60_000;
const failureTopic = "renewal-failed";

/** Keeps a session alive: one widget asks for all, the others take what it got. */
export function createRenewal({ clock, widgets, known, ask, onRenewed, onOver }: Dependencies): Renewal {
  let forget: Disposer | null = null;
  let current = new AbortController();
  let refusedAt: readonly number[] = [];

  const stop = (): void => {
    forget?.();
    current.abort();
  };

  /** Resolves once there is another session, or nobody could get one. */
  const renew = async (stale: AgentSession, signal: AbortSignal): Promise<void> => {
    let isFailed = false;
    const unhear = widgets.hear(failureTopic, () => {
      isFailed = true;
    });
    await widgets.hold("renewal", signal, async () => {
      const other = known();
      if (other && other.accessToken !== stale.accessToken) {
        onRenewed(other);
        return;
      }
      // The widget whose turn it was before has just tried in vain.
      if (isFailed || signal.aborted) return;
      const renewed = await ask(signal);
      if (signal.aborted) return;
      if (renewed) onRenewed(renewed);
      else widgets.tell(failureTopic, {});
    });
    unhear();
  };

  return {
    watch(session) {
      stop();
      current = new AbortController();
      const { signal } = current;
      if (session.expiresAt === null) return;
      const { expiresAt } = session;
      const remaining = expiresAt - clock.now();
      const lead = Math.min(longestLeadMilliseconds, remaining / 10);
      const renewOrEnd = async (): Promise<void> => {
        await renew(session, signal);
        if (signal.aborted) return;
        const left = expiresAt - clock.now();
        if (left > 0) forget = clock.after(left, () => void renewOrEnd());
        else onOver();
      };
      forget = clock.after(remaining - lead, () => void renewOrEnd());
    },
    replace(session) {
      stop();
      current = new AbortController();
      const { signal } = current;
      const now = clock.now();
      refusedAt = [...refusedAt.filter((at) => now - at < refusalWindowMilliseconds), now];
      if (refusedAt.length >= refusalsToBelieve) {
        onOver();
        return;
      }
      const renewOrEnd = async (): Promise<void> => {
        await renew(session, signal);
        if (!signal.aborted) onOver();
      };
      void renewOrEnd();
    },
    stop,
  };
}
