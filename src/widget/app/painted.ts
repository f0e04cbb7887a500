import type { Clock } from "../genesys/clock.ts";

/** A frame that is not shown is not painted: then soon is enough. */
const unpaintedMilliseconds = 200;

/** Resolves when what was rendered is on screen, with the milliseconds since the page began to load. */
export function painted(window: Window, clock: Clock): Promise<number> {
  return new Promise((resolve) => {
    const done = (): void => resolve(window.performance.now());
    clock.after(unpaintedMilliseconds, done);
    // The callback runs before the paint, a task after it.
    window.requestAnimationFrame(() => clock.after(0, done));
  });
}
