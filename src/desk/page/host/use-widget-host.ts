import { useCallback, useEffect, useRef, useState } from "react";
import { type AppMessage, appMessage, type LifecycleHook, lifecycleHook } from "../../client-apps/app-messages.ts";
import { type Frame, reloadFrame, removeFrame, showFrame, stopFrame, update } from "../../client-apps/frames.ts";

export interface LoggedMessage {
  readonly id: number;
  readonly at: number;
  readonly from: "host" | "widget";
  readonly conversationId: string;
  readonly what: string;
  readonly payload: string;
}

export interface Toast {
  readonly id: string;
  readonly type: "info" | "error" | "success";
  readonly title: string;
  readonly message: string;
  readonly closable: boolean;
}

export interface WidgetHost {
  readonly frames: readonly Frame[];
  readonly messages: readonly LoggedMessage[];
  readonly toasts: readonly Toast[];
  readonly show: (conversationId: string) => void;
  readonly reload: (conversationId: string) => void;
  /** Tells the widget to stop and removes its frame when it has, or after a moment. */
  readonly close: (conversationId: string) => void;
  readonly closeToast: (id: string) => void;
  readonly clearMessages: () => void;
  /** Give it to the iframe's `ref`, and `loaded` to its `onLoad`. */
  readonly attach: (conversationId: string, element: HTMLIFrameElement | null) => void;
  readonly loaded: (conversationId: string) => void;
}

const stopPatienceMilliseconds = 2000;
const bootstrapEveryMilliseconds = 1000;
const bootstrapTries = 10;
const defaultToastSeconds = 7;
const mostMessages = 300;

/** The host's side of the client app protocol: one frame an interaction, messages checked by source, origin and shape. */
export function useWidgetHost({
  widgetOrigin,
  urlOf,
  onOpenInteraction,
}: {
  readonly widgetOrigin: string;
  readonly urlOf: (conversationId: string) => string;
  readonly onOpenInteraction: (conversationId: string) => void;
}): WidgetHost {
  const [frames, setFrames] = useState<readonly Frame[]>([]);
  const [messages, setMessages] = useState<readonly LoggedMessage[]>([]);
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const elements = useRef(new Map<string, HTMLIFrameElement>());
  const bootstrapping = useRef(new Map<string, number>());
  const shown = useRef<string | null>(null);
  const counter = useRef(0);

  const log = useCallback((from: LoggedMessage["from"], conversationId: string, what: string, payload: unknown) => {
    counter.current += 1;
    const entry = { id: counter.current, at: Date.now(), from, conversationId, what, payload: JSON.stringify(payload) };
    setMessages((all) => [entry, ...all].slice(0, mostMessages));
  }, []);

  const send = useCallback(
    (conversationId: string, hook: LifecycleHook["hook"]) => {
      const target = elements.current.get(conversationId)?.contentWindow ?? null;
      if (target === null || !isAtAnotherOrigin(target)) return;
      const message = lifecycleHook(hook);
      target.postMessage(message, widgetOrigin);
      log("host", conversationId, hook, message);
    },
    [log, widgetOrigin],
  );

  const endBootstrap = useCallback((conversationId: string) => {
    window.clearInterval(bootstrapping.current.get(conversationId));
    bootstrapping.current.delete(conversationId);
  }, []);

  const closeToast = useCallback((id: string) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);

  const perform = useCallback(
    (conversationId: string, message: AppMessage) => {
      switch (message.action) {
        case "bootstrapped":
          endBootstrap(conversationId);
          setFrames((all) => update(all, conversationId, { bootstrapped: true }));
          return;
        case "stopped":
          setFrames((all) => removeFrame(all, conversationId));
          return;
        case "setAttentionCount":
          setFrames((all) => update(all, conversationId, { attention: message.count }));
          return;
        case "showToast": {
          counter.current += 1;
          const id = message.id ?? `toast-${String(counter.current)}`;
          const { type, title, message: text, timeout = defaultToastSeconds, showCloseButton = false } = message;
          const toast: Toast = { id, type, title, message: text, closable: showCloseButton || timeout === 0 };
          setToasts((all) => [...all.filter((other) => other.id !== id), toast]);
          if (timeout > 0) window.setTimeout(() => closeToast(id), timeout * 1000);
          return;
        }
        case "showMyInteractionDetails":
        case "showInteractionDetails":
          onOpenInteraction(message.conversationId);
          return;
        case "proposeInteractionMessage":
        case "showMyEvaluationDetails":
        case "showExternalContactProfile":
        case "showExternalOrganizationProfile":
        case "showProfile":
        case "showGroup":
        case "showHelp":
        case "hideHelp":
        case "showResourceCenterArtifact":
        case "openWindow":
          // Seen in the log; the desk has no such page to open.
          return;
      }
    },
    [closeToast, endBootstrap, onOpenInteraction],
  );

  useEffect(() => {
    const receive = (event: MessageEvent<unknown>): void => {
      if (event.origin !== widgetOrigin) return;
      const entry = [...elements.current].find(([, element]) => element.contentWindow === event.source);
      if (entry === undefined) return;
      const [conversationId] = entry;
      const read = appMessage.safeParse(event.data);
      if (!read.success) {
        log("widget", conversationId, "not understood", event.data);
        return;
      }
      log("widget", conversationId, read.data.action, read.data);
      perform(conversationId, read.data);
    };
    window.addEventListener("message", receive);
    return () => window.removeEventListener("message", receive);
  }, [log, perform, widgetOrigin]);

  const stopping = frames.filter((frame) => frame.stopping).map((frame) => frame.conversationId);
  const stoppingKey = stopping.join(" ");
  useEffect(() => {
    const timers = stoppingKey
      .split(" ")
      .filter((id) => id !== "")
      .map((conversationId) => {
        send(conversationId, "stop");
        return window.setTimeout(() => setFrames((all) => removeFrame(all, conversationId)), stopPatienceMilliseconds);
      });
    return () => {
      for (const timer of timers) window.clearTimeout(timer);
    };
  }, [send, stoppingKey]);

  const show = useCallback(
    (conversationId: string) => {
      if (shown.current === conversationId) return;
      if (shown.current !== null) send(shown.current, "blur");
      // A frame that is shown for the first time gets no focus hook.
      if (elements.current.has(conversationId)) send(conversationId, "focus");
      shown.current = conversationId;
      setFrames((all) => showFrame(all, conversationId, urlOf(conversationId), Date.now()));
    },
    [send, urlOf],
  );

  return {
    frames,
    messages,
    toasts,
    show,
    reload: (conversationId) => setFrames((all) => reloadFrame(all, conversationId, urlOf(conversationId))),
    close: (conversationId) => {
      if (shown.current === conversationId) shown.current = null;
      setFrames((all) => stopFrame(all, conversationId));
    },
    closeToast,
    clearMessages: () => setMessages([]),
    attach: (conversationId, element) => {
      if (element === null) elements.current.delete(conversationId);
      else elements.current.set(conversationId, element);
    },
    loaded: (conversationId) => {
      endBootstrap(conversationId);
      // The SDK's listener is attached some time after the load event; the host cannot know when.
      let tries = 0;
      const tick = (): void => {
        tries += 1;
        if (tries > bootstrapTries) endBootstrap(conversationId);
        else send(conversationId, "bootstrap");
      };
      bootstrapping.current.set(conversationId, window.setInterval(tick, bootstrapEveryMilliseconds));
      tick();
    },
  };
}

/** False while the frame shows the desk's own login page, or nothing yet: nothing is posted to those. */
function isAtAnotherOrigin(target: Window): boolean {
  try {
    return target.location.href === "";
  } catch {
    return true;
  }
}
