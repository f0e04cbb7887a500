import type { ReactNode } from "react";
import type { OperationsOverview } from "../../contract/operations-overview.ts";
import { formatCount, formatDuration } from "../format.ts";

type Tone = "good" | "open" | "bad" | "mute";

interface TileProps {
  readonly label: string;
  readonly value: string;
  readonly tone: Tone;
  readonly children: ReactNode;
}

function Tile({ label, value, tone, children }: TileProps) {
  return (
    <section className={`card tile tile-${tone}`} aria-label={label}>
      <h2>{label}</h2>
      <p className="figure">{value}</p>
      <p className="sub">{children}</p>
    </section>
  );
}

/** Overdue beyond this is for somebody to look at. */
const lateSeconds = 300;

/** The four answers that an operator looks for first. */
export function Tiles({ overview }: { readonly overview: OperationsOverview }) {
  const { isStoreReachable, millisecondsToBrief } = overview;
  const { queue } = overview.events;
  const { network, cache } = millisecondsToBrief;
  return (
    <>
      <Tile label="Service" value={isStoreReachable ? "Ready" : "Not ready"} tone={isStoreReachable ? "good" : "bad"}>
        {isStoreReachable
          ? "It answers, and its store can be reached."
          : "It answers, but its store cannot be reached."}
      </Tile>
      <Tile
        label="Events waiting"
        value={queue ? formatCount(queue.waiting) : "–"}
        tone={queue === null ? "mute" : queue.overdueSeconds > lateSeconds ? "bad" : "good"}
      >
        {overdueWords(queue)}
      </Tile>
      <Tile
        label="Given up"
        value={queue ? formatCount(queue.deadLetters) : "–"}
        tone={queue === null ? "mute" : queue.deadLetters > 0 ? "open" : "good"}
      >
        {queue !== null && queue.deadLetters > 0 ? "Read why below, then replay." : "Nothing was given up."}
      </Tile>
      <Tile label="Brief on screen" value={network.p95 === null ? "–" : formatDuration(network.p95)} tone="mute">
        {network.p95 === null
          ? "No agent has opened a panel yet."
          : `For 95 of 100 agents${cache.p95 === null ? "" : `; ${formatDuration(cache.p95)} when seen before`}.`}
      </Tile>
    </>
  );
}

function overdueWords(queue: OperationsOverview["events"]["queue"]): string {
  if (queue === null) return "The store would have to tell.";
  if (queue.overdueSeconds === 0) return "None is overdue.";
  return `The oldest is overdue for ${formatDuration(queue.overdueSeconds * 1000)}.`;
}
