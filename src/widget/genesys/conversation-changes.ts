import * as z from "zod/mini";
import { conversation } from "../../contract/genesys-conversation.ts";
import type { AgentWidgets } from "./agent-widgets.ts";
import type { AgentSession, ConversationChanges, Disposer, SignIn } from "./genesys.ts";
import { takeTheLead } from "./leadership.ts";
import { openNotificationChannel, type NotificationDependencies } from "./notification-channel.ts";

interface Dependencies extends NotificationDependencies {
  readonly widgets: Pick<AgentWidgets, "id" | "hold" | "tell" | "hear" | "isHeard">;
  readonly signIn: Pick<SignIn, "state" | "subscribe" | "reject">;
  /** At least 0 and less than 1. */
  readonly random: () => number;
}

const firstPauseMilliseconds = 1000;
const longestPauseMilliseconds = 60_000;
const topic = "conversation-changed";
/** Null means that any conversation may have changed unseen. */
const told = z.object({ conversationId: z.nullable(z.string()) });

/** One of the agent's widgets holds the notification channel and tells the others what came. */
export function createConversationChanges(dependencies: Dependencies): ConversationChanges {
  const { widgets } = dependencies;
  const ended = new AbortController();
  const subscriptions = new Set<{ readonly conversationId: string; readonly onChange: () => void }>();

  const notify = (conversationId: string | null): void => {
    for (const subscription of subscriptions) {
      if (conversationId === null || subscription.conversationId === conversationId) subscription.onChange();
    }
  };
  const unhear = widgets.hear(topic, (message) => {
    const heard = told.safeParse(message);
    if (heard.success) notify(heard.data.conversationId);
  });
  const tellAll = (conversationId: string | null): void => {
    notify(conversationId);
    widgets.tell(topic, { conversationId } satisfies z.infer<typeof told>);
  };
  // Where nobody could hear a leader, each widget has a channel, of which Genesys Cloud allows an agent twenty.
  takeTheLead("notifications", dependencies, ended.signal, (signal) => keepChannel(dependencies, tellAll, signal));

  return {
    subscribe(conversationId, onChange) {
      const subscription = { conversationId: conversationId.toLowerCase(), onChange };
      subscriptions.add(subscription);
      return () => {
        subscriptions.delete(subscription);
      };
    },
    dispose() {
      ended.abort();
      unhear();
      subscriptions.clear();
    },
  };
}

/** Keeps one channel open for whoever is signed in, until aborted. */
async function keepChannel(
  dependencies: Dependencies,
  tellAll: (conversationId: string | null) => void,
  signal: AbortSignal,
): Promise<void> {
  const { signIn, clock, random } = dependencies;
  const changes = differences();
  let close: Disposer | null = null;
  let openFor: AgentSession | null = null;
  let attempt: AbortController | null = null;
  let forgetPause: Disposer | null = null;
  let failures = 0;
  let openedAt = 0;

  const pauseMilliseconds = (): number => {
    const longest = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** failures);
    return longest / 2 + (longest / 2) * random();
  };

  /** The channel before stays until the new one stands, so that nothing is missed between them. */
  const open = async (session: AgentSession): Promise<void> => {
    forgetPause?.();
    attempt?.abort();
    const mine = new AbortController();
    attempt = mine;
    const before = close;
    const reopen = (): void => {
      if (attempt === mine) void open(session);
    };
    const opened = await openNotificationChannel(
      session,
      dependencies,
      {
        onConversation(body) {
          const changed = changes(body);
          if (changed !== null) tellAll(changed);
        },
        onClosing: reopen,
        onLost() {
          if (attempt !== mine || close === before) return;
          close = null;
          failures = clock.now() - openedAt < longestPauseMilliseconds ? failures + 1 : 0;
          forgetPause = clock.after(pauseMilliseconds(), reopen);
        },
      },
      mine.signal,
    );
    if (attempt !== mine) {
      if (opened.kind === "open") opened.close();
      return;
    }
    if (opened.kind === "open") {
      openedAt = clock.now();
      close = opened.close;
      before?.();
      // What happened while nobody listened is not told again.
      tellAll(null);
      return;
    }
    if (opened.kind === "refused") {
      // With the next session comes the next try.
      signIn.reject(session.accessToken);
      return;
    }
    // Without a channel nobody tells of late attributes, so everyone looks for them as often as a channel is tried for.
    tellAll(null);
    forgetPause = clock.after(pauseMilliseconds(), reopen);
    failures += 1;
  };
  const shut = (): void => {
    forgetPause?.();
    attempt?.abort();
    attempt = null;
    close?.();
    close = null;
    openFor = null;
  };
  const follow = (): void => {
    const state = signIn.state();
    if (state.kind === "signed-in") {
      if (state.session.accessToken === openFor?.accessToken) return;
      openFor = state.session;
      failures = 0;
      void open(state.session);
    } else if (state.kind === "agent-needed") {
      shut();
    }
  };

  const unsubscribe = signIn.subscribe(follow);
  follow();
  await new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => {
      resolve();
    });
    if (signal.aborted) resolve();
  });
  unsubscribe();
  shut();
}

const mostRemembered = 100;

/** Genesys Cloud tells every tick of a conversation: only what is read of one counts as a change of it. */
function differences(): (body: unknown) => string | null {
  const lastById = new Map<string, string>();
  return (body) => {
    const read = conversation.safeParse(body);
    if (!read.success) return null;
    const id = read.data.id.toLowerCase();
    const text = JSON.stringify(read.data);
    if (lastById.get(id) === text) return null;
    lastById.delete(id);
    lastById.set(id, text);
    const [oldest] = lastById.keys();
    if (lastById.size > mostRemembered && oldest !== undefined) lastById.delete(oldest);
    return id;
  };
}
