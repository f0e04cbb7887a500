import type { Clock } from "../clock.ts";
import type { Disposer } from "../genesys.ts";
import type { Answer } from "./answer.ts";
import { receiveAnswer } from "./receive-answer.ts";

const timeoutMilliseconds = 5000;

/** Asks the login host in a hidden frame; null where it does not answer within five seconds. */
export function askInSilentFrame(
  { window, clock, signal }: { readonly window: Window; readonly clock: Clock; readonly signal: AbortSignal },
  url: string,
): Promise<Answer | null> {
  const { document } = window;
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.ariaHidden = "true";
  frame.tabIndex = -1;
  return new Promise((resolve) => {
    const disposers: Disposer[] = [];
    const end = (answer: Answer | null): void => {
      for (const dispose of disposers) dispose();
      frame.remove();
      resolve(answer);
    };
    const giveUp = (): void => {
      end(null);
    };
    signal.addEventListener("abort", giveUp);
    disposers.push(
      receiveAnswer(window, () => frame.contentWindow, end),
      clock.after(timeoutMilliseconds, giveUp),
      () => {
        signal.removeEventListener("abort", giveUp);
      },
    );
    frame.src = url;
    document.body.append(frame);
  });
}
