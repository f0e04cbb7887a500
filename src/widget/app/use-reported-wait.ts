import { useEffect, useRef } from "react";
import type { Situation } from "../journey/situation.ts";
import type { Connections } from "./connections.ts";

/** Tells the service once how long the agent waited for the answer. A wait that a person or a fault ended is not measured. */
export function useReportedWait(
  connections: Connections,
  situation: Situation,
  /** As the launch has it. */
  shownAfter: number | null,
): void {
  const isOver = useRef(false);
  const kind = "freshness" in situation ? situation.freshness.kind : situation.kind;
  useEffect(() => {
    if (isOver.current || kind === "remembered" || kind === "loading" || kind === "signing-in") return;
    isOver.current = true;
    if (kind === "live") void report(connections, shownAfter);
  }, [connections, kind, shownAfter]);
}

async function report(connections: Connections, shownAfter: number | null): Promise<void> {
  const waited = shownAfter ?? (await connections.painted());
  connections.sources.uic.measure({
    acceptToBriefMilliseconds: Math.round(waited),
    source: shownAfter === null ? "network" : "cache",
  });
}
