import * as z from "zod/mini";
import type { AgentWidgets } from "./agent-widgets.ts";
import type { Clock } from "./clock.ts";

interface Dependencies {
  readonly widgets: Pick<AgentWidgets, "id" | "hold" | "tell" | "hear" | "isHeard">;
  readonly clock: Clock;
}

/** Timers of a tab in the background run once a minute: a leader is silent for longer than that before it is given up. */
const wordMilliseconds = 20_000;
const silenceMilliseconds = 90_000;

const topic = "leading";
const word = z.object({ work: z.string(), term: z.int(), leader: z.string() });

/**
 * Has `work` done by one of the agent's widgets at a time. Where it is closed, the next one is in its place at once; where
 * it only falls silent (its frame is frozen, and still holds its lock), another begins a new term, and who wakes up in an
 * old one steps down. Where nobody hears anybody, each works for itself.
 */
export function takeTheLead(
  name: string,
  { widgets, clock }: Dependencies,
  ended: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): void {
  if (!widgets.isHeard) {
    void work(ended);
    return;
  }
  const leader = widgets.id;
  let term = 0;
  let isLeading = false;
  let candidacy = new AbortController();
  let forgetTimer: (() => void) | undefined;

  const say = (): void => {
    forgetTimer?.();
    forgetTimer = clock.after(wordMilliseconds, say);
    widgets.tell(topic, { work: name, term, leader } satisfies z.infer<typeof word>);
  };
  const listen = (): void => {
    forgetTimer?.();
    forgetTimer = clock.after(silenceMilliseconds, () => stand(term + 1));
  };
  const stand = (nextTerm: number): void => {
    candidacy.abort();
    const mine = new AbortController();
    candidacy = mine;
    term = nextTerm;
    isLeading = false;
    listen();
    void widgets.hold(`${name} ${term}`, mine.signal, async () => {
      isLeading = true;
      say();
      if (mine.signal.aborted) return;
      await work(mine.signal);
    });
  };

  const unhear = widgets.hear(topic, (message) => {
    const heard = word.safeParse(message).data;
    if (heard?.work !== name) return;
    const isAhead = heard.term > term || (heard.term === term && (!isLeading || heard.leader > leader));
    if (!isAhead) {
      // Whoever leads an older term, or the same one, learns that somebody else does.
      if (isLeading) say();
    } else if (heard.term > term || isLeading) {
      stand(heard.term);
    } else {
      listen();
    }
  });
  ended.addEventListener("abort", () => {
    unhear();
    forgetTimer?.();
    candidacy.abort();
  });
  if (!ended.aborted) stand(0);
}
