import type { Disposer, HostApp } from "./genesys.ts";

/** How the agent hears of what happens while another interaction is in front. */
export interface Attention {
  /** Counts on the widget's icon, and says the sentence on the desktop where there is one; nothing while the widget is in front. */
  notice(title: string, sentence: string | null): void;
  dispose: Disposer;
}

/** The sentences are our own words: nothing that others wrote leaves the widget for the desktop. */
export function createAttention(host: Pick<HostApp, "onFocus" | "onBlur" | "setAttentionCount" | "toast">): Attention {
  let isInFront = true;
  let count = 0;
  const stops = [
    host.onBlur(() => {
      isInFront = false;
    }),
    host.onFocus(() => {
      isInFront = true;
      if (count > 0) host.setAttentionCount(0);
      count = 0;
    }),
  ];
  return {
    notice(title, sentence) {
      if (isInFront) return;
      count += 1;
      host.setAttentionCount(count);
      if (sentence !== null) host.toast(title, sentence);
    },
    dispose() {
      for (const stop of stops) stop();
    },
  };
}
