import * as z from "zod/mini";
import type { Disposer } from "../genesys.ts";
import { readAnswer, type Answer } from "./answer.ts";
import { handOverType } from "./hand-over.ts";

const handOver = z.object({ type: z.literal(handOverType), search: z.string(), hash: z.string() });

/** Calls back with what the page of ours in `source` hands over. Any other window, origin or message is ignored. */
export function receiveAnswer(window: Window, source: () => unknown, listener: (answer: Answer) => void): Disposer {
  const received = (event: MessageEvent<unknown>): void => {
    if (event.origin !== window.location.origin || event.source === null || event.source !== source()) return;
    const message = handOver.safeParse(event.data);
    const answer = message.success ? readAnswer(message.data) : null;
    if (answer) listener(answer);
  };
  window.addEventListener("message", received);
  return () => {
    window.removeEventListener("message", received);
  };
}
