import type { Clock } from "../clock.ts";
import type { Disposer } from "../genesys.ts";
import type { Answer } from "./answer.ts";
import { receiveAnswer } from "./receive-answer.ts";

type PopupOutcome =
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "closed" }
  | { readonly kind: "timed-out" }
  | { readonly kind: "dismissed" };

export interface Popup {
  /** Shows the login host in the window and waits for what comes back. */
  ask(url: string): Promise<PopupOutcome>;
  dismiss(): void;
}

const features = "popup=true,width=800,height=700";
const pollMilliseconds = 500;
const closingMilliseconds = 1000;

/** Opens the window, empty at first: it has to be opened by the click itself. Null where the browser blocks it. */
export function openPopupWindow({
  window,
  clock,
  timeoutMilliseconds,
}: {
  readonly window: Window;
  readonly clock: Clock;
  readonly timeoutMilliseconds: number;
}): Popup | null {
  const popup = window.open("", "_blank", features);
  if (popup === null) return null;
  let end: (outcome: PopupOutcome) => void = () => {
    popup.close();
  };
  return {
    ask: (url) =>
      new Promise((resolve) => {
        const disposers: Disposer[] = [];
        end = (outcome) => {
          for (const dispose of disposers) dispose();
          popup.close();
          resolve(outcome);
        };
        const endIfClosed = (): void => {
          if (popup.closed) {
            // The page that brings the answer closes itself, and its message may still be on the way.
            disposers.push(
              clock.after(closingMilliseconds, () => {
                end({ kind: "closed" });
              }),
            );
          } else {
            disposers.push(clock.after(pollMilliseconds, endIfClosed));
          }
        };
        disposers.push(
          receiveAnswer(
            window,
            () => popup,
            (answer) => {
              end({ kind: "answered", answer });
            },
          ),
          clock.after(timeoutMilliseconds, () => {
            end({ kind: "timed-out" });
          }),
        );
        endIfClosed();
        popup.location.replace(url);
      }),
    dismiss() {
      end({ kind: "dismissed" });
    },
  };
}
