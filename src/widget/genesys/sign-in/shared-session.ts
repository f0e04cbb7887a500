import * as z from "zod/mini";
import type { AgentWidgets } from "../agent-widgets.ts";
import type { AgentSession, Disposer } from "../genesys.ts";

type SessionEvent = { readonly kind: "session"; readonly session: AgentSession } | { readonly kind: "signed-out" };

/** What the agent's widgets let each other know about the sign-in: by the tab's session storage, or by telling. */
export interface SharedSession {
  /** The session that another widget, or this one before it was loaded anew, has left. */
  read(): AgentSession | null;
  share(session: AgentSession): void;
  /** Keeps a session that is no good from the widgets that start next. */
  withdraw(session: AgentSession): void;
  isSignedOut(): boolean;
  signOut(): void;
  /** Until when (epoch milliseconds) one of the widgets is away signing in for all; 0 when none is. */
  pendingUntil(): number;
  setPending(until: number): void;
  /** Asks the other widgets what they know; the answers come as events, where {@link read} does not know by itself. */
  ask(): void;
  subscribe(listener: (event: SessionEvent) => void): Disposer;
}

const agentSession = z.object({ accessToken: z.string().check(z.minLength(1)), expiresAt: z.nullable(z.number()) });

export function shareSession(widgets: Pick<AgentWidgets, "storage" | "tell" | "hear">): SharedSession {
  return widgets.storage === null ? toldSession(widgets) : storedSession(widgets.storage);
}

function storedSession(storage: NonNullable<AgentWidgets["storage"]>): SharedSession {
  const read = (): AgentSession | null => {
    try {
      return agentSession.safeParse(JSON.parse(storage.read("session") ?? "")).data ?? null;
    } catch {
      return null;
    }
  };
  const isSignedOut = (): boolean => storage.read("signed-out") !== null;
  return {
    read,
    share({ accessToken, expiresAt }) {
      storage.remove("signed-out");
      storage.remove("pending");
      storage.write("session", JSON.stringify({ accessToken, expiresAt }));
    },
    withdraw({ accessToken }) {
      if (read()?.accessToken === accessToken) storage.remove("session");
    },
    isSignedOut,
    signOut() {
      storage.remove("session");
      storage.write("signed-out", "yes");
    },
    pendingUntil: () => Number(storage.read("pending") ?? 0) || 0,
    setPending(until) {
      storage.write("pending", String(until));
    },
    ask() {
      // Whatever there is to know is in the storage.
    },
    subscribe(listener) {
      return storage.onChange((key) => {
        const session = key === "session" ? read() : null;
        if (session) listener({ kind: "session", session });
        else if (key === "signed-out" && isSignedOut()) listener({ kind: "signed-out" });
      });
    },
  };
}

const topic = "sign-in";
const told = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ask") }),
  z.object({ kind: z.literal("session"), session: agentSession }),
  z.object({ kind: z.literal("withdrawn"), session: agentSession }),
  z.object({ kind: z.literal("pending"), until: z.number() }),
  z.object({ kind: z.literal("signed-out") }),
]);
type Told = z.infer<typeof told>;

function toldSession({ tell, hear }: Pick<AgentWidgets, "tell" | "hear">): SharedSession {
  let known: AgentSession | null = null;
  let isSignedOut = false;
  let pendingUntil = 0;
  const listeners = new Set<(event: SessionEvent) => void>();
  const say = (message: Told): void => {
    tell(topic, message);
  };
  const know = (message: Exclude<Told, { kind: "ask" }>): void => {
    switch (message.kind) {
      case "session":
        known = message.session;
        isSignedOut = false;
        pendingUntil = 0;
        break;
      case "withdrawn":
        if (known?.accessToken === message.session.accessToken) known = null;
        break;
      case "pending":
        pendingUntil = message.until;
        break;
      case "signed-out":
        known = null;
        isSignedOut = true;
        break;
      default:
        message satisfies never;
    }
  };
  const answer = (): void => {
    if (known) say({ kind: "session", session: known });
    else if (isSignedOut) say({ kind: "signed-out" });
    else if (pendingUntil > 0) say({ kind: "pending", until: pendingUntil });
  };
  const both = (message: Exclude<Told, { kind: "ask" }>): void => {
    know(message);
    say(message);
  };

  // Never disposed by itself: the channel that it hears goes with the widget.
  hear(topic, (message) => {
    const heard = told.safeParse(message);
    if (!heard.success) return;
    if (heard.data.kind === "ask") {
      answer();
      return;
    }
    know(heard.data);
    const event = heard.data;
    if (event.kind === "session" || event.kind === "signed-out") for (const listener of listeners) listener(event);
  });

  return {
    read: () => known,
    share({ accessToken, expiresAt }) {
      both({ kind: "session", session: { accessToken, expiresAt } });
    },
    withdraw({ accessToken, expiresAt }) {
      both({ kind: "withdrawn", session: { accessToken, expiresAt } });
    },
    isSignedOut: () => isSignedOut,
    signOut() {
      both({ kind: "signed-out" });
    },
    pendingUntil: () => pendingUntil,
    setPending(until) {
      both({ kind: "pending", until });
    },
    ask() {
      say({ kind: "ask" });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
