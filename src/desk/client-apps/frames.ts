/** Genesys Cloud runs at most this many interaction widgets at once. */
export const mostFrames = 10;

/** One widget instance: an iframe for one interaction. */
export interface Frame {
  readonly conversationId: string;
  readonly url: string;
  /** Counts reloads; the frame's key. */
  readonly generation: number;
  readonly bootstrapped: boolean;
  readonly attention: number;
  readonly lastShownAt: number;
  /** It was told to stop and is removed once it says so, or after a moment. */
  readonly stopping: boolean;
}

/** Shows the frame of a conversation, made if it is not there; beyond ten the one not shown for longest is told to stop. */
export function showFrame(frames: readonly Frame[], conversationId: string, url: string, at: number): readonly Frame[] {
  const known = frames.find((frame) => frame.conversationId === conversationId && !frame.stopping);
  if (known !== undefined) return update(frames, conversationId, { lastShownAt: at });
  const fresh: Frame = {
    conversationId,
    url,
    generation: 0,
    bootstrapped: false,
    attention: 0,
    lastShownAt: at,
    stopping: false,
  };
  const others = frames.filter((frame) => frame.conversationId !== conversationId);
  const running = others.filter((frame) => !frame.stopping);
  const oldest = running.toSorted((one, other) => one.lastShownAt - other.lastShownAt)[0];
  const kept = running.length < mostFrames || oldest === undefined ? others : stopFrame(others, oldest.conversationId);
  return [...kept, fresh];
}

export function stopFrame(frames: readonly Frame[], conversationId: string): readonly Frame[] {
  return update(frames, conversationId, { stopping: true });
}

export function removeFrame(frames: readonly Frame[], conversationId: string): readonly Frame[] {
  return frames.filter((frame) => frame.conversationId !== conversationId || !frame.stopping);
}

export function reloadFrame(frames: readonly Frame[], conversationId: string, url: string): readonly Frame[] {
  return frames.map((frame) =>
    frame.conversationId === conversationId
      ? { ...frame, url, generation: frame.generation + 1, bootstrapped: false, attention: 0 }
      : frame,
  );
}

export function update(
  frames: readonly Frame[],
  conversationId: string,
  change: Partial<Pick<Frame, "bootstrapped" | "attention" | "lastShownAt" | "stopping">>,
): readonly Frame[] {
  return frames.map((frame) => (frame.conversationId === conversationId ? { ...frame, ...change } : frame));
}

/** The widget's URL as an administrator would register it, with every placeholder filled in. */
export function widgetUrl(
  widgetOrigin: string,
  launch: {
    readonly hostOrigin: string;
    readonly targetEnvironment: string;
    readonly languageTag: string;
    readonly conversationId: string;
    readonly usePopupAuth: boolean;
  },
): string {
  const url = new URL("/", widgetOrigin);
  url.searchParams.set("gcHostOrigin", launch.hostOrigin);
  url.searchParams.set("gcTargetEnv", launch.targetEnvironment);
  url.searchParams.set("gcLangTag", launch.languageTag);
  url.searchParams.set("gcConversationId", launch.conversationId);
  url.searchParams.set("gcUsePopupAuth", String(launch.usePopupAuth));
  return url.toString();
}
