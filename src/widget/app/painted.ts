import type { Clock } from "../genesys/clock.ts";

/** A frame that is not shown is not painted: then soon is enough. */
const unpaintedMilliseconds = 200;

/** Resolves when what was rendered is on screen. */
export function painted(window: Window, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    clock.after(unpaintedMilliseconds, resolve);
    // The callback runs before the paint, a task after it.
    window.requestAnimationFrame(() => clock.after(0, resolve));
  });
}
